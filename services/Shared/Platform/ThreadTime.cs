using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>Time as the calling thread spends it.</summary>
public static unsafe class ThreadTime
{
    /// <summary>Nanoseconds of processor time that the calling thread has used.</summary>
    public static long ProcessorNs
    {
        get
        {
            LibC.TimeSpec time;
            return LibC.ClockTime(LibC.ClockThreadCpu, &time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : 0;
        }
    }

    /// <summary>
    /// Sleeps less than a millisecond: the rest of a wait on an event, whose waits are in whole ones. Nothing can wake it.
    /// </summary>
    public static void SleepBriefly(long ns)
    {
        var time = new LibC.TimeSpec { Nanoseconds = Math.Clamp(ns, 0, 999_999) };
        _ = LibC.Sleep(&time, null);
    }
}
