namespace WasmEngine.Compute.Wasmtime;

/// <summary>A memory that Wasmtime asks for, all in bytes.</summary>
/// <param name="Minimum">Accessible at first.</param>
/// <param name="Maximum">What its type allows.</param>
/// <param name="Reserved">Addresses that compiled code takes for the memory's.</param>
/// <param name="Guard">Addresses behind them that compiled code may touch to trap.</param>
internal readonly record struct MemoryRequest(long Minimum, long Maximum, long Reserved, long Guard)
{
    private const long WasmPage = 65536;

    /// <summary>Whether it has the guard memory's type.</summary>
    internal bool MayBeGuard => Minimum == WasmPage && Maximum == WasmPage;

    /// <summary>Whether it has the type of the heap that Wasmtime keeps for exceptions and external references.</summary>
    internal bool MayBeHeap => Minimum == 0 && Maximum == 1L << 32;
}

/// <summary>
/// Which of the memories that a module's instances ask for is what. Wasmtime asks for a module's own in their order, and
/// before them, for modules that have exceptions or external references, for a heap, which looks like any memory. So the first instance
/// of a module that begins with such a one is a trial: it may run nothing, and shows how many memories come. Thread-safe.
/// </summary>
/// <param name="guardIndex">How many memories of the module come before the guard.</param>
internal sealed class MemoryPlan(int guardIndex)
{
    private volatile bool _sawGuard; // SYNC: volatile; trials of several threads find the same
    private volatile int _heaps = -1; // SYNC: volatile; every thread that finds out writes the same; -1: unknown

    /// <summary>Whether a trial is needed before the first instance.</summary>
    internal bool IsUnknown => _heaps < 0;

    /// <summary>What a memory is.</summary>
    internal enum Part
    {
        /// <summary>The module's own.</summary>
        Own,

        /// <summary>The heap.</summary>
        Heap,

        /// <summary>The guard.</summary>
        Guard,

        /// <summary>Not known yet: a trial has to come first, or the trial has ended.</summary>
        Unknown,
    }

    /// <summary>What the memory is that an instance asks for.</summary>
    /// <param name="index">How many it asked for before.</param>
    /// <param name="request">Its type.</param>
    /// <param name="isTrial">Whether the instance is a trial.</param>
    internal Part PartOf(int index, in MemoryRequest request, bool isTrial)
    {
        if (IsUnknown && index == 0 && !request.MayBeHeap) _heaps = 0;
        if (_heaps >= 0) return index < _heaps ? Part.Heap : index == _heaps + guardIndex ? Guard(request) : Part.Own;
        if (!isTrial) return Part.Unknown;
        if (index < guardIndex) return Part.Own;
        if (index == guardIndex && request.MayBeGuard)
        {
            _sawGuard = true; // or the memory before it, then one more comes
            return Part.Guard;
        }

        _heaps = 1;
        return Part.Unknown;
    }

    // Code may reach beyond any memory but the guard: one of another type in its place would be a way out.
    private static Part Guard(in MemoryRequest request) =>
        request.MayBeGuard ? Part.Guard : throw new InvalidOperationException("the module's memories are not the ones that it was rewritten to have");

    /// <summary>A trial asked for no more memories.</summary>
    internal void EndTrial()
    {
        if (IsUnknown && _sawGuard) _heaps = 0;
    }
}
