using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>Processor time of the threads of this process, in nanoseconds since each began. Thread-safe.</summary>
public static class ThreadClock
{
    private const int OwnThread = 3; // CLOCK_THREAD_CPUTIME_ID

    // How Linux numbers the clock of a thread: the complement of its id, then "scheduler's time" (2) and "one thread" (4).
    private const int SchedulerClockOfThread = 2 | 4;

    /// <summary>The kernel's id of the calling thread.</summary>
    public static int CurrentThreadId => LibC.ThreadId();

    /// <summary>Of the calling thread.</summary>
    public static long CurrentNs => Read(OwnThread) ?? throw LibC.Failure("reading the clock", "a thread");

    /// <summary>Of another thread; null when it has ended.</summary>
    /// <param name="threadId">The kernel's id of a thread of this process.</param>
    public static long? TryReadNs(int threadId) => Read((~threadId << 3) | SchedulerClockOfThread);

    private static unsafe long? Read(int clock)
    {
        LibC.TimeSpec time;
        return LibC.ClockTime(clock, &time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : null;
    }
}
