using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// Limits that a process sets itself before it works on what a stranger gave it; they can't be raised again without privileges,
/// nor by threads. Where the system has no such limits (Windows), nothing happens.
/// </summary>
public static class ProcessLimits
{
    private const int CpuTime = 0, Data = 2, Core = 4;

    /// <summary>Files that it may have open at once.</summary>
    public static unsafe long OpenFiles
    {
        get
        {
            LibC.ResourceLimit limit;
            if (LibC.GetLimit(LibC.LimitOpenFiles, &limit) != 0) return 1024;
            return (long)Math.Min(limit.Soft, long.MaxValue);
        }
    }

    /// <summary>
    /// Private memory that may be written to: heaps, stacks, anonymous mappings, those that are there already counted. More is
    /// refused as if there were none. Reserved addresses and code do not count. (RLIMIT_DATA of getrlimit(2).)
    /// </summary>
    /// <param name="bytes">Above 0.</param>
    public static void LimitMemory(long bytes) => Set(Data, (ulong)bytes, (ulong)bytes);

    /// <summary>Processor time of all threads together; the kernel kills the process that goes on. (RLIMIT_CPU.)</summary>
    /// <param name="time">Full seconds, from 1.</param>
    public static void LimitCpuTime(TimeSpan time) => Set(CpuTime, (ulong)time.TotalSeconds, (ulong)time.TotalSeconds);

    /// <summary>Leaves no image of the memory when it crashes. (RLIMIT_CORE.)</summary>
    public static void ForbidCoreDumps() => Set(Core, 0, 0);

    /// <summary>Lets the threads of other processes go first. (setpriority(2).)</summary>
    /// <param name="steps">0 to 19, more is less.</param>
    public static void LowerPriority(int steps)
    {
        if (!OperatingSystem.IsWindows()) _ = LibC.SetPriority(0, 0, steps); // refused: it only runs as before
    }

    private static unsafe void Set(int limit, ulong soft, ulong hard)
    {
        if (OperatingSystem.IsWindows()) return;
        var values = new LibC.ResourceLimit { Soft = soft, Hard = hard };
        if (LibC.SetLimit(limit, &values) != 0) throw LibC.Failure("limiting resources", "this process");
    }
}
