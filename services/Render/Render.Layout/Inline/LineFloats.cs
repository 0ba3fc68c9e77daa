using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// The floats beside and within the lines of one block container (CSS 2, 9.5): gives lines their room, and takes floats in. What a line took in can be taken back
/// until the line is committed.
/// </summary>
internal sealed class LineFloats(FragmentBuilder builder, InlineInput input, LayoutContext context)
{
    private readonly InlineInput _input = input;
    private readonly List<(PlacedFloat Placed, int Item)> _placed = [];
    private readonly List<LayoutBox> _waiting = [];
    private readonly Dictionary<LayoutBox, LineOpportunity> _leading = [];
    private int _through;
    private LayoutUnit _lineTop;

    /// <summary>All floats so far.</summary>
    internal ExclusionSpace Exclusions { get; private set; } = input.Exclusions;

    /// <summary>Room of the current line, in the block formatting context.</summary>
    internal LineOpportunity Room { get; private set; }

    private LayoutUnit Left => _input.Bfc.X;

    private LayoutUnit Right => _input.Bfc.X + _input.Content.Width;

    /// <summary>Where lines of which out-of-flow boxes are the first could begin, before their content moved them.</summary>
    internal IReadOnlyDictionary<LayoutBox, LineOpportunity> Leading => _leading;

    /// <summary>A state to go back to.</summary>
    internal readonly record struct Mark(ExclusionSpace Exclusions, LineOpportunity Room, int Placed, int Waiting);

    internal Mark Save() => new(Exclusions, Room, _placed.Count, _waiting.Count);

    internal void Restore(in Mark mark)
    {
        (Exclusions, Room) = (mark.Exclusions, mark.Room);
        _placed.RemoveRange(mark.Placed, _placed.Count - mark.Placed);
        _waiting.RemoveRange(mark.Waiting, _waiting.Count - mark.Waiting);
    }

    /// <summary>The highest room for a line.</summary>
    /// <param name="top">Where it may begin, in the block formatting context.</param>
    /// <param name="height">How high it is to be clear.</param>
    /// <param name="width">How wide it has to be.</param>
    internal LineOpportunity Find(LayoutUnit top, LayoutUnit height, LayoutUnit width) => Exclusions.Find(top, height, width, Left, Right, true);

    /// <summary>Begins a line.</summary>
    internal void Begin(in LineOpportunity room) => (Room, _lineTop) = (room, room.Top);

    /// <summary>Places floats that wait for a line to end, and then those that the content goes on with, before there is a line that could be in their way.</summary>
    /// <param name="items">The content.</param>
    /// <param name="next">Where it goes on.</param>
    /// <param name="top">Where the line is to begin, in the block formatting context.</param>
    internal void PlaceLeading(InlineItem[] items, int next, LayoutUnit top)
    {
        foreach (var box in _waiting) Take(Place(box, top), -1);
        _waiting.Clear();
        var first = next;
        for (; next < items.Length && items[next].IsEmpty; next++)
        {
            if (items[next].Kind != InlineItemKind.Float || next < _through) continue;
            Take(Place(items[next].Box, top), next);
            _through = next + 1;
        }

        for (var i = first; i < next; i++)
        {
            if (items[i].Kind == InlineItemKind.OutOfFlow) _leading[items[i].Box] = Find(top, LayoutUnit.Epsilon, LayoutUnit.Zero);
        }
    }

    /// <summary>A float on the current line: goes beside what is there if it fits, or below the line.</summary>
    /// <param name="box">The float.</param>
    /// <param name="index">Its item.</param>
    /// <param name="used">Width of the line's content before it.</param>
    internal void Offer(LayoutBox box, int index, LayoutUnit used)
    {
        if (index < _through) return;
        if (_waiting.Count > 0)
        {
            _waiting.Add(box);
            return;
        }

        var placed = Place(box, _lineTop);
        if (used > LayoutUnit.Zero && used + placed.Fragment.Width + SizeResolver.Margin(box.Style, _input.Content.Width).Horizontal > Room.Width + LayoutUnit.Epsilon)
        {
            // Even one without height, which would be in nobody's way.
            _waiting.Add(box);
            return;
        }

        var room = placed.Exclusions.Find(_lineTop, LayoutUnit.Epsilon, LayoutUnit.Zero, Left, Right);
        var top = placed.Offset.Y - SizeResolver.Margin(box.Style, _input.Content.Width).Top;
        if (top > _lineTop || room.Top > _lineTop || used > room.Width + LayoutUnit.Epsilon)
        {
            _waiting.Add(box);
            return;
        }

        Take(placed, index);
        Room = room;
    }

    private PlacedFloat Place(LayoutBox box, LayoutUnit top) =>
        FloatLayout.Place(box, top, Left, _input.Content.Width, _input.PercentageHeight, Exclusions, context);

    private void Take(in PlacedFloat placed, int item)
    {
        Exclusions = placed.Exclusions;
        _placed.Add((placed, item));
    }

    // A float in relatively positioned inline boxes is moved with them.
    private LayoutPoint MovedWith(LayoutBox box)
    {
        var moved = default(LayoutPoint);
        for (var parent = box.Parent; parent is { Kind: BoxKind.Inline }; parent = parent.Parent)
        {
            if (parent.Style.Position == Position.Relative) moved += FragmentBuilder.RelativeOffset(parent, _input.Content.Width, builder.PercentageHeight);
        }

        return moved;
    }

    /// <summary>Makes the floats of the line final.</summary>
    internal void Commit()
    {
        foreach (var (placed, _) in _placed)
            builder.Add(placed.Fragment, placed.Offset - _input.Bfc + new LayoutPoint(_input.Content.X, _input.Content.Y) + MovedWith(placed.Fragment.Box));
        _placed.Clear();
    }
}
