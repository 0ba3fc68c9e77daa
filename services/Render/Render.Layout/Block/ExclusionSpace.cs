using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Room between floats.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge: where it was asked for, or further down.</param>
/// <param name="Width">Width; more than asked for where there is.</param>
public readonly record struct LineOpportunity(LayoutUnit Left, LayoutUnit Top, LayoutUnit Width);

/// <summary>
/// The floats of a block formatting context, in its coordinates (CSS 2, 9.5). Immutable: adding gives another.
/// </summary>
public sealed class ExclusionSpace
{
    private readonly List<(LayoutRect Rect, Float Side)> _floats;
    private readonly int _count;

    private ExclusionSpace(List<(LayoutRect Rect, Float Side)> floats, int count) => (_floats, _count) = (floats, count);

    /// <summary>No floats.</summary>
    public static ExclusionSpace Empty { get; } = new([], 0);

    public bool IsEmpty => _count == 0;

    /// <summary>Top of the float placed last: later ones may not be higher. <see cref="LayoutUnit.Min"/> without floats.</summary>
    public LayoutUnit LastTop { get; private init; } = LayoutUnit.Min;

    /// <summary>With one more float; its margin box (which may be empty or negative: it then takes no room).</summary>
    public ExclusionSpace Add(LayoutRect marginBox, Float side)
    {
        // The list is shared along a line of additions; a branch gets its own.
        var floats = _floats.Count == _count && _count > 0 ? _floats : _floats.GetRange(0, _count);
        floats.Add((marginBox, side));
        return new ExclusionSpace(floats, floats.Count) { LastTop = LayoutUnit.Larger(LastTop, marginBox.Y) };
    }

    /// <summary>Bottom of the floats that `clear` is about; <see cref="LayoutUnit.Min"/> when there are none.</summary>
    public LayoutUnit Below(Clear clear)
    {
        var bottom = LayoutUnit.Min;
        for (var i = 0; i < _count; i++)
        {
            var (rect, side) = _floats[i];
            if (clear == Clear.Both || (clear == Clear.Left && side == Float.Left) || (clear == Clear.Right && side == Float.Right))
                bottom = LayoutUnit.Larger(bottom, rect.Bottom);
        }

        return bottom;
    }

    /// <summary>The highest room at or below a place, between two edges, that is wide enough; where nothing is in the way any room is.</summary>
    /// <param name="top">Where to begin.</param>
    /// <param name="height">How high it is to be clear; at least 1/64 px is.</param>
    /// <param name="width">How wide it has to be.</param>
    /// <param name="left">Container's left edge.</param>
    /// <param name="right">Container's right edge.</param>
    public LineOpportunity Find(LayoutUnit top, LayoutUnit height, LayoutUnit width, LayoutUnit left, LayoutUnit right)
    {
        while (true)
        {
            var bottom = top + LayoutUnit.Larger(height, LayoutUnit.Epsilon);
            var (from, to, next) = (left, right, LayoutUnit.Max);
            for (var i = 0; i < _count; i++)
            {
                var (rect, side) = _floats[i];
                if (rect.IsEmpty || rect.Bottom <= top || rect.Y >= bottom) continue;
                if (side == Float.Left && rect.Right > from) from = rect.Right;
                else if (side == Float.Right && rect.X < to) to = rect.X;
                else continue;
                next = LayoutUnit.Smaller(next, rect.Bottom);
            }

            var room = (to - from).AtLeastZero();
            if ((from == left && to == right) || room >= width || next == LayoutUnit.Max) return new LineOpportunity(from, top, room);
            top = next;
        }
    }
}
