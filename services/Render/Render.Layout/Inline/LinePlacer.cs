using System.Runtime.InteropServices;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Gives what is on a line its place: reorders by bidi level (UAX 9, L2), walks from left to right, and makes fragments. A box whose parts are torn apart by
/// reordering gets a fragment for each; its edges are at the outermost (CSS 2, 8.6).
/// </summary>
internal sealed partial class LinePlacer(FragmentBuilder builder, InlineInput input, InlineContent content, LineBoxes boxes)
{
    private readonly InlineInput _input = input;
    private readonly List<FragmentLink> _links = [];
    private int[] _order = [];

    // For each box how deep it is in boxes, and for each leaf in visual order how deep the innermost box is that it shares with the one before it.
    private int[] _depths = [];
    private int[] _shared = [];
    private Line _line = null!;
    private LayoutUnit _ascent, _top, _height;

    // The fragment that links are made for.
    private readonly record struct Frame(LayoutUnit X, LayoutUnit Y, LayoutPoint Moved, LayoutBox? Positioned);

    /// <summary>See <see cref="LineFloats.Leading"/>; empty without floats.</summary>
    internal IReadOnlyDictionary<LayoutBox, LineOpportunity>? Leading { get; set; }

    /// <summary>The line's room in the block formatting context.</summary>
    internal LineOpportunity LineRoom { get; set; }

    /// <summary>Makes a line's fragment.</summary>
    /// <param name="line">What is on it.</param>
    /// <param name="metrics">Its reach about the baseline.</param>
    /// <param name="top">Its top in the container's content box.</param>
    /// <param name="left">Where its content begins on the left, in the container's content box.</param>
    /// <param name="room">Its room, in the same box.</param>
    internal Fragment Place(Line line, FontHeight metrics, LayoutUnit top, LayoutUnit left, in LineOpportunity room)
    {
        (_line, _ascent, _height, _top) = (line, metrics.Ascent, metrics.Height, top);
        Reorder();
        _links.Clear();
        FindShared();
        PrepareEllipsis(room.Left, room.Left + room.Width);
        var frame = new Frame(LayoutUnit.Zero, LayoutUnit.Zero, default, null);
        PlaceRange(0, boxes.Leaves.Count, 0, left, frame);
        var own = new LayoutRect(default, default, _input.Content.Width, _height);
        return new Fragment(builder.Box, FragmentKind.Line)
        {
            Width = _input.Content.Width,
            Height = _height,
            Children = _links.Count == 0 ? [] : _links.ToArray(),
            FirstBaseline = line.HasContent ? _ascent : null,
            LastBaseline = line.HasContent ? _ascent : null,
            Overflow = OverflowOf(0, own),
        };
    }

    private void Reorder()
    {
        var leaves = boxes.Leaves;
        if (_order.Length < leaves.Count) _order = new int[Math.Max(16, leaves.Count * 2)];
        if (content.IsLeftToRight)
        {
            for (var i = 0; i < leaves.Count; i++) _order[i] = i;
            return;
        }

        Span<byte> levels = leaves.Count <= 256 ? stackalloc byte[leaves.Count] : new byte[leaves.Count];
        for (var i = 0; i < leaves.Count; i++) levels[i] = leaves[i].Level;
        BidiParagraph.ReorderVisually(levels, _order.AsSpan(0, leaves.Count));
    }

    // Places leaves in visual order that are all within one box; gives where they end.
    private LayoutUnit PlaceRange(int from, int to, int parent, LayoutUnit x, in Frame frame)
    {
        while (from < to)
        {
            var leaf = boxes.Leaves[_order[from]];
            var child = ChildOf(leaf.Parent, parent);
            if (child < 0)
            {
                if (leaf.Item >= 0) PlaceLeaf(leaf, x, frame);
                x += leaf.Width;
                from++;
                continue;
            }

            var end = from + 1;
            while (end < to && _shared[end] >= _depths[child]) end++;
            x = PlaceBox(child, from, end, x, frame);
            from = end;
        }

        return x;
    }

