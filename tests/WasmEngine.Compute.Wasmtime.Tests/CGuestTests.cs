using System.Diagnostics;
using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Guests in C, built as app authors build them. Skipped where there is no clang for wasm32.</summary>
public sealed class CGuestTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("apps/hello", "hello", 64)]
    [InlineData("packages/guest-c/examples/minimal", "minimal", 16)]
    public async Task App_DrawsAndAnimates(string folder, string name, int limitMiB)
    {
        var module = await BuildAsync(folder, name);
        await using var run = new AppRun();
        var started = await run.StartFileAsync(module, (long)limitMiB << 20);
        using var scene = RingConsumer.Open(run.Regions, started.Journal, out _);
        using var reader = run.OpenSurface(1);

        var first = AppRun.Take(reader, 0);
        var before = Pixels(reader, first);
        var second = AppRun.Take(reader, first.FrameId);

        Assert.All(before, p => Assert.Equal(0xFFu, p >> 24)); // it says that it is opaque
        Assert.True(before.Distinct().Count() > 1 || Pixels(reader, second).Distinct().Count() > 1);
        var types = new List<SceneRecordType>();
        while (scene.TryRead(out var record)) types.Add((SceneRecordType)record.Type);
        Assert.Contains(SceneRecordType.Surface, types);
        Assert.Contains(SceneRecordType.Text, types);
        Assert.Empty(run.Warnings);
    }

    [Theory]
    [InlineData("apps/hello", "hello", 64)]
    [InlineData("packages/guest-c/examples/minimal", "minimal", 16)]
    public async Task App_Resized_DrawsOnASurfaceOfTheNewSize(string folder, string name, int limitMiB)
    {
        var module = await BuildAsync(folder, name);
        await using var run = new AppRun();
        await run.StartFileAsync(module, (long)limitMiB << 20);
        using (var old = run.OpenSurface(1)) AppRun.Take(old, 0);

        run.SendInput(InputEventKind.Resize, 200, 100);

        await Eventually(() => run.Regions.Exists(RegionName.Parse("app.a.g1.s2")));
        using var reader = run.OpenSurface(2);
        AppRun.Take(reader, 0);
        Assert.Equal((200, 100), (reader.Spec.Width, reader.Spec.Height));
        Assert.False(run.Regions.Exists(RegionName.Parse("app.a.g1.s1")));
        Assert.Empty(run.Warnings);
    }

    [Fact]
    public async Task Hello_Clicked_ChangesItsCaption()
    {
        var module = await BuildAsync("apps/hello", "hello");
        await using var run = new AppRun();
        var started = await run.StartFileAsync(module, 64L << 20);
        using var scene = RingConsumer.Open(run.Regions, started.Journal, out _);
        Assert.Contains(Texts(scene), t => t.StartsWith("0 clicks", StringComparison.Ordinal));

        run.SendInput(InputEventKind.PointerDown, 10, 10);

        await Eventually(() => Texts(scene).Contains("1 click, and counting"));
    }

    private static List<string> Texts(RingConsumer scene)
    {
        var texts = new List<string>();
        while (scene.TryRead(out var record))
        {
            if ((SceneRecordType)record.Type == SceneRecordType.Text) texts.Add(SceneRecord.TryDecodeText(record.Payload)!.Text);
        }

        return texts;
    }

    private static async Task Eventually(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < AppRun.Patience);
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }

    private static uint[] Pixels(ChainReader reader, SlotLease lease)
    {
        var rows = new List<uint>();
        for (var y = 0; y < reader.Spec.Height; y++)
        {
            for (var x = 0; x < reader.Spec.Width; x++)
                rows.Add((uint)System.Runtime.InteropServices.Marshal.ReadInt32(reader.PixelsAddress(lease.Slot), (y * reader.Spec.Stride) + (x * 4)));
        }

        return [.. rows];
    }

    /// <summary>Builds a copy of an app folder; the path of its module.</summary>
    private async Task<string> BuildAsync(string folder, string name)
    {
        var root = Root();
        var copy = _directory[name];
        Directory.CreateDirectory(Path.Combine(copy, "src"));
        File.Copy(Path.Combine(root, folder, "wasmengine.json"), Path.Combine(copy, "wasmengine.json"));
        foreach (var source in Directory.GetFiles(Path.Combine(root, folder, "src"))) File.Copy(source, Path.Combine(copy, "src", Path.GetFileName(source)));
        var command = Path.Combine(root, "out/bin/wasmengine");
        Assert.True(File.Exists(command), $"{command} has not been built: run bash deploy/build.sh");
        using var build = Process.Start(new ProcessStartInfo(command, ["build", copy]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = build.StandardOutput.ReadToEndAsync();
        var errors = await build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync();
        await output;
        if (errors.Contains("is missing", StringComparison.Ordinal)) Assert.Skip(errors.Trim());
        Assert.True(build.ExitCode == 0, errors);
        return Path.Combine(copy, "build", name + ".wasm");
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "WasmEngine.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("WasmEngine.sln is in no parent of " + AppContext.BaseDirectory);
    }
}
