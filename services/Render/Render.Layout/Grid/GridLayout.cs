namespace WasmEngine.Render.Layout;

/// <summary>Grid containers (css-grid-2 without subgrids).</summary>
internal sealed class GridLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context)
    {
        var scrollbars = ContainerGeometry.FixedScrollbars(box, context);
        while (true)
        {
            var result = new GridPass(box, space, context, new ContainerGeometry(box, space, context, scrollbars)).Run();
            var needed = ContainerGeometry.NeededScrollbars(box, result.Fragment, context);
            if (needed == scrollbars) return result;
            scrollbars = needed; // scrollbars are only ever added: twice at most
        }
    }

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context)
    {
        var edges = (SizeResolver.Border(box.Style) + SizeResolver.Padding(box.Style, LayoutUnit.Indefinite)).Horizontal + ContainerGeometry.FixedScrollbars(box, context).Width;
        var grid = new GridModel(box, LayoutUnit.Indefinite, GridModel.DefiniteContentHeight(box, percentageHeight), context);
        var sizes = grid.IntrinsicWidths() + edges;
        if (!grid.ColumnsDependOnRows) return sizes;
        return new MinMaxSizes(WithRows(sizes.Min).Min, WithRows(sizes.Max).Max) + edges;

        // With the rows as they come to be in columns of a width.
        MinMaxSizes WithRows(LayoutUnit width) => Again(box, width, percentageHeight, context);
    }

    private static MinMaxSizes Again(LayoutBox box, LayoutUnit width, LayoutUnit percentageHeight, LayoutContext context)
    {
        var space = new ConstraintSpace
        {
            AvailableWidth = width,
            IsFixedWidth = true,
            AvailableHeight = LayoutUnit.Indefinite,
            PercentageWidth = LayoutUnit.Indefinite,
            PercentageHeight = percentageHeight,
            IsMeasure = true,
        };
        var geometry = new ContainerGeometry(box, space, context, ContainerGeometry.FixedScrollbars(box, context));
        return new GridPass(box, space, context, geometry, true).IntrinsicWidths();
    }
}
