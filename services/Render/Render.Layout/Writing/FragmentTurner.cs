using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Turns fragments from one writing mode's frame into another's: see <see cref="WritingFlow"/>. A turned fragment knows the one that it was made of, so that
/// what is turned twice is the same object again, and what did not change is turned once.
/// </summary>
internal readonly struct FragmentTurner
{
    private readonly WritingMode _from, _to;
    private readonly bool _swaps, _flipsX, _flipsY;

    /// <param name="from">The frame that things are in.</param>
    /// <param name="to">The frame that they are to be in.</param>
    /// <param name="isLine">Of what is in lines: their upper side is on the right in either vertical mode, even where lines follow from left to right.</param>
    private FragmentTurner(WritingMode from, WritingMode to, bool isLine)
    {
        (_from, _to) = (from, to);
        _swaps = WritingFlow.AreOrthogonal(from, to);
        _flipsX = from == WritingMode.HorizontalTb && to == WritingMode.VerticalRl;
        _flipsY = from != WritingMode.HorizontalTb && (!_swaps || from == WritingMode.VerticalRl || isLine);
    }

    /// <summary>The fragment in another frame.</summary>
    internal static Fragment Turn(Fragment fragment, WritingMode from, WritingMode to)
    {
        if (from == to) return fragment;
        if (fragment.Turned is { } known && fragment.TurnedMode == to) return known;
        var turner = new FragmentTurner(from, to, false);
        var turned = fragment is TextFragment text ? turner.Text(text) : turner.Box(fragment);
        (fragment.Turned, fragment.TurnedMode) = (turned, to);
        (turned.Turned, turned.TurnedMode) = (fragment, from);
        return turned;
    }

    private TextFragment Text(TextFragment text) => new(text.Box, text.Run, text.Text, text.Start, text.Length)
    {
        Width = _swaps ? text.Height : text.Width,
        Height = _swaps ? text.Width : text.Height,
        Overflow = Rect(text.Overflow, text.Size),
        Baseline = text.Baseline,
        IsEllipsis = text.IsEllipsis,
        IsVertical = _swaps ? _to == WritingMode.HorizontalTb : text.IsVertical,
    };

    private Fragment Box(Fragment fragment)
    {
        var size = fragment.Size;
        var content = fragment.Kind is FragmentKind.Line or FragmentKind.Inline ? new FragmentTurner(_from, _to, true) : this;
        var children = new FragmentLink[fragment.Children.Count];
        for (var i = 0; i < children.Length; i++)
        {
            var link = fragment.Children[i];
            var at = content.Rect(new LayoutRect(link.Offset.X, link.Offset.Y, link.Fragment.Width, link.Fragment.Height), size);
            children[i] = link with { Fragment = Turn(link.Fragment, _from, _to), Offset = new LayoutPoint(at.X, at.Y) };
        }

        var pending = new OutOfFlowItem[fragment.Pending.Count];
        for (var i = 0; i < pending.Length; i++) pending[i] = content.Item(fragment.Pending[i], size);
        return new Fragment(fragment.Box, fragment.Kind)
        {
            Width = _swaps ? size.Height : size.Width,
            Height = _swaps ? size.Width : size.Height,
            Border = Sides(fragment.Border),
            Padding = Sides(fragment.Padding),
            Margin = Sides(fragment.Margin),
            Scrollbars = Size(fragment.Scrollbars),
            Overflow = Rect(fragment.Overflow, size),
            Table = fragment.Table is { } table ? table with { Grid = Rect(table.Grid, size), Borders = [] } : null,
            HasLeftEdge = fragment.HasLeftEdge,
            HasRightEdge = fragment.HasRightEdge,
            Children = children,
            Pending = pending,
        };
    }

    private LayoutSize Size(LayoutSize size) => _swaps ? new LayoutSize(size.Height, size.Width) : size;

    private LayoutRect Rect(LayoutRect rect, LayoutSize container)
    {
        var x = _flipsX ? container.Width - rect.X - rect.Width : rect.X;
        var y = _flipsY ? container.Height - rect.Y - rect.Height : rect.Y;
        return _swaps ? new LayoutRect(y, x, rect.Height, rect.Width) : new LayoutRect(x, y, rect.Width, rect.Height);
    }

    private Insets Sides(Insets sides)
    {
        if (_flipsX) sides = sides with { Left = sides.Right, Right = sides.Left };
        if (_flipsY) sides = sides with { Top = sides.Bottom, Bottom = sides.Top };
        return _swaps ? new Insets(sides.Left, sides.Bottom, sides.Right, sides.Top) : sides;
    }

    private OutOfFlowItem Item(in OutOfFlowItem item, LayoutSize container)
    {
        var x = _flipsX ? container.Width - item.Static.X : item.Static.X;
        var y = _flipsY ? container.Height - item.Static.Y : item.Static.Y;
        var (edgeX, edgeY) = (_flipsX ? Flip(item.EdgeX) : item.EdgeX, _flipsY ? Flip(item.EdgeY) : item.EdgeY);
        return item with
        {
            Static = _swaps ? new LayoutPoint(y, x) : new LayoutPoint(x, y),
            EdgeX = _swaps ? edgeY : edgeX,
            EdgeY = _swaps ? edgeX : edgeY,
            Area = item.Area is { } area ? Rect(area, container) : null,
            SafeRoom = item.SafeRoom is { } room ? Size(room) : null,
        };
    }

    private static StaticEdge Flip(StaticEdge edge) => edge switch
    {
        StaticEdge.Start => StaticEdge.End,
        StaticEdge.End => StaticEdge.Start,
        _ => edge,
    };
}
