using System.Diagnostics;

namespace WasmEngine.Platform;

/// <summary>The one clock whose readings may be compared between processes: CLOCK_MONOTONIC.</summary>
public static class MonotonicClock
{
    private static readonly bool TicksAreNanoseconds = Stopwatch.Frequency == 1_000_000_000;

    /// <summary>Nanoseconds since an arbitrary point, the same for all processes of the machine.</summary>
    public static long NowNs => TicksAreNanoseconds
        ? Stopwatch.GetTimestamp()
        : (long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency));
}
