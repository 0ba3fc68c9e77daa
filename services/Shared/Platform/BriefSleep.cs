using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>Sleeping for less than a millisecond: the rest of a wait on an event, whose waits are in whole ones.</summary>
public static unsafe class BriefSleep
{
    /// <summary>Sleeps; nothing but a signal wakes it.</summary>
    /// <param name="ns">Nanoseconds; at most 999,999 are slept.</param>
    public static void Sleep(long ns)
    {
        var time = new LibC.TimeSpec { Nanoseconds = Math.Clamp(ns, 0, 999_999) };
        _ = LibC.Sleep(&time, null);
    }
}