    // Boxes that are nested deeply with many leaves would make asking at each depth anew costly.
    private void FindShared()
    {
        var (all, leaves) = (boxes.Boxes, boxes.Leaves);
        if (_depths.Length < all.Count) _depths = new int[Math.Max(16, all.Count * 2)];
        if (_shared.Length < leaves.Count) _shared = new int[Math.Max(16, leaves.Count * 2)];
        _depths[0] = 0;
        for (var i = 1; i < all.Count; i++) _depths[i] = _depths[all[i].Parent] + 1;
        for (var i = 1; i < leaves.Count; i++)
        {
            var (a, b) = (leaves[_order[i - 1]].Parent, leaves[_order[i]].Parent);
            while (a != b)
            {
                if (_depths[a] >= _depths[b]) a = all[a].Parent;
                else b = all[b].Parent;
            }

            _shared[i] = _depths[a];
        }
    }

    // The box right within another that a box is in, or is; -1 when it is the other one itself.
    private int ChildOf(int box, int parent)
    {
        var child = -1;
        for (; box != parent; box = boxes.Boxes[box].Parent) child = box;
        return child;
    }

    private LayoutUnit PlaceBox(int index, int from, int to, LayoutUnit x, in Frame frame)
    {
        ref var entry = ref boxes.Boxes.Ref(index);
        var style = entry.Style.Style;
        var edges = InlineEdges.Of(style, _input.Content.Width);
        var first = entry.Placed == 0;
        entry.Placed += to - from;
        var last = entry.Placed == entry.Leaves;
        var hasLeft = first && (style.IsRtl ? entry.Closes : entry.Opens);
        var hasRight = last && (style.IsRtl ? entry.Opens : entry.Closes);
        var border = WithSides(edges.Border, hasLeft, hasRight);
        var padding = WithSides(edges.Padding, hasLeft, hasRight);
        var margin = WithSides(edges.Margin, hasLeft, hasRight);

        var left = x + margin.Left;
        var top = _line.HasContent ? _ascent + entry.Baseline - entry.Style.TextHeight.Ascent - border.Top - padding.Top : LayoutUnit.Zero;
        var relative = style.Position == Position.Relative
            ? FragmentBuilder.RelativeOffset(entry.Box, _input.Content.Width, builder.PercentageHeight) : default;
        var inner = new Frame(left, top, frame.Moved + relative, style.IsPositioned ? entry.Box : frame.Positioned);
        var links = _links.Count;
        var end = PlaceRange(from, to, index, left + border.Left + padding.Left, inner) + border.Right + padding.Right;
        var (width, height) = (end - left, _line.HasContent ? entry.Style.TextHeight.Height + border.Vertical + padding.Vertical : LayoutUnit.Zero);
        if (entry.IsCulled && links < _links.Count) (left, top, width, height) = Cull(links, new LayoutRect(left, top, width, height));
        var fragment = new Fragment(entry.Box, FragmentKind.Inline)
        {
            Width = width,
            Height = height,
            Border = border,
            Padding = padding,
            Margin = margin,
            Children = links == _links.Count ? [] : CollectionsMarshal.AsSpan(_links)[links..].ToArray(),
            FirstBaseline = _ascent + entry.Baseline - top,
            LastBaseline = _ascent + entry.Baseline - top,
            HasLeftEdge = hasLeft,
            HasRightEdge = hasRight,
            Overflow = OverflowOf(links, new LayoutRect(default, default, width, height)),
        };
        _links.RemoveRange(links, _links.Count - links);
        _links.Add(new FragmentLink(fragment, new LayoutPoint(left - frame.X, top - frame.Y) + relative));
        return end + margin.Right;
    }

    // As large as what is in it; links are then from its new corner.
    private LayoutRect Cull(int links, LayoutRect own)
    {
        var around = default(LayoutRect);
        var found = false;
        foreach (ref readonly var link in CollectionsMarshal.AsSpan(_links)[links..])
        {
            var text = link.Fragment.Kind == FragmentKind.Text;
            var rect = new LayoutRect(own.X + link.Offset.X, text ? own.Y : own.Y + link.Offset.Y, link.Fragment.Width, text ? own.Height : link.Fragment.Height);
            if (rect.IsEmpty) continue;
            around = found ? around.Union(rect) : rect;
            found = true;
        }

        if (!found) return own;
        foreach (ref var link in CollectionsMarshal.AsSpan(_links)[links..])
            link = link with { Offset = link.Offset + new LayoutPoint(own.X - around.X, own.Y - around.Y) };
        return around;
    }

    private static Insets WithSides(in Insets insets, bool left, bool right) =>
        insets with { Left = left ? insets.Left : LayoutUnit.Zero, Right = right ? insets.Right : LayoutUnit.Zero };

