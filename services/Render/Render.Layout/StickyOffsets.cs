using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>How far sticky boxes are moved by scrolling (css-position-3, 3.5).</summary>
public static class StickyOffsets
{
    /// <summary>A sticky box's offset. Layout has to be up to date. Looks the box up by a walk over the fragments.</summary>
    public static LayoutPoint Of(LayoutEngine engine, LayoutBox box)
    {
        if (engine.Root is not { } root) return default;
        var path = new List<FragmentLink> { new(root, default) };
        return Find(path, box) ? Offset(path, engine.Scrolling) : default;
    }

    // Depth first; containing blocks are nested as fragments are. Bounded by the depth of documents.
    private static bool Find(List<FragmentLink> path, LayoutBox box)
    {
        foreach (var child in path[^1].Fragment.Children)
        {
            if (child.Fragment.Kind == FragmentKind.Text) continue;
            path.Add(child);
            if (child.Fragment.Box == box && child.Fragment.Kind == FragmentKind.Box) return true;
            if (Find(path, box)) return true;
            path.RemoveAt(path.Count - 1);
        }

        return false;
    }

    private static LayoutPoint Offset(List<FragmentLink> path, ScrollState scrolling)
    {
        var scroller = path.Count - 2;
        while (scroller > 0 && !(path[scroller].Fragment.Kind == FragmentKind.Box && path[scroller].Fragment.Box.Style.IsScrollContainer)) scroller--;
        var container = path.Count - 2;
        while (container > scroller && path[container].Fragment.Kind != FragmentKind.Box) container--;
        var at = default(LayoutPoint); // of the container's border box in the scroller's
        for (var i = scroller + 1; i <= container; i++) at += path[i].Offset;
        var block = path[container].Fragment.ContentRect.Offset(at);
        if (container == scroller) block = Scrollable(path[scroller].Fragment);
        for (var i = container + 1; i < path.Count; i++) at += path[i].Offset;
        var (sticky, port) = (path[^1].Fragment, path[scroller].Fragment);
        var view = port.PaddingRect;
        var scrolled = scrolling.OffsetOf(port.Box);
        var (style, margin) = (sticky.Box.Style, SizeResolver.Margin(sticky.Box.Style, path[container].Fragment.ContentRect.Width));
        var inset = style.Size.Inset;
        var x = Axis(
            at.X, sticky.Width, view.X + scrolled.X, view.Width - port.Scrollbars.Width, SizeResolver.Resolve(inset.Left, view.Width), SizeResolver.Resolve(inset.Right, view.Width),
            block.X + margin.Left, block.Right - margin.Right);
        var y = Axis(
            at.Y, sticky.Height, view.Y + scrolled.Y, view.Height - port.Scrollbars.Height, SizeResolver.Resolve(inset.Top, view.Height), SizeResolver.Resolve(inset.Bottom, view.Height),
            block.Y + margin.Top, block.Bottom - margin.Bottom);
        return new LayoutPoint(x, y);
    }

    private static LayoutRect Scrollable(Fragment scroller)
    {
        var content = scroller.ContentRect;
        return content with { Width = LayoutUnit.Larger(content.Width, scroller.Overflow.Right - content.X), Height = LayoutUnit.Larger(content.Height, scroller.Overflow.Bottom - content.Y) };
    }

    private static LayoutUnit Axis(
        LayoutUnit at, LayoutUnit size, LayoutUnit viewStart, LayoutUnit viewSize, LayoutUnit insetStart, LayoutUnit insetEnd, LayoutUnit least, LayoutUnit most)
    {
        var moved = LayoutUnit.Zero;
        if (insetEnd.IsDefinite)
        {
            var over = at + size - (viewStart + viewSize - insetEnd);
            if (over > LayoutUnit.Zero) moved = -LayoutUnit.Smaller(over, (at - least).AtLeastZero());
        }

        if (insetStart.IsDefinite)
        {
            var under = viewStart + insetStart - (at + moved);
            if (under > LayoutUnit.Zero) moved += LayoutUnit.Smaller(under, (most - (at + moved + size)).AtLeastZero());
        }

        return moved;
    }
}
