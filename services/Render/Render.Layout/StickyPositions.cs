using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Where sticky boxes are (css-position-3, 3.5): laid out as if relative, then moved as far as their scroll container's view and their containing block
/// ask for. What layout has to say is collected once after it; moving with the scroll position is then cheap. Belongs to the document's thread.
/// </summary>
public sealed class StickyPositions
{
    private readonly ScrollState _scrolling;
    private readonly Dictionary<LayoutBox, Constraint> _constraints = [];

    internal StickyPositions(ScrollState scrolling) => _scrolling = scrolling;

    /// <summary>All from the scroll container's border box's corner, its contents not scrolled.</summary>
    /// <param name="Scroller">The scroll container.</param>
    /// <param name="View">What of it is seen, less its paddings.</param>
    /// <param name="Border">The sticky box's border box.</param>
    /// <param name="Limits">Where its border box may be: its containing block less its margins.</param>
    private sealed record Constraint(LayoutBox Scroller, LayoutRect View, LayoutRect Border, LayoutRect Limits);

    /// <summary>The scroll container around, while walking.</summary>
    private readonly record struct Port(LayoutBox Box, LayoutRect View);

    /// <summary>How far a box is moved from where layout put it; 0 for boxes that are not sticky.</summary>
    public LayoutPoint OffsetOf(LayoutBox box)
    {
        if (_constraints.Count == 0 || !_constraints.TryGetValue(box, out var constraint)) return default;
        var inset = box.Style.Size.Inset;
        var view = constraint.View.Offset(_scrolling.OffsetOf(constraint.Scroller));
        var (at, limits) = (constraint.Border, constraint.Limits);
        var x = Moved(view.X, view.Right, at.X, at.Right, limits.X, limits.Right, SizeResolver.Resolve(inset.Left, view.Width), SizeResolver.Resolve(inset.Right, view.Width));
        var y = Moved(view.Y, view.Bottom, at.Y, at.Bottom, limits.Y, limits.Bottom, SizeResolver.Resolve(inset.Top, view.Height), SizeResolver.Resolve(inset.Bottom, view.Height));
        return new LayoutPoint(x, y);
    }

    /// <summary>Takes a new layout.</summary>
    internal void Collect(Fragment root)
    {
        _constraints.Clear();
        var view = new LayoutRect(0, 0, root.Width - root.Scrollbars.Width, root.Height - root.Scrollbars.Height);
        Walk(root, default, new Port(root.Box, view), default);
    }

    /// <summary>How far one axis moves: away from the end edge first, so that the start edge wins.</summary>
    private static LayoutUnit Moved(
        LayoutUnit viewStart, LayoutUnit viewEnd, LayoutUnit start, LayoutUnit end, LayoutUnit least, LayoutUnit most, LayoutUnit insetStart, LayoutUnit insetEnd)
    {
        var moved = LayoutUnit.Zero;
        if (insetEnd.IsDefinite)
        {
            var wanted = LayoutUnit.Smaller(LayoutUnit.Zero, viewEnd - insetEnd - end);
            moved = LayoutUnit.Larger(wanted, LayoutUnit.Smaller(LayoutUnit.Zero, least - start));
        }

        if (!insetStart.IsDefinite) return moved;
        var forward = LayoutUnit.Larger(LayoutUnit.Zero, viewStart + insetStart - start - moved);
        return moved + LayoutUnit.Smaller(forward, LayoutUnit.Larger(LayoutUnit.Zero, most - end - moved));
    }

    private void Walk(Fragment fragment, LayoutPoint offset, in Port given, LayoutRect containing)
    {
        var port = given;
        if (fragment.Kind == FragmentKind.Box)
        {
            if (fragment.Box.Style.Position == Position.Sticky) Add(fragment, offset, port, containing);
            var isPort = fragment.Box.Style.IsScrollContainer && fragment.Box.Parent is not null;
            if (isPort) (port, offset) = (new Port(fragment.Box, fragment.ContentRect), default);
            containing = isPort ? ScrolledContent(fragment) : fragment.ContentRect.Offset(offset);
        }

        for (var i = 0; i < fragment.Children.Count; i++)
        {
            var (child, at) = fragment.Children[i];
            if (child.Kind != FragmentKind.Text) Walk(child, offset + at, port, containing);
        }
    }

    /// <summary>The containing block of a scroll container's children: all that can be scrolled to, less its paddings.</summary>
    private static LayoutRect ScrolledContent(Fragment fragment)
    {
        var (all, padding) = (fragment.Overflow, fragment.Padding);
        return new LayoutRect(all.X + padding.Left, all.Y + padding.Top, (all.Width - padding.Horizontal).AtLeastZero(), (all.Height - padding.Vertical).AtLeastZero());
    }

    private void Add(Fragment fragment, LayoutPoint offset, in Port port, LayoutRect containing)
    {
        var margin = SizeResolver.Margin(fragment.Box.Style, containing.Width);
        var limits = new LayoutRect(containing.X + margin.Left, containing.Y + margin.Top, containing.Width - margin.Horizontal, containing.Height - margin.Vertical);
        _constraints[fragment.Box] = new Constraint(port.Box, port.View, new LayoutRect(offset.X, offset.Y, fragment.Width, fragment.Height), limits);
    }
}
