namespace WasmEngine.Compute.Core;

/// <summary>Counts what was done lately, to tell how long a queue takes. The scheduler's lock.</summary>
internal sealed class Throughput(TimeProvider time)
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50), Longest = TimeSpan.FromSeconds(30), Unknown = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(1);
    private long _start = time.GetTimestamp();
    private int _count;
    private double _perSecond;

    /// <summary>One more is done.</summary>
    internal void Count()
    {
        _count++;
        Roll();
    }

    /// <summary>How long some of them will take at the pace of the last seconds, 50 ms to 30 s; 1 s while nothing is known.</summary>
    internal TimeSpan TimeFor(int works)
    {
        Roll();
        var perSecond = Math.Max(_perSecond, _count / Math.Max(Window.TotalSeconds, time.GetElapsedTime(_start).TotalSeconds));
        return perSecond == 0 ? Unknown : TimeSpan.FromSeconds(Math.Clamp(works / perSecond, Shortest.TotalSeconds, Longest.TotalSeconds));
    }

    private void Roll()
    {
        var elapsed = time.GetElapsedTime(_start);
        if (elapsed < Window) return;
        _perSecond = (0.5 * _perSecond) + (0.5 * _count / elapsed.TotalSeconds);
        _start = time.GetTimestamp();
        _count = 0;
    }
}
