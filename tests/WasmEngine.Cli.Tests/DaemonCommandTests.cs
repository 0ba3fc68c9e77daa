using System.Buffers.Binary;
using System.Text.RegularExpressions;
using Grpc.Core;
using WasmEngine.Testing;
using WasmEngine.V1;
using Xunit;

namespace WasmEngine.Cli.Tests;

/// <summary>The command as a process against a server of the public API with real frame chains.</summary>
public sealed class DaemonCommandTests : IAsyncLifetime
{
    private FakeDaemon _daemon = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _daemon = await FakeDaemon.StartAsync();

    public ValueTask DisposeAsync() => _daemon.DisposeAsync();

    [Fact]
    public async Task Status_Json_IsTheContract()
    {
        _daemon.Engine.Status.Layers[2].State = LayerState.BackingOff;
        var result = await RunAsync("status", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["instance", "layers"], result.Json.EnumerateObject().Select(p => p.Name));
        var layers = result.Json.GetProperty("layers").EnumerateArray().ToArray();
        Assert.All(layers, layer => Assert.Equal(["name", "pid", "state", "restarts", "uptimeMs", "pssBytes"], layer.EnumerateObject().Select(p => p.Name)));
        Assert.Equal(["launcher", "broker", "render", "compute"], layers.Select(l => l.GetProperty("name").GetString()));
        Assert.Equal(["ready", "ready", "backing-off", "ready"], layers.Select(l => l.GetProperty("state").GetString()));
        Assert.Equal(12_582_912, layers[0].GetProperty("pssBytes").GetInt64());
    }

