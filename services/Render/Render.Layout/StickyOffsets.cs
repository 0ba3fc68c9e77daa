using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// How far sticky boxes are moved by now (css-position-3, 3.5). Made of one state of layout and scrolling, in one walk over what holds sticky boxes;
/// costs nothing in a document without any. Belongs to the document's thread.
/// </summary>
public sealed class StickyOffsets
{
    private readonly Dictionary<LayoutBox, LayoutPoint> _offsets = [];
    private readonly ScrollState _scrolling;

    private StickyOffsets(ScrollState scrolling) => _scrolling = scrolling;

    /// <summary>Where a box stands: all rectangles are relative to the viewport, as scrolled and moved.</summary>
    /// <param name="Port">The nearest scroll container's padding box.</param>
    /// <param name="Container">The containing block.</param>
    private readonly record struct Place(LayoutRect Port, LayoutRect Container);

    /// <summary>Finds all offsets. Layout has to be up to date.</summary>
    public static StickyOffsets Of(LayoutEngine engine)
    {
        var offsets = new StickyOffsets(engine.Scrolling);
        if (engine.Root is { HasSticky: true } root) offsets.Walk(root, default, default);
        return offsets;
    }

    /// <summary>One box's offset. Who wants many asks for all of them at once.</summary>
    public static LayoutPoint Of(LayoutEngine engine, LayoutBox box) => Of(engine).OffsetOf(box);

    /// <summary>How far a box is moved; 0 for one that is not sticky.</summary>
    public LayoutPoint OffsetOf(LayoutBox box) => _offsets.GetValueOrDefault(box);

    /// <summary>How far a fragment is moved: fragments of lines and texts never are by themselves.</summary>
    internal LayoutPoint OffsetOf(Fragment fragment) => fragment.Kind is FragmentKind.Box or FragmentKind.Inline ? OffsetOf(fragment.Box) : default;

    private void Walk(Fragment fragment, LayoutPoint at, Place place)
    {
        var scrolled = default(LayoutPoint);
        if (fragment.Kind == FragmentKind.Box)
        {
            scrolled = _scrolling.OffsetOf(fragment.Box);
            var isPort = fragment.Box.Parent is null || fragment.Box.Style.IsScrollContainer;
            if (isPort) place = place with { Port = WithoutScrollbars(fragment).Offset(at) };
            place = place with { Container = ContainerOf(fragment, isPort).Offset(at - scrolled) };
        }

        var children = fragment.Children;
        for (var i = 0; i < children.Count; i++)
        {
            var (child, offset) = children[i];
            if (!child.HasSticky) continue;
            var stays = fragment.Box.Parent is null && child.Box.Style.Position == Position.Fixed;
            var where = at + offset - (stays ? default : scrolled);
            if (child.Kind is FragmentKind.Box or FragmentKind.Inline && child.Box.Style.Position == Position.Sticky)
            {
                if (!_offsets.TryGetValue(child.Box, out var moved)) _offsets[child.Box] = moved = Move(child, where, place);
                where += moved;
            }

            Walk(child, where, place);
        }
    }

    private static LayoutRect WithoutScrollbars(Fragment fragment)
    {
        var padding = fragment.PaddingRect;
        var left = fragment.Box.Style.IsRtl ? padding.X + fragment.Scrollbars.Width : padding.X;
        return new LayoutRect(left, padding.Y, (padding.Width - fragment.Scrollbars.Width).AtLeastZero(), (padding.Height - fragment.Scrollbars.Height).AtLeastZero());
    }

    /// <summary>The content box; of a scroll container all that can be scrolled to, less its paddings.</summary>
    private static LayoutRect ContainerOf(Fragment fragment, bool isPort)
    {
        if (!isPort) return fragment.ContentRect;
        var (all, padding) = (fragment.Overflow.Union(WithoutScrollbars(fragment)), fragment.Padding);
        return new LayoutRect(all.X + padding.Left, all.Y + padding.Top, (all.Width - padding.Horizontal).AtLeastZero(), (all.Height - padding.Vertical).AtLeastZero());
    }

    /// <summary>Each inset keeps its edge within the scroll container's, as far as the containing block has room for the margin box; left and top win.</summary>
    private static LayoutPoint Move(Fragment fragment, LayoutPoint at, in Place place)
    {
        var (port, container) = (place.Port, place.Container);
        var inset = fragment.Box.Style.Size.Inset;
        var margin = SizeResolver.Margin(fragment.Box.Style, container.Width);
        var x = Move(
            at.X, fragment.Width, port.X, port.Right, container.X + margin.Left, container.Right - margin.Right, SizeResolver.Resolve(inset.Left, port.Width), SizeResolver.Resolve(inset.Right, port.Width));
        var y = Move(
            at.Y, fragment.Height, port.Y, port.Bottom, container.Y + margin.Top, container.Bottom - margin.Bottom, SizeResolver.Resolve(inset.Top, port.Height), SizeResolver.Resolve(inset.Bottom, port.Height));
        return new LayoutPoint(x - at.X, y - at.Y);
    }

    private static LayoutUnit Move(
        LayoutUnit at, LayoutUnit size, LayoutUnit portStart, LayoutUnit portEnd, LayoutUnit least, LayoutUnit most, LayoutUnit insetStart, LayoutUnit insetEnd)
    {
        if (insetEnd.IsDefinite)
        {
            var beyond = LayoutUnit.Smaller(LayoutUnit.Zero, portEnd - insetEnd - (at + size));
            at += LayoutUnit.Larger(beyond, LayoutUnit.Smaller(LayoutUnit.Zero, least - at));
        }

        if (insetStart.IsDefinite)
        {
            var beyond = (portStart + insetStart - at).AtLeastZero();
            at += LayoutUnit.Smaller(beyond, (most - (at + size)).AtLeastZero());
        }

        return at;
    }
}
