using System.Diagnostics;
using WasmEngine.Bench.Engine;
using WasmEngine.Client;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Recovery;

/// <summary>
/// Kills a layer with SIGKILL while a client watches, and times how long the client waits for the next fresh frame: one whose
/// picture the guest began after the kill and that was published after it.
/// </summary>
internal static class LayerKill
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20), Step = TimeSpan.FromSeconds(1);

    /// <returns>Milliseconds from the kill to the frame being in the client's hands.</returns>
    internal static async Task<double> RunAsync(EngineUnderTest engine, ViewClient view, string layer, CancellationToken cancellation)
    {
        await engine.WaitUntilReadyAsync();
        var victim = await engine.ProcessOfAsync(layer);
        return await Task.Factory.StartNew(() => KillAndWatch(view, victim, layer, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static double KillAndWatch(ViewClient view, ProcessIdentity victim, string layer, CancellationToken cancellation)
    {
        if (!view.WaitForFrame(0, Patience, out var frame, cancellation)) throw new BenchException("there is no frame before the kill");
        var last = frame.Id;
        view.Release(frame);
        if (!victim.Signal(ProcessSignal.Kill)) throw new BenchException($"{layer}, process {victim.Pid}, had ended before it was killed");
        var killedNs = MonotonicClock.NowNs;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < Patience)
        {
            if (!view.WaitForFrame(last, Step, out frame, cancellation)) continue;
            last = frame.Id;
            var fresh = frame.Stamp.KernelStartNs > killedNs && frame.PublishNs > killedNs;
            var takenNs = frame.TakenNs;
            view.Release(frame);
            if (fresh) return (takenNs - killedNs) / 1e6;
        }

        throw new BenchException($"no fresh frame came within {Patience.TotalSeconds} s after {layer} was killed: wasmengine logs tells why");
    }
}