    [Fact]
    public async Task Status_Piped_IsATableWithoutColours()
    {
        _daemon.Engine.Status.Layers[2].Detail = "waits for \e[31mrender";
        var result = await RunAsync("status");
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("compute", result.Output, StringComparison.Ordinal);
        Assert.Contains("12 MiB", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\e', result.Output); // neither ours nor what a layer says
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task Status_OnATerminal_HasColoursUnlessToldNotTo(bool noColor, bool colored)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "script(1), which makes a terminal, is not installed");
        using var folder = new TemporaryApp();
        var typescript = folder.PathOf("typescript");
        var executable = Path.Combine(Cli.Folder, "wasmengine");
        var start = new System.Diagnostics.ProcessStartInfo("/usr/bin/script") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardInput = true };
        foreach (var argument in (string[])["-q", "-e", "-c", $"{executable} status --instance {_daemon.Instance}", typescript]) start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment["NO_COLOR"] = noColor ? "1" : null;
        using var script = System.Diagnostics.Process.Start(start)!;
        await script.StandardOutput.ReadToEndAsync(Cancellation);
        await script.WaitForExitAsync(Cancellation);
        var written = await File.ReadAllTextAsync(typescript, Cancellation);
        Assert.Contains("compute", written, StringComparison.Ordinal);
        Assert.Equal(colored, Regex.IsMatch(written, @"\e\[[0-9;]*m", RegexOptions.None, TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public async Task Up_AlreadyUp_SaysSo()
    {
        var result = await RunAsync("up", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.True(result.Json.GetProperty("alreadyUp").GetBoolean());
        Assert.Contains("is up already", (await RunAsync("up")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Up_LayerFailed_ShowsItsLogsEnd()
    {
        _daemon.Engine.Status.Layers[2].State = LayerState.Failed;
        _daemon.Engine.Status.Layers[2].Detail = "died too often";
        Directory.CreateDirectory(_daemon.Paths.LogDirectory);
        await File.WriteAllTextAsync(Path.Combine(_daemon.Paths.LogDirectory, "render.json"), """{"@t":"2026-03-01T10:00:00Z","@mt":"No font called {Name}","@l":"Fatal","Name":"Sans"}""" + "\n", Cancellation);
        var result = await RunAsync("up");
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Contains("render failed: died too often", result.Error, StringComparison.Ordinal);
        Assert.Contains("No font called Sans", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restart_Layer_TellsItsNewPid()
    {
        var result = await RunAsync("restart", "compute", "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(1004, result.Json.GetProperty("layer").GetProperty("pid").GetInt32());
        Assert.Equal(["compute"], _daemon.Engine.Restarted);
    }

    [Fact]
    public async Task AppsAndViews_AreListed()
    {
        _daemon.State.AddApp("hello-1", AppState.Failed, "out of bounds");
        _daemon.State.AddView("v1", 64, 48);
        Assert.Equal("failed", (await RunAsync("apps", "--json")).Json.GetProperty("apps")[0].GetProperty("state").GetString());
        var apps = await RunAsync("apps");
        Assert.Contains("A hello-1", apps.Output, StringComparison.Ordinal);
        Assert.Contains("out of bounds", apps.Output, StringComparison.Ordinal);
        Assert.Equal(64, (await RunAsync("views", "--json")).Json.GetProperty("views")[0].GetProperty("width").GetInt32());
        Assert.Contains("64x48", (await RunAsync("views")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_UniquePrefix_StopsIt()
    {
        _daemon.State.AddApp("hello-1");
        _daemon.State.AddApp("other-2");
        Assert.Equal(0, (await RunAsync("stop", "hel")).ExitCode);
        Assert.Equal(["other-2"], _daemon.State.Apps.Keys);
    }

    [Theory]
    [InlineData("hello", "AMBIGUOUS_APP")]
    [InlineData("nobody", "UNKNOWN_APP")]
    public async Task Stop_NoSingleApp_IsRefused(string given, string reason)
    {
        _daemon.State.AddApp("hello-1");
        _daemon.State.AddApp("hello-2");
        var result = await RunAsync("stop", given, "--json");
        Assert.Equal((ExitCodes.Refused, reason), (result.ExitCode, result.ErrorReason));
        Assert.Equal(2, _daemon.State.Apps.Count);
    }

    [Fact]
    public async Task Click_View_SendsDownAndUp()
    {
        _daemon.State.AddView("v1", 64, 48);
        Assert.Equal(0, (await RunAsync("click", "v1", "12.5", "-3")).ExitCode);
        var events = Assert.Single(_daemon.State.Inputs).Events;
        Assert.Equal([InputKind.PointerDown, InputKind.PointerUp], events.Select(e => e.Kind));
        Assert.Equal((12.5f, -3f), (events[0].X, events[0].Y));
    }

    [Fact]
    public async Task Screenshot_View_WritesStraightColours()
    {
        using var folder = new TemporaryApp();
        var file = folder.PathOf("shot.png");
        var view = _daemon.State.AddView("v1", 70, 40);
        view.Publish(0x80400000); // half transparent: 0x40 of red, premultiplied
        var result = await RunAsync("screenshot", "v1", file, "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(file, result.Json.GetProperty("file").GetString());
        using var image = SkiaSharp.SKBitmap.Decode(file, new SkiaSharp.SKImageInfo(70, 40, SkiaSharp.SKColorType.Bgra8888, SkiaSharp.SKAlphaType.Unpremul));
        Assert.Equal((70, 40), (image.Width, image.Height));
        var pixel = image.GetPixel(69, 39);
        Assert.Equal((0x80, 0x80, 0, 0), (pixel.Alpha, pixel.Red, pixel.Green, pixel.Blue));
    }

    [Fact]
    public async Task Screenshot_UnknownView_LeavesNoFile()
    {
        using var folder = new TemporaryApp();
        var result = await RunAsync("screenshot", "v9", folder.PathOf("shot.png"), "--json");
        Assert.Equal((ExitCodes.Refused, "UNKNOWN_VIEW"), (result.ExitCode, result.ErrorReason));
        Assert.False(File.Exists(folder.PathOf("shot.png")));
    }

    [Fact]
    public async Task Inspect_Module_TellsItsProblems()
    {
        using var folder = new TemporaryApp();
        await File.WriteAllBytesAsync(folder.PathOf("a.wasm"), [0], Cancellation);
        var result = await RunAsync("inspect", folder.PathOf("a.wasm"), "--json");
        Assert.Equal(0, result.ExitCode);
        Assert.False(result.Json.GetProperty("launchable").GetBoolean());
        Assert.Contains("wasmengine_init", (await RunAsync("inspect", folder.PathOf("a.wasm"))).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Frames_ReportsStagesAndStopsTheApp()
    {
        using var app = new TemporaryApp();
        var file = app.PathOf("shot.png");
        await using var painter = Painter.Start(_daemon);
        var result = await RunAsync("run", app.Path, "--size", "320x200", "--frames", "20", "--screenshot", file, "--json");
        Assert.Equal(0, result.ExitCode);
        var report = result.Json;
        Assert.Equal(20, report.GetProperty("frames").GetInt64());
        Assert.True(report.GetProperty("fps").GetDouble() > 0);
        Assert.Equal(2.0, report.GetProperty("stages").GetProperty("kernel").GetProperty("p50Ms").GetDouble());
        Assert.Equal(0.5, report.GetProperty("stages").GetProperty("raster").GetProperty("p50Ms").GetDouble());
        Assert.True(report.GetProperty("stages").GetProperty("wakeUp").GetProperty("p99Ms").GetDouble() > 0);
        Assert.Equal((320, 200), PngSize(file));
        Assert.Empty(_daemon.State.Apps);
    }

    [Fact]
    public async Task Run_Detached_LeavesTheAppRunning()
    {
        using var app = new TemporaryApp();
        var result = await RunAsync("run", app.Path, "--detach", "--json");
        Assert.Equal(0, result.ExitCode);
        var id = result.Json.GetProperty("app").GetString()!;
        Assert.Equal(AppState.Running, _daemon.State.Apps[id].State);
        Assert.Equal("v1", result.Json.GetProperty("view").GetString());
    }

    [Fact]
    public async Task Run_InitFails_ShowsTheGuestsError()
    {
        using var app = new TemporaryApp();
        _daemon.State.FailNext("LaunchApp", Faults.Refusal(StatusCode.FailedPrecondition, "GUEST_FAILED", "wasmengine_init returned 7"));
        var result = await RunAsync("run", app.Path);
        Assert.Equal(ExitCodes.Failed, result.ExitCode);
        Assert.Contains("wasmengine_init returned 7", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_GuestFailsLater_ShowsItsErrorAndCleansUp()
    {
        using var app = new TemporaryApp();
        using var run = Cli.Start(["run", app.Path, "--frames", "1000000", "--json", "--instance", _daemon.Instance]);
        var ending = run.EndAsync();
        while (_daemon.State.AppChanges.EverListened == 0 && !ending.IsCompleted) await Task.Yield();
        var id = Assert.Single(_daemon.State.Apps.Keys);
        _daemon.State.AddApp(id, AppState.Failed, "trap: out of bounds memory access");
        var result = await ending;
        Assert.Equal((ExitCodes.Failed, "GUEST_FAILED"), (result.ExitCode, result.ErrorReason));
        Assert.Contains("out of bounds", result.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(_daemon.State.Apps);
    }

    [Fact]
    public async Task Run_Interrupted_StopsTheAppAndSaysSoByItsCode()
    {
        using var app = new TemporaryApp();
        using var run = Cli.Start(["run", app.Path, "--instance", _daemon.Instance]);
        var ending = run.EndAsync();
        while (_daemon.State.AppChanges.EverListened == 0 && !ending.IsCompleted) await Task.Yield();
        Assert.True(Platform.ProcessIdentity.TryFind(run.Pid)!.Value.Signal(Platform.ProcessSignal.Terminate));
        Assert.Equal(ExitCodes.Interrupted, (await ending).ExitCode);
        Assert.Empty(_daemon.State.Apps);
    }

    [Fact]
    public async Task Run_ViewRefused_LeavesNothingRunning()
    {
        using var app = new TemporaryApp();
        _daemon.State.FailNext("OpenView", Faults.Refusal(StatusCode.ResourceExhausted, "TOO_MANY_VIEWS", "there are 64 views"));
        var result = await RunAsync("run", app.Path, "--detach", "--json");
        Assert.Equal((ExitCodes.Refused, "TOO_MANY_VIEWS"), (result.ExitCode, result.ErrorReason));
        Assert.Empty(_daemon.State.Apps);
    }

    private Task<CliResult> RunAsync(params string[] arguments) => Cli.RunAsync(_daemon.Instance, arguments);

    private static (int Width, int Height) PngSize(string path)
    {
        var header = File.ReadAllBytes(path).AsSpan(0, 24);
        return (BinaryPrimitives.ReadInt32BigEndian(header[16..]), BinaryPrimitives.ReadInt32BigEndian(header[20..]));
    }

    /// <summary>Publishes frames in every view that there is, until it is disposed.</summary>
    private sealed class Painter : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _painting;

        private Painter(FakeDaemon daemon) => _painting = Task.Run(async () =>
        {
            using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            for (uint pixel = 0xFF000000; !_stop.IsCancellationRequested; pixel++)
            {
                foreach (var view in daemon.State.Views.Values) view.Publish(pixel);
                await tick.WaitForNextTickAsync();
            }
        });

        public static Painter Start(FakeDaemon daemon) => new(daemon);

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _painting;
            _stop.Dispose();
        }
    }
}
