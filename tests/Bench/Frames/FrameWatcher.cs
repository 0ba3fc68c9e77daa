using System.Diagnostics;
using WasmEngine.Client;

namespace WasmEngine.Bench.Frames;

/// <summary>Takes a view's frames for a while, as a window would, on a thread of its own.</summary>
internal static class FrameWatcher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Watches for a time; every frame is handed to <paramref name="seen"/> while it is held.</summary>
    /// <returns>Seconds from the first frame to the last.</returns>
    internal static Task<double> WatchAsync(ViewClient view, TimeSpan time, Action<ViewFrame> seen, CancellationToken cancellation) =>
        Task.Factory.StartNew(() => Watch(view, time, seen, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static double Watch(ViewClient view, TimeSpan time, Action<ViewFrame> seen, CancellationToken cancellation)
    {
        ulong last = 0;
        long first = 0, latest = 0;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            if (!view.WaitForFrame(last, Patience, out var frame, cancellation)) throw new BenchException($"view {view.Id} showed no frame for {Patience.TotalSeconds} s");
            last = frame.Id;
            latest = frame.TakenNs;
            if (first == 0) first = latest;
            seen(frame);
            view.Release(frame);
        }

        return (latest - first) / 1e9;
    }
}
