using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>What the system lets this process have.</summary>
public static unsafe class ProcessLimits
{
    /// <summary>Files open at once.</summary>
    public static long OpenFiles
    {
        get
        {
            LibC.ResourceLimit limit;
            if (LibC.GetLimit(LibC.LimitOpenFiles, &limit) != 0) return 1024;
            return (long)Math.Min(limit.Soft, long.MaxValue);
        }
    }
}
