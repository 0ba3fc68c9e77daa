namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// The memories of one instance and what they may take together. Wasmtime creates them through callbacks on the thread that
/// instantiates; until then the budget is that thread's current one.
/// </summary>
internal sealed class MemoryBudget(long limit)
{
    private const int MaxMemories = 4;
    [ThreadStatic] private static MemoryBudget? _current;
    private readonly List<LinearMemory> _memories = [];
    private long _used;

    /// <summary>Why memory was refused last, in a sentence; null when it never was.</summary>
    internal string? Refusal { get; private set; }

    /// <summary>The budget of the instantiation on this thread.</summary>
    internal static MemoryBudget Current => _current ?? throw new InvalidOperationException("a memory was created outside of an instantiation");

    /// <summary>Makes it this thread's current budget until disposed.</summary>
    internal Scope Enter()
    {
        _current = this;
        return default;
    }

    /// <summary>Takes bytes; false, and a reason, when the limit does not allow them.</summary>
    internal bool TryTake(long bytes)
    {
        if (bytes > limit - _used)
        {
            Refusal = $"the memory limit of {limit} bytes is reached ({_used} are used, {bytes} more were asked for): raise memoryLimitMiB in the app's manifest";
            return false;
        }

        _used += bytes;
        return true;
    }

    /// <summary>Notes a memory; false when there are too many.</summary>
    internal bool TryAdd(LinearMemory memory)
    {
        if (_memories.Count >= MaxMemories)
        {
            Refusal = $"the module has more than {MaxMemories} memories";
            return false;
        }

        _memories.Add(memory);
        return true;
    }

    /// <summary>The memory at a host address.</summary>
    internal LinearMemory? At(nint address) => _memories.Find(m => m.Address == address);

    /// <summary>Ends <see cref="Enter"/>.</summary>
    internal readonly struct Scope : IDisposable
    {
        public void Dispose() => _current = null;
    }
}
