using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests;

/// <summary>An app whose pages are a document, from the manifest to the pixels, through the death of render.</summary>
public sealed class DocumentTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private const uint Accent = 0xFF2F6FED, Alarm = 0xFFC62828, Paper = 0xFFFFFFFF, Ground = 0xFFF2F4F9, DarkAccent = 0xFF6EA0FF;
    private static readonly string Dashboard = Path.Combine(TestEnvironment.Tree, "apps/dashboard");
    private static readonly uint[] Plot = [0xFF1B2130, 0xFF6EA0FF, 0xFF2A3C63];

    private static async Task<Func<int, int, uint>> CaptureAsync(ViewClient view)
    {
        var frame = await view.CaptureAsync(cancellation: TestContext.Current.CancellationToken);
        var (pixels, width) = (frame.Bgra, frame.Width);
        return (x, y) => BitConverter.ToUInt32(pixels.AsSpan(((y * width) + x) * 4));
    }

    private static async Task<Func<int, int, uint>> UntilAsync(ViewClient view, int x, int y, uint colour)
    {
        while (true)
        {
            var at = await CaptureAsync(view); // the test's time limit bounds this
            if (at(x, y) == colour) return at;
        }
    }

    [Fact]
    public async Task Document_MutationsCanvasAndTheDeathOfRender()
    {
        Assert.Equal(0, (await Cli.RunAsync(daemon.Instance, "build", Dashboard)).ExitCode);
        await daemon.WaitUntilReadyAsync();
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(Dashboard, (960, 600), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(960, 600), TestContext.Current.CancellationToken);
        var at = await UntilAsync(view, 480, 28, Accent);
        Assert.Equal(Ground, at(8, 300));
        Assert.Equal(Paper, at(240, 66 + 10));
        Assert.Contains(at(200, 340), Plot);

        await view.ClickAsync(480, 300, TestContext.Current.CancellationToken);
        await UntilAsync(view, 480, 28, Alarm);

        Assert.True(view.WaitForFrame(0, TimeSpan.FromSeconds(30), out var held, TestContext.Current.CancellationToken));
        var picture = held.Pixels.ToArray();
        var before = await daemon.PidsAsync();
        Assert.True(ProcessIdentity.TryFind(before["render"])!.Value.Signal(ProcessSignal.Kill));
        await daemon.WaitUntilReplacedAsync("render", before["render"]);
        var killed = held.Id;
        Assert.True(view.WaitForFrame(killed, TimeSpan.FromSeconds(30), out var fresh, TestContext.Current.CancellationToken));
        view.Release(fresh);
        Assert.True(picture.AsSpan().SequenceEqual(held.Pixels), "the frame that was held changed");
        view.Release(held);
        at = await CaptureAsync(view);
        Assert.Equal(Alarm, at(480, 28));
        Assert.Contains(at(200, 340), Plot);
        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Wheel_WhatWasScrolled_OutlivesTheDeathOfRender()
    {
        var folder = TestApp.Create("tall", Compute.Wasmtime.WasmtimeEngine.Assemble(TestApp.Idle), """{"id":"tall","title":"tall","module":"app.wasm","document":"index.html","width":320,"height":200}""");
        await File.WriteAllTextAsync(
            Path.Combine(folder, "index.html"), "<style>body{margin:0;background:#2f6fed}div{height:300px;background:#fff}@keyframes x{to{opacity:.5}}i{position:fixed;left:0;bottom:0;width:20px;height:20px;background:red;animation:x 1s infinite}</style><div></div><p style='height:1000px'></p><i></i>",
            TestContext.Current.CancellationToken);
        await daemon.WaitUntilReadyAsync();
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(folder, (320, 200), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        await UntilAsync(view, 100, 100, Paper);
        await view.SendInputAsync(new InputEvent(InputKind.Wheel, 0, 250), TestContext.Current.CancellationToken);
        await UntilAsync(view, 100, 100, Accent);

        Assert.True(view.WaitForFrame(0, TimeSpan.FromSeconds(30), out var held, TestContext.Current.CancellationToken));
        var (last, killed) = (held.Id, await daemon.PidsAsync());
        view.Release(held);
        Assert.True(ProcessIdentity.TryFind(killed["render"])!.Value.Signal(ProcessSignal.Kill));
        await daemon.WaitUntilReplacedAsync("render", killed["render"]);
        for (var i = 0; i < 30; i++)
        {
            Assert.True(view.WaitForFrame(last, TimeSpan.FromSeconds(30), out var frame, TestContext.Current.CancellationToken));
            Assert.Equal(Accent, BitConverter.ToUInt32(frame.Pixels[(((100 * frame.Stride) + 400))..])); // at no time anything else
            last = frame.Id;
            view.Release(frame);
        }

        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Run_WithRatioAndDark_OpensSuchAView()
    {
        Assert.Equal(0, (await Cli.RunAsync(daemon.Instance, "build", Dashboard)).ExitCode);
        var file = Path.Combine(TestEnvironment.Root, "dark.png");
        var run = await Cli.RunAsync(daemon.Instance, "run", Dashboard, "--size", "960x600", "--ratio", "2", "--dark", "--screenshot", file, "--json");
        Assert.True(run.ExitCode == 0, run.All);
        using var picture = SkiaSharp.SKBitmap.Decode(file);
        Assert.Equal(DarkAccent, (uint)picture.GetPixel(480, 100)); // 50 CSS px down: the header has 56
        Assert.Equal(0xFF10141D, (uint)picture.GetPixel(10, 400));
    }

    [Fact]
    public async Task Document_DarkAndFine_IsShownSo()
    {
        Assert.Equal(0, (await Cli.RunAsync(daemon.Instance, "build", Dashboard)).ExitCode);
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(Dashboard, (960, 600), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(960, 600) { PrefersDark = true, DevicePixelRatio = 2 }, TestContext.Current.CancellationToken);
        var at = await UntilAsync(view, 480, 100, DarkAccent); // 50 CSS px down: the header has 56
        Assert.Equal(0xFF10141D, at(10, 400));
        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }
}
