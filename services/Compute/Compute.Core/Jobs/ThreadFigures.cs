using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>What the scheduler asks the system about threads.</summary>
internal interface IThreadFigures
{
    /// <summary>The kernel's id of the calling thread.</summary>
    int CurrentThread { get; }

    /// <summary>Nanoseconds of processor time of a thread of this process.</summary>
    long CpuNs(int thread);

    /// <summary>How much a thread yields to others.</summary>
    int Nice(int thread);

    /// <summary>Sets it; false when the system does not allow it.</summary>
    bool TrySetNice(int thread, int nice);
}

/// <summary>The system's answers.</summary>
internal sealed class SystemThreads : IThreadFigures
{
    public int CurrentThread => ThreadClock.CurrentThreadId;

    public long CpuNs(int thread) => ThreadClock.TryReadNs(thread) ?? 0;

    public int Nice(int thread) => ThreadNice.Of(thread);

    public bool TrySetNice(int thread, int nice) => ThreadNice.TrySet(thread, nice);
}