    private LayoutRect OverflowOf(int links, LayoutRect own)
    {
        foreach (ref readonly var link in CollectionsMarshal.AsSpan(_links)[links..])
        {
            var child = link.Fragment;
            own = own.Union(new LayoutRect(link.Offset.X, link.Offset.Y, child.Width, child.Height));
            if (child.Kind == FragmentKind.Inline || (child.Kind == FragmentKind.Box && !child.Box.Style.IsScrollContainer)) own = own.Union(child.Overflow.Offset(link.Offset));
        }

        return own;
    }

    private void PlaceLeaf(in LineLeaf leaf, LayoutUnit x, in Frame frame)
    {
        var part = _line.Items[leaf.Item];
        var item = content.Items[part.Index];
        var baseline = _ascent + boxes.Boxes[leaf.Box >= 0 ? leaf.Box : leaf.Parent].Baseline;
        switch (item.Kind)
        {
            case InlineItemKind.Text:
                PlaceText(leaf, item, x, baseline, frame);
                break;
            case InlineItemKind.Atomic:
                PlaceAtomic(part, new LayoutPoint(x, baseline - boxes.Boxes[leaf.Box].Rise), frame, IsCutOff(x, x + leaf.Width, baseline, item.Box.Parent ?? builder.Box, frame));
                break;
            case InlineItemKind.Marker:
                PlaceMarker(boxes.Marker!, baseline - boxes.Boxes[leaf.Box].Rise);
                break;
            case InlineItemKind.OutOfFlow:
                PlaceOutOfFlow(item.Box, x, frame);
                break;
            case InlineItemKind.ForcedBreak when item.Box.Kind == BoxKind.LineBreak:
                PlaceBreak(item, x, baseline, boxes.Boxes[leaf.Parent].Style, frame);
                break;
        }
    }

    private void PlaceText(in LineLeaf leaf, InlineItem item, LayoutUnit x, LayoutUnit baseline, in Frame frame)
    {
        var hidden = CutText(leaf, item, x, baseline, frame);
        var at = x.ToDouble();
        for (var i = 0; i < leaf.PieceCount; i++)
        {
            var (run, start) = boxes.Pieces[leaf.Pieces + ((leaf.Level & 1) != 0 ? leaf.PieceCount - 1 - i : i)];
            var isHyphen = start < 0;
            AddText(item.Box, run, isHyphen ? "\u2010" : content.Text, isHyphen ? 0 : start, LayoutUnit.Round(at), baseline, frame, hidden);
            at += run.Width;
        }
    }

    private void AddText(LayoutBox box, ShapedRun run, string text, int start, LayoutUnit x, LayoutUnit baseline, in Frame frame, bool hidden = false)
    {
        var height = InlineStyle.HeightOf(run.Font.Metrics);
        var fragment = new TextFragment(box, run, text, start, run.Length)
        {
            Width = LayoutUnit.Ceil(run.Width),
            Height = height.Height,
            Baseline = LayoutUnit.From(run.Font.Metrics.Ascent),
        };
        _links.Add(new FragmentLink(fragment, new LayoutPoint(x - frame.X, baseline - height.Ascent - frame.Y)) { IsHidden = hidden });
    }

    private void PlaceBreak(InlineItem item, LayoutUnit x, LayoutUnit baseline, InlineStyle style, in Frame frame) => _links.Add(new FragmentLink(
        new Fragment(item.Box, FragmentKind.Inline) { Height = style.TextHeight.Height, FirstBaseline = style.TextHeight.Ascent },
        new LayoutPoint(x - frame.X, baseline - style.TextHeight.Ascent - frame.Y)));

    private void PlaceAtomic(in LineItem part, LayoutPoint at, in Frame frame, bool hidden)
    {
        var fragment = part.Result!.Fragment;
        var box = fragment.Box;
        var corner = new LayoutPoint(at.X + part.Margin.Left, at.Y + part.Margin.Top);
        var relative = box.Style.Position == Position.Relative ? FragmentBuilder.RelativeOffset(box, _input.Content.Width, builder.PercentageHeight) : default;
        _links.Add(new FragmentLink(fragment, new LayoutPoint(corner.X - frame.X, corner.Y - frame.Y) + relative) { IsHidden = hidden });
        foreach (var item in fragment.Pending)
        {
            var place = item with { Static = item.Static + corner + relative + frame.Moved + new LayoutPoint(_input.Content.X, _input.Content.Y + _top) };
            if (item.InlineContainer is null && item.Box.Style.Position == Position.Absolute) place = place with { InlineContainer = frame.Positioned };
            builder.AddOutOfFlow(place);
        }
    }

