using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>The fragment: items, out-of-flow children, baselines (css-grid-2, 9, 10.6).</content>
internal sealed partial class GridPass
{
    private Fragment BuildFragment(LayoutUnit contentHeight)
    {
        var builder = Geometry.NewBuilder(Box, Space, Context, contentHeight);
        AlignInlineBaselines();
        var origin = new LayoutPoint(Geometry.Inner.Left, Geometry.Inner.Top);
        var byIndex = new GridItem?[Box.Children.Count];
        foreach (var item in _grid.Items) byIndex[item.Index] = item;
        for (var i = 0; i < byIndex.Length; i++)
        {
            if (byIndex[i] is not { } item) builder.AddOutOfFlow(OutOfFlow(Box.Children[i], contentHeight));
            else if ((item.Result ?? item.Measured) is { } result) builder.Add(result.Fragment, origin + CornerOf(item, result.Fragment), new LayoutSize(WidthOf(item), HeightOf(item)));
        }

        builder.PlaceInAreas(box => AreaOf(box, contentHeight));
        builder.FirstBaseline = Baseline(false);
        builder.LastBaseline = Baseline(true);
        return builder.Build();
    }

    /// <summary>Aligns items of a column whose justify-self is a baseline: along the inline axis that is the left border edge.</summary>
    private void AlignInlineBaselines()
    {
        Dictionary<(int Column, bool Last), LayoutUnit>? groups = null;
        foreach (var item in _grid.Items)
        {
            if (item.Justify is not (Alignment.Baseline or Alignment.LastBaseline) || (item.Result ?? item.Measured) is not { } result) continue;
            groups ??= [];
            item.InlineShim = DistanceOf(item, result.Fragment);
            groups[GroupOf(item)] = LayoutUnit.Larger(groups.GetValueOrDefault(GroupOf(item), LayoutUnit.Min), item.InlineShim);
        }

        if (groups is null) return;
        foreach (var item in _grid.Items)
        {
            if (groups.TryGetValue(GroupOf(item), out var most)) item.InlineShim = most - item.InlineShim;
        }

        static (int Column, bool Last) GroupOf(GridItem item) => item.Justify == Alignment.LastBaseline ? (item.Columns.End - 1, true) : (item.Columns.Start, false);

        // From the margin edge at the side of the alignment to the left border edge.
        LayoutUnit DistanceOf(GridItem item, Fragment fragment) =>
            Box.Style.IsRtl == (item.Justify == Alignment.Baseline) ? MarginOf(item).Right + fragment.Width : MarginOf(item).Left;
    }

    /// <summary>From the border box's top; null without items.</summary>
    private LayoutUnit? Baseline(bool last)
    {
        GridItem? chosen = null;
        foreach (var item in _grid.Items)
        {
            if (chosen is null || Precedes(item, chosen, last)) chosen = item;
        }

        if (chosen is null) return null;
        var fragment = (chosen.Result ?? Measure(chosen)).Fragment;
        return Geometry.Inner.Top + CornerOf(chosen, fragment).Y + AlignmentRules.BaselineOf(fragment, last);
    }

    /// <summary>By row, then baseline-aligned ones first, then by column; counted from the end for last baselines.</summary>
    private static bool Precedes(GridItem a, GridItem b, bool last)
    {
        var (rowA, rowB) = last ? (-a.Rows.End, -b.Rows.End) : (a.Rows.Start, b.Rows.Start);
        if (rowA != rowB) return rowA < rowB;
        var group = last ? Alignment.LastBaseline : Alignment.Baseline;
        if (a.Align == group != (b.Align == group)) return a.Align == group;
        return last ? a.Columns.End > b.Columns.End : a.Columns.Start < b.Columns.Start;
    }

    /// <summary>An out-of-flow child: in its grid area if this box is its containing block, else in the content box (9.1, 9.2).</summary>
    private OutOfFlowItem OutOfFlow(LayoutBox child, LayoutUnit contentHeight)
    {
        var isContainer = child.Style.Position == Position.Fixed ? Box.Style.ContainsFixed : Box.Style.ContainsAbsolute;
        LayoutRect? area = isContainer ? AreaOf(child, contentHeight) : null;
        var rect = area ?? new LayoutRect(Geometry.Inner.Left, Geometry.Inner.Top, Geometry.ContentWidth, contentHeight);
        var x = Edge(_grid.Justified(AlignmentRules.JustifySelf(child, Box).Value, child));
        var y = Edge(_grid.Aligned(AlignmentRules.AlignSelf(child, Box).Value, child));
        var own = child.Style.Flex; // only what the box says itself can be safe

        if (Box.Style.IsRtl && x != StaticEdge.Center) x = x == StaticEdge.Start ? StaticEdge.End : StaticEdge.Start;
        return new OutOfFlowItem(child, new LayoutPoint(rect.X + At(x, rect.Width), rect.Y + At(y, rect.Height)), x, y, null, area, AlignmentRules.SafeRoom(own.JustifySelf.IsSafe, own.AlignSelf.IsSafe, rect));

        static StaticEdge Edge(Alignment value) => value switch
        {
            Alignment.Center => StaticEdge.Center,
            Alignment.FlexEnd or Alignment.LastBaseline => StaticEdge.End,
            _ => StaticEdge.Start,
        };

        static LayoutUnit At(StaticEdge edge, LayoutUnit size) => edge switch
        {
            StaticEdge.Start => LayoutUnit.Zero,
            StaticEdge.Center => size / 2,
            _ => size,
        };
    }

    /// <summary>The grid area of an out-of-flow child from the border box's corner; its auto lines are the padding edges.</summary>
    private LayoutRect AreaOf(LayoutBox child, LayoutUnit contentHeight)
    {
        var (inner, border) = (Geometry.Inner, Geometry.Border);
        var (columnStart, columnEnd) = _grid.LinesOf(child, false);
        var (rowStart, rowEnd) = _grid.LinesOf(child, true);
        // Logical, from the padding box's inline-start edge; scrollbars are no part of it.
        var rtl = Box.Style.IsRtl;
        var paddingStart = rtl ? Geometry.Padding.Right : Geometry.Padding.Left;
        var width = Geometry.ContentWidth + Geometry.Padding.Horizontal;
        var start = columnStart is { } first ? paddingStart + _grid.Columns.StartOf(first) : LayoutUnit.Zero;
        var end = columnEnd is { } last ? paddingStart + _grid.Columns.EndOf(last) : width;
        var left = inner.Left - Geometry.Padding.Left;
        var x = left + (rtl ? width - end : start);
        var top = rowStart is { } above ? inner.Top + _grid.Rows.StartOf(above) : border.Top;
        var bottom = rowEnd is { } below ? inner.Top + _grid.Rows.EndOf(below) : inner.Top + contentHeight + Geometry.Padding.Bottom;
        return new LayoutRect(x, top, (end - start).AtLeastZero(), (bottom - top).AtLeastZero());
    }
}
