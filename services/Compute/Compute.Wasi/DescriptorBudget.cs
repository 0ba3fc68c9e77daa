using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>
/// Files that all guests of the process together have open: half of what the system lets the process have, so that no guest
/// takes those that the engine itself needs. Thread-safe.
/// </summary>
internal sealed class DescriptorBudget(long limit)
{
    private long _taken;

    /// <summary>For this process.</summary>
    internal static DescriptorBudget ForProcess() => new(Math.Clamp(ProcessLimits.OpenFiles / 2, 64, 1 << 20));

    internal bool TryTake()
    {
        // SYNC: pairs with Return; only the sum matters, nothing else is published by it.
        if (Interlocked.Increment(ref _taken) <= limit) return true;
        Return();
        return false;
    }

    // SYNC: pairs with TryTake.
    internal void Return() => Interlocked.Decrement(ref _taken);
}
