using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Room between floats.</summary>
/// <param name="Left">Left edge.</param>
/// <param name="Top">Top edge: where it was asked for, or further down.</param>
/// <param name="Width">Width; more than asked for where there is.</param>
/// <param name="IsClosed">Floats from both sides stand in each other's way: not even a box without width fits.</param>
public readonly record struct LineOpportunity(LayoutUnit Left, LayoutUnit Top, LayoutUnit Width, bool IsClosed = false);

/// <summary>
/// The floats of a block formatting context, in its coordinates (CSS 2, 9.5). Immutable: adding gives another. Equal when the same floats stand at the same
/// places. Belongs to the document's thread, since all that come of one share an index (see <see cref="ExclusionProfile"/>).
/// </summary>
public sealed class ExclusionSpace : IEquatable<ExclusionSpace>
{
    private readonly ExclusionNode? _node;
    private readonly LayoutPoint _shift;

    private ExclusionSpace(ExclusionNode? node, LayoutPoint shift) => (_node, _shift) = (node, shift);

    /// <summary>No floats.</summary>
    public static ExclusionSpace Empty { get; } = new(null, default);

    public bool IsEmpty => _node is null;

    /// <summary>How many floats there are.</summary>
    public int Count => _node?.Count ?? 0;

    /// <summary>Top of the float placed lowest: later ones may not be higher. <see cref="LayoutUnit.Min"/> without floats.</summary>
    public LayoutUnit LastTop => _node is null ? LayoutUnit.Min : _node.LastTop + _shift.Y;

    /// <summary>With one more float; its margin box (which may be empty or negative: it then takes no room).</summary>
    public ExclusionSpace Add(LayoutRect marginBox, Float side)
    {
        var rect = marginBox.Offset(new LayoutPoint(-_shift.X, -_shift.Y));
        return new ExclusionSpace(new ExclusionNode(_node, rect, side, _node?.Profile ?? new ExclusionProfile()), _shift);
    }

    /// <summary>The same floats in coordinates whose origin is elsewhere.</summary>
    internal ExclusionSpace Shifted(LayoutPoint by) => _node is null || by == default ? this : new ExclusionSpace(_node, _shift + by);

    /// <summary>Which sides floats were added on since another, earlier space.</summary>
    internal AdjoiningFloats SidesSince(ExclusionSpace earlier)
    {
        var sides = AdjoiningFloats.None;
        for (var node = _node; node is not null && node.Count > earlier.Count; node = node.Parent)
            sides |= node.Side == Float.Left ? AdjoiningFloats.Left : AdjoiningFloats.Right;
        return sides;
    }

    /// <summary>Bottom of the floats that `clear` is about; <see cref="LayoutUnit.Min"/> when there are none.</summary>
    public LayoutUnit Below(Clear clear)
    {
        if (_node is null || clear == Clear.None) return LayoutUnit.Min;
        var bottom = clear switch
        {
            Clear.Left => _node.LeftBottom,
            Clear.Right => _node.RightBottom,
            _ => LayoutUnit.Larger(_node.LeftBottom, _node.RightBottom),
        };
        return bottom == LayoutUnit.Min ? bottom : bottom + _shift.Y;
    }

    /// <summary>The highest room at or below a place, between two edges, that is wide enough; where nothing is in the way any room is.</summary>
    /// <param name="top">Where to begin.</param>
    /// <param name="height">How high it is to be clear; at least 1/64 px is.</param>
    /// <param name="width">How wide it has to be.</param>
    /// <param name="left">Container's left edge.</param>
    /// <param name="right">Container's right edge.</param>
    /// <param name="forLine">Between edges that leave no room at all a line stands beside floats whatever its width (as in Blink); a float never does.</param>
    public LineOpportunity Find(LayoutUnit top, LayoutUnit height, LayoutUnit width, LayoutUnit left, LayoutUnit right, bool forLine = false)
    {
        while (true)
        {
            var room = RoomAt(top, height, left, right, out var next);
            if ((room.Left == left && room.Width == right - left) || (forLine && right <= left) || room.Width >= width || next == LayoutUnit.Max || next <= top) return room; // sums saturate at the end of the plane
            top = next;
        }
    }

    /// <summary>The room at a place, whatever its width.</summary>
    /// <param name="top">Its top.</param>
    /// <param name="height">How high it is to be clear; at least 1/64 px is.</param>
    /// <param name="left">Container's left edge.</param>
    /// <param name="right">Container's right edge.</param>
    /// <param name="next">The next height at which there may be more room.</param>
    internal LineOpportunity RoomAt(LayoutUnit top, LayoutUnit height, LayoutUnit left, LayoutUnit right, out LayoutUnit next)
    {
        next = LayoutUnit.Max;
        if (_node is null) return new LineOpportunity(left, top, (right - left).AtLeastZero());
        _node.Profile.Seek(_node);
        var y = top - _shift.Y;
        var (from, to, change) = _node.Profile.Room(y, y + LayoutUnit.Larger(height, LayoutUnit.Epsilon), left - _shift.X, right - _shift.X);
        if (change != LayoutUnit.Max) next = change + _shift.Y;
        return new LineOpportunity(from + _shift.X, top, (to - from).AtLeastZero(), from > to && from + _shift.X > left && to + _shift.X < right);
    }

    /// <summary>Where room begins to differ below a height; <see cref="LayoutUnit.Max"/> when nowhere.</summary>
    internal LayoutUnit NextChange(LayoutUnit top)
    {
        if (_node is null) return LayoutUnit.Max;
        _node.Profile.Seek(_node);
        var next = _node.Profile.NextStep(top - _shift.Y);
        return next == LayoutUnit.Max || next + _shift.Y <= top ? LayoutUnit.Max : next + _shift.Y;
    }

    public bool Equals(ExclusionSpace? other) =>
        ReferenceEquals(this, other) || (other is not null && _shift == other._shift && Count == other.Count && (_node == other._node || _node!.Hash == other._node!.Hash));

    public override bool Equals(object? obj) => Equals(obj as ExclusionSpace);

    public override int GetHashCode() => HashCode.Combine(Count, _shift, _node?.Hash);
}
