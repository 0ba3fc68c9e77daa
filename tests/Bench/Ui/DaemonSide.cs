using System.Diagnostics;
using System.Runtime.InteropServices;
using WasmEngine.Bench.Engine;
using WasmEngine.Bench.Frames;
using WasmEngine.Client;

namespace WasmEngine.Bench.Ui;

/// <summary>
/// Our side as a user has it: a daemon with its four processes, the dashboard as an app whose guest changes the document in each frame, and this process as the client that takes
/// each frame.
/// </summary>
internal sealed class DaemonSide : IAsyncDisposable
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(700); // as on Chromium's side
    private readonly EngineUnderTest _engine;
    private readonly string _app;
    private readonly float _most;

    private DaemonSide(EngineUnderTest engine, string app, float most) => (_engine, _app, _most) = (engine, app, most);

    /// <summary>Starts daemon and app.</summary>
    /// <param name="most">The farthest that the page scrolls, px.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static async Task<DaemonSide> StartAsync(float most, CancellationToken cancellation)
    {
        var engine = await EngineUnderTest.StartAsync("bench-ui", cancellation);
        try
        {
            var app = await engine.Client.LaunchAsync(EngineUnderTest.Guest(UiFiles.App), (EngineSide.Width, EngineSide.Height), cancellation);
            return new DaemonSide(engine, app.Id, most);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a case in a view of its own.</summary>
    /// <param name="name">The case.</param>
    /// <param name="time">How long.</param>
    /// <param name="paced">60 frames a second; else as fast as possible.</param>
    /// <param name="cancellation">Gives up.</param>
    internal async Task<UiRun> AnimateAsync(string name, TimeSpan time, bool paced, CancellationToken cancellation)
    {
        var options = new ViewOptions(EngineSide.Width, EngineSide.Height, 60) { Unpaced = !paced };
        await using var view = await _engine.Client.OpenViewAsync(_app, options, cancellation);
        await TellAsync(view, Array.IndexOf(UiBench.Cases, name) + 1, cancellation);
        await CheckAsync(view, name, cancellation);
        using var self = Process.GetCurrentProcess();
        var frames = 0;
        var cpu = await _engine.CpuTimeAsync() + self.TotalProcessorTime;
        var seconds = await FrameWatcher.WatchAsync(view, time, _ => frames++, cancellation);
        self.Refresh();
        cpu = await _engine.CpuTimeAsync() + self.TotalProcessorTime - cpu;
        await TellAsync(view, 0, cancellation);
        await _engine.Client.CloseViewAsync(view.Id, cancellation);
        return new UiRun(frames - 1, seconds, cpu.TotalMilliseconds, 0);
    }

    // While caches warm up: that frames really show what the guest did since the one before.
    private static async Task CheckAsync(ViewClient view, string name, CancellationToken cancellation)
    {
        const int everyRow = 8;
        const double most = 0.1; // of the first, before the guest was told
        var (frames, same, last) = (0, 0, 0ul);
        await FrameWatcher.WatchAsync(view, WarmUp, frame =>
        {
            var hash = 14695981039346656037; // FNV-1a, by eight bytes
            for (var y = 0; y < frame.Height; y += everyRow)
            {
                foreach (var pixels in MemoryMarshal.Cast<byte, ulong>(frame.Pixels.Slice(y * frame.Stride, frame.Width * 4))) hash = (hash ^ pixels) * 1099511628211;
            }

            frames++;
            if (hash == last) same++;
            last = hash;
        }, cancellation);
        if (same > 2 + (frames * most)) throw new BenchException($"{same} of {frames} frames of {name} show what the one before showed");
    }

    private Task TellAsync(ViewClient view, int code, CancellationToken cancellation) =>
        view.SendInputAsync(new InputEvent(InputKind.KeyDown, _most, 0, (uint)code), cancellation);

    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
