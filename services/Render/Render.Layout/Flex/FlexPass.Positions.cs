using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Alignment along both axes and the fragment (css-flexbox-1, 9.5, 9.6, 8.5).</content>
internal sealed partial class FlexPass
{
    private void PositionItems(FlexLine line, LayoutUnit mainSize)
    {
        var free = mainSize - GapsOf(line);
        var autoMargins = 0;
        for (var i = line.First; i < line.First + line.Count; i++)
        {
            var margin = _items[i].Box.Style.Size.Margin;
            free -= _items[i].MainSize + Axes.Main(_items[i].Margin);
            autoMargins += (Axes.IsMainStartAuto(margin) ? 1 : 0) + (Axes.IsMainEndAuto(margin) ? 1 : 0);
        }

        var part = LayoutUnit.Zero;
        if (autoMargins > 0 && free > LayoutUnit.Zero)
        {
            part = free / autoMargins;
            free = LayoutUnit.Zero;
        }

        var justify = Box.Style.Flex.JustifyContent;
        var distribution = ContentDistribution.Of(Axes.Justify(justify.Value), justify.IsSafe, free, line.Count, Axes.IsReverse);
        var at = distribution.Initial;
        for (var i = line.First; i < line.First + line.Count; i++)
        {
            var item = _items[i];
            var margin = item.Box.Style.Size.Margin;
            at += Axes.MainStart(item.Margin);
            if (Axes.IsMainStartAuto(margin)) at += part;
            item.MainOffset = at;
            at += item.MainSize + Axes.Main(item.Margin) - Axes.MainStart(item.Margin);
            if (Axes.IsMainEndAuto(margin)) at += part;
            at += MainGap + distribution.Between;
            item.CrossOffset = line.CrossOffset + CrossOffsetIn(line, item);
        }
    }

    /// <summary>From a line's cross-start edge to the item's border box.</summary>
    private LayoutUnit CrossOffsetIn(FlexLine line, FlexItem item)
    {
        var margin = item.Box.Style.Size.Margin;
        var start = Axes.CrossStart(item.Margin);
        var free = line.CrossSize - CrossSizeOf(item) - Axes.Cross(item.Margin);
        var (startIsAuto, endIsAuto) = (Axes.IsCrossStartAuto(margin), Axes.IsCrossEndAuto(margin));
        if (startIsAuto || endIsAuto)
        {
            if (free <= LayoutUnit.Zero) return start + (Axes.IsWrapReverse ? free : LayoutUnit.Zero);
            return start + (startIsAuto ? (endIsAuto ? free / 2 : free) : LayoutUnit.Zero);
        }

        return item.Align switch
        {
            Alignment.Baseline => start + line.Ascent - AscentOf(item, false),
            Alignment.LastBaseline => start + line.CrossSize - line.LastDescent - AscentOf(item, true),
            _ => start + AlignmentRules.Offset(item.Align, item.IsAlignSafe, free, Axes.IsWrapReverse),
        };
    }

    private Fragment BuildFragment(LayoutUnit contentHeight)
    {
        var builder = Geometry.NewBuilder(Box, Space, Context, contentHeight);
        var content = new LayoutRect(Geometry.Inner.Left, Geometry.Inner.Top, Geometry.ContentWidth, contentHeight);
        var byIndex = new FlexItem?[Box.Children.Count];
        foreach (var item in _items) byIndex[item.Index] = item;
        for (var i = 0; i < byIndex.Length; i++)
        {
            if (byIndex[i] is { } item) builder.Add(item.Result!.Fragment, CornerOf(item, content));
            else builder.AddOutOfFlow(FlexStaticPosition.Of(Box.Children[i], Box, Axes, content));
        }

        SetBaselines(builder, content);
        return builder.Build();
    }

    private LayoutPoint CornerOf(FlexItem item, in LayoutRect content)
    {
        var size = item.Result!.Fragment.Size;
        var (main, cross) = (item.MainOffset, item.CrossOffset);
        if (Axes.IsMainFlipped) main = (Axes.IsColumn ? content.Height : content.Width) - main - item.MainSize;
        if (Axes.IsCrossFlipped) cross = (Axes.IsColumn ? content.Width : content.Height) - cross - Axes.Cross(size);
        return Axes.IsColumn ? new LayoutPoint(content.X + cross, content.Y + main) : new LayoutPoint(content.X + main, content.Y + cross);
    }

    private void SetBaselines(FragmentBuilder builder, in LayoutRect content)
    {
        if (_lines.Count == 0) return;
        // First and last are meant as they lie on the page: reversed lines and items count from the other end.
        var (top, bottom) = Axes.IsWrapReverse ? (_lines[^1], _lines[0]) : (_lines[0], _lines[^1]);
        builder.FirstBaseline = BaselineOfLine(top, false, content);
        builder.LastBaseline = BaselineOfLine(bottom, true, content);
    }

    /// <summary>
    /// A line's baseline: that of an item that takes part in the alignment by it, else in that by the other one, whose baseline it then is, else of the first or
    /// last item.
    /// </summary>
    private LayoutUnit BaselineOfLine(FlexLine line, bool last, in LayoutRect content)
    {
        var group = last ? Alignment.LastBaseline : Alignment.Baseline;
        var item = BaselineItem(line, group, last);
        var isOther = item.Align != group && item.Align is Alignment.Baseline or Alignment.LastBaseline;
        return CornerOf(item, content).Y + BaselineOf(item, last != isOther);
    }

    private FlexItem BaselineItem(FlexLine line, Alignment group, bool last)
    {
        FlexItem? other = null;
        for (var i = line.First; i < line.First + line.Count; i++)
        {
            if (_items[i].Align == group) return _items[i];
            if (_items[i].Align is Alignment.Baseline or Alignment.LastBaseline) other ??= _items[i];
        }

        return other ?? _items[last != Axes.IsReverse ? line.First + line.Count - 1 : line.First];
    }
}
