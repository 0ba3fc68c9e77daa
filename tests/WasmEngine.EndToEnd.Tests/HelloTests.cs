using SkiaSharp;
using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests;

public sealed class HelloTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Run_WithScreenshot_ShowsFractalAndCaption()
    {
        var file = Path.Combine(TestEnvironment.Root, "hello.png");
        var result = await Cli.RunAsync(daemon.Instance, "run", TestApp.Hello, "--size", "640x360", "--frames", "30", "--screenshot", file, "--json");
        Assert.True(result.ExitCode == 0, result.All);
        using var picture = SKBitmap.Decode(file);
        Assert.Equal((640, 360), (picture.Width, picture.Height));
        var colours = picture.Pixels.Distinct().Count();
        Assert.True(colours > 500, $"a fractal has many colours, this picture {colours}");
        var white = Enumerable.Range(290, 60).Sum(y => Enumerable.Range(20, 330).Count(x => picture.GetPixel(x, y) == SKColors.White));
        Assert.True(white > 300, $"the caption is white, {white} pixels are");
        Assert.Empty((await Cli.RunAsync(daemon.Instance, "apps", "--json")).Json.GetProperty("apps").EnumerateArray());
    }

    [Fact]
    public async Task Click_OnTheView_ChangesTheCaption()
    {
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(TestApp.Hello, (640, 360), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(640, 360), TestContext.Current.CancellationToken);
        var before = await CaptionAsync(view);
        await view.ClickAsync(100, 100, TestContext.Current.CancellationToken);
        while ((await CaptionAsync(view)).SequenceEqual(before))
        {
            // the next frames bring the new caption; the test's time limit bounds this
        }

        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    /// <summary>Where the second line of the caption is exactly of its own colour.</summary>
    private static async Task<bool[]> CaptionAsync(ViewClient view)
    {
        var frame = await view.CaptureAsync(cancellation: TestContext.Current.CancellationToken);
        var pixels = frame.Bgra;
        return [.. Enumerable.Range(340, 18).SelectMany(y => Enumerable.Range(20, 200).Select(x => BitConverter.ToUInt32(pixels.AsSpan((y * frame.Width + x) * 4)) == 0xFFE8E8F0))];
    }

    [Fact]
    public async Task View_TwoClientsAtOnce_MapTheSamePages()
    {
        await using var first = await daemon.ConnectAsync();
        await using var second = await daemon.ConnectAsync();
        var app = await first.LaunchAsync(TestApp.Hello, (320, 200), TestContext.Current.CancellationToken);
        await using var one = await first.OpenViewAsync(app.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        await using var two = await second.AttachViewAsync(one.Id, TestContext.Current.CancellationToken);
        Assert.True(one.WaitForFrame(0, TimeSpan.FromSeconds(30), out var frameOne, TestContext.Current.CancellationToken));
        Assert.True(two.WaitForFrame(0, TimeSpan.FromSeconds(30), out var frameTwo, TestContext.Current.CancellationToken));
        one.Release(frameOne);
        two.Release(frameTwo);
        var mappings = ProcessMemory.FileMappings(Environment.ProcessId, Path.Combine(daemon.Paths.RegionDirectory, "view."));
        Assert.True(mappings.GroupBy(m => m.Inode).Any(g => g.Count() >= 2), "both clients map one file");
        await first.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Scanout_OpaqueSurfaceFillsTheView_ClientHoldsTheGuestsOwnPages()
    {
        var folder = TestApp.Create("filler", TestApp.Frame, TestApp.InitSurface, TestApp.Animate);
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(folder, (320, 200), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        Assert.True(view.WaitForFrame(0, TimeSpan.FromSeconds(30), out var frame, TestContext.Current.CancellationToken));
        Assert.True(frame.IsScanout);
        Assert.Equal(0, frame.Stamp.RasterEndNs);
        var surface = $"app.{app.Id}.g1.s1";
        var compute = (await daemon.PidsAsync())["compute"];
        var guest = ProcessMemory.FileMappings(compute, Path.Combine(daemon.Paths.RegionDirectory, surface)).Single(m => m.FileOffset > 0);
        var ours = ProcessMemory.FileMappings(Environment.ProcessId, Path.Combine(daemon.Paths.RegionDirectory, surface));
        Assert.Contains(ours, m => m.Inode == guest.Inode && m.Start <= (ulong)frame.PixelsAddress && (ulong)frame.PixelsAddress < m.End);
        view.Release(frame);
        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task View_OfAStillApp_ShowsNoMoreFramesWhileNothingChanges()
    {
        var still = TestApp.Create("still", TestApp.Frame, """(func (export "wasmengine_init") (param i32 i32) (result i32) (call $background (i32.const 0xFF336699)))""");
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(still, (320, 200), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        Assert.True(view.WaitForFrame(0, TimeSpan.FromSeconds(30), out var frame, TestContext.Current.CancellationToken));
        Assert.Equal(0xFF336699u, BitConverter.ToUInt32(frame.Pixels));
        view.Release(frame);
        Assert.False(view.WaitForFrame(frame.Id, TimeSpan.FromSeconds(1.5), out _, TestContext.Current.CancellationToken), "a frame came although nothing changed");
        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }
}