    // Outside of the content box, on the side where lines begin (css-lists-3, 3.1).
    private void PlaceMarker(Fragment marker, LayoutUnit top)
    {
        var margin = SizeResolver.Margin(marker.Box.Style, LayoutUnit.Zero);
        var x = builder.Box.Style.IsRtl ? _input.Content.Width + margin.Left : -(marker.Width + margin.Right);
        _links.Add(new FragmentLink(marker, new LayoutPoint(x, top + margin.Top)));
    }

    // Where it would be in flow: inline-level boxes in the line, block-level ones at its start, below what is on it (css-position-3, 3.1).
    private void PlaceOutOfFlow(LayoutBox box, LayoutUnit x, in Frame frame)
    {
        var inline = IsInlineLevel(box.Style.Box.OriginalDisplay);
        var rtl = inline ? (box.Parent ?? builder.Box).Style.IsRtl : builder.Box.Style.IsRtl;
        var y = _top;
        if (Leading is not null && Leading.TryGetValue(box, out var room) && !HasContentBefore(box) && (room.Top, room.Left, room.Width) != (LineRoom.Top, LineRoom.Left, LineRoom.Width))
        {
            // It stays where it came, though floats after it moved the line.
            y = room.Top - _input.Bfc.Y;
            x = (rtl ? room.Left + room.Width : room.Left) - _input.Bfc.X;
        }

        if (!inline)
        {
            x = rtl ? _input.Content.Width : LayoutUnit.Zero;
            if (HasContentBefore(box)) y += _height;
        }

        // It is aligned in a rectangle without width that is as high as the line.
        var edgeY = VerticalEdge(box.Style.Flex.AlignSelf.Value);
        y += edgeY == StaticEdge.End ? _height : edgeY == StaticEdge.Center ? _height / 2 : LayoutUnit.Zero;
        var at = new LayoutPoint(_input.Content.X + x, _input.Content.Y + y) + frame.Moved;
        builder.AddOutOfFlow(new OutOfFlowItem(box, at, HorizontalEdge(box, rtl), edgeY, box.Style.Position == Position.Absolute ? frame.Positioned : null,
            SafeRoom: AlignmentRules.SafeRoom(box.Style.Flex.JustifySelf.IsSafe, box.Style.Flex.AlignSelf.IsSafe, new LayoutRect(at.X, at.Y, LayoutUnit.Max, LayoutUnit.Max))));
    }

    internal static StaticEdge VerticalEdge(Alignment value) => value switch
    {
        Alignment.Center => StaticEdge.Center,
        Alignment.End or Alignment.FlexEnd or Alignment.SelfEnd or Alignment.LastBaseline => StaticEdge.End,
        _ => StaticEdge.Start,
    };

    private StaticEdge HorizontalEdge(LayoutBox box, bool rtl)
    {
        var (start, end) = rtl ? (StaticEdge.End, StaticEdge.Start) : (StaticEdge.Start, StaticEdge.End);
        return AlignmentRules.JustifySelf(box, builder.Box).Value switch
        {
            Alignment.Center => StaticEdge.Center,
            Alignment.End or Alignment.FlexEnd or Alignment.LastBaseline => end,
            Alignment.SelfStart => box.Style.IsRtl ? StaticEdge.End : StaticEdge.Start,
            Alignment.SelfEnd => box.Style.IsRtl ? StaticEdge.Start : StaticEdge.End,
            Alignment.Left => StaticEdge.Start,
            Alignment.Right => StaticEdge.End,
            _ => start,
        };
    }

    private bool HasContentBefore(LayoutBox box)
    {
        foreach (var part in _line.Items)
        {
            var item = content.Items[part.Index];
            if (item.Box == box) return false;
            if (!item.IsEmpty && item.Kind != InlineItemKind.Marker) return true;
        }

        return false;
    }

    private static bool IsInlineLevel(Display display) =>
        display is Display.Inline or Display.InlineBlock or Display.InlineFlex or Display.InlineGrid or Display.InlineTable or Display.InlineListItem;
}
