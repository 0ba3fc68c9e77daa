namespace WasmEngine.Render.Layout;

/// <summary>Results of a box under the spaces that it was laid out in lately. Cleared when anything in the box changes.</summary>
internal sealed class LayoutCache
{
    private const int Slots = 4;
    private Entry[]? _entries;
    private int _next;
    private MinMaxSizes? _intrinsic;
    private LayoutUnit _intrinsicBasis;
    private Intrinsic[]? _others;
    private int _nextOther;

    private readonly record struct Entry(ConstraintSpace Space, LayoutResult? Result);

    private readonly record struct Intrinsic(LayoutUnit Basis, MinMaxSizes? Sizes);

    internal LayoutResult? Find(in ConstraintSpace space)
    {
        if (_entries is null) return null;
        foreach (ref readonly var entry in _entries.AsSpan())
        {
            // A final result serves for measuring as well.
            if (entry.Result is not null && (entry.Space == space || (space.IsMeasure && entry.Space == space with { IsMeasure = false }))) return entry.Result;
        }

        return null;
    }

    internal void Add(in ConstraintSpace space, LayoutResult result)
    {
        // Most boxes are laid out under one space only, and there may be a million of them.
        if (_entries is null) _entries = new Entry[1];
        else if (_next == _entries.Length && _next < Slots) Array.Resize(ref _entries, _next * 2);
        if (_next == _entries.Length) _next = 0;
        _entries[_next++] = new Entry(space, result);
    }

    internal MinMaxSizes? FindIntrinsic(LayoutUnit percentageHeight)
    {
        if (_intrinsic is not null && _intrinsicBasis == percentageHeight) return _intrinsic;
        if (_others is null) return null;
        foreach (ref readonly var other in _others.AsSpan())
        {
            if (other.Sizes is not null && other.Basis == percentageHeight) return other.Sizes;
        }

        return null;
    }

    internal void AddIntrinsic(LayoutUnit percentageHeight, MinMaxSizes sizes)
    {
        if (_intrinsic is not null)
        {
            // Most boxes are asked with one basis only; containers that try several heights would else ask everything below anew each time.
            _others ??= new Intrinsic[Slots];
            _others[_nextOther] = new Intrinsic(_intrinsicBasis, _intrinsic);
            _nextOther = (_nextOther + 1) % Slots;
        }

        (_intrinsicBasis, _intrinsic) = (percentageHeight, sizes);
    }

    internal void Clear()
    {
        if (_entries is not null) Array.Clear(_entries);
        _next = 0;
        if (_others is not null) Array.Clear(_others);
        _intrinsic = null;
    }
}
