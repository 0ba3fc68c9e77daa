namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>A change of a function body: a guard access put before an instruction, a bulk operation that becomes a call, or what follows memory.size.</summary>
internal readonly struct Patch
{
    private const int GuardMark = -1, SizeMark = -2, LengthBits = 5, InlineBit = 1 << LengthBits, IndexShift = LengthBits + 1;
    private readonly int _data;

    private Patch(int offset, int data)
    {
        Offset = offset;
        _data = data;
    }

    /// <summary>Where in the module.</summary>
    internal int Offset { get; }

    internal bool IsGuard => _data == GuardMark;

    /// <summary>Behind memory.size of memory 0: takes off what the guest is not to count.</summary>
    internal bool IsSize => _data == SizeMark;

    /// <summary>Whether it stands behind an instruction rather than in its place.</summary>
    internal bool IsBehind => _data < 0;

    /// <summary>Bytes of the instruction that goes.</summary>
    internal int Removed => _data < 0 ? 0 : _data & ((1 << LengthBits) - 1);

    /// <summary>Which injected function is called instead.</summary>
    internal int Injected => _data >> IndexShift;

    /// <summary>The instruction stays beside the call, for when no window needs care: it is known to be short.</summary>
    internal bool IsInline => _data >= 0 && (_data & InlineBit) != 0;

    internal static Patch Guard(int offset) => new(offset, GuardMark);

    internal static Patch Size(int offset) => new(offset, SizeMark);

    /// <param name="offset">The instruction.</param>
    /// <param name="length">Its bytes: opcode and three numbers, 16 at most.</param>
    /// <param name="injected">The injected function.</param>
    /// <param name="inline">The operation is known to be short.</param>
    internal static Patch Call(int offset, int length, int injected, bool inline) => new(offset, (injected << IndexShift) | (inline ? InlineBit : 0) | length);
}

/// <summary>Changes of all function bodies, each body's in order and together.</summary>
internal sealed class PatchList
{
    private readonly List<Patch> _patches = [];
    private readonly (int First, int End)[] _ranges;

    internal PatchList(int functions) => _ranges = new (int, int)[functions];

    internal int Count => _patches.Count;

    internal void Add(Patch patch) => _patches.Add(patch);

    /// <summary>Ends a function's patches: those since a count.</summary>
    internal void Finish(int function, int first) => _ranges[function] = (first, _patches.Count);

    /// <summary>A function's patches.</summary>
    internal ReadOnlySpan<Patch> Of(int function)
    {
        var (first, end) = _ranges[function];
        return System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_patches)[first..end];
    }
}
