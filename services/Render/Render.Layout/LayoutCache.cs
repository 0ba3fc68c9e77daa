namespace WasmEngine.Render.Layout;

/// <summary>Results of a box under the spaces that it was laid out in lately. Cleared when anything in the box changes.</summary>
internal sealed class LayoutCache
{
    private const int Slots = 4;
    private Entry[]? _entries;
    private int _next;
    private MinMaxSizes? _intrinsic;
    private LayoutUnit _intrinsicBasis;

    private readonly record struct Entry(ConstraintSpace Space, LayoutResult? Result);

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
        _entries ??= new Entry[Slots];
        _entries[_next] = new Entry(space, result);
        _next = (_next + 1) % Slots;
    }

    internal MinMaxSizes? FindIntrinsic(LayoutUnit percentageHeight) => _intrinsicBasis == percentageHeight ? _intrinsic : null;

    internal void AddIntrinsic(LayoutUnit percentageHeight, MinMaxSizes sizes) => (_intrinsicBasis, _intrinsic) = (percentageHeight, sizes);

    internal void Clear()
    {
        if (_entries is not null) Array.Clear(_entries);
        _intrinsic = null;
    }
}
