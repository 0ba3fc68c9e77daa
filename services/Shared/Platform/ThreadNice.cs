using System.Runtime.InteropServices;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// How much a thread yields to others of the machine: -20 (least) to 19. Linux keeps it for each thread; whoever may raise it
/// may in general not lower it again (RLIMIT_NICE, CAP_SYS_NICE). Thread-safe.
/// </summary>
public static class ThreadNice
{
    private const int ThreadOrProcess = 0; // PRIO_PROCESS; Linux takes the id of a thread

    /// <summary>Of a thread of this process; 0 when it has ended.</summary>
    public static int Of(int threadId)
    {
        Marshal.SetLastPInvokeError(0);
        var nice = LibC.GetPriority(ThreadOrProcess, threadId);
        return Marshal.GetLastPInvokeError() == 0 ? nice : 0; // -1 is a nice value, too
    }

    /// <summary>Sets it; false when the system does not allow it.</summary>
    public static bool TrySet(int threadId, int nice) => LibC.SetPriority(ThreadOrProcess, threadId, nice) == 0;
}
