using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Intrinsic widths of flex containers (css-flexbox-1, 9.9, simplified as browsers do it: the items' contributions are added up).</summary>
internal static class FlexIntrinsicSizes
{
    internal static MinMaxSizes Of(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context)
    {
        var style = box.Style;
        var unknown = LayoutUnit.Indefinite;
        var borderPadding = SizeResolver.Border(style) + SizeResolver.Padding(style, unknown);
        var edges = borderPadding.Horizontal + ContainerGeometry.FixedScrollbars(box, context).Width;
        var axes = new FlexAxes(style);
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = unknown, PercentageWidth = unknown, PercentageHeight = percentageHeight };
        var height = SizeResolver.DefiniteHeight(box, space, borderPadding, unknown);
        if (height.IsDefinite) height = (height - borderPadding.Vertical).AtLeastZero();
        var sum = new MinMaxSizes();
        var largest = new MinMaxSizes();
        var count = 0;
        foreach (var child in box.Children)
        {
            if (child.IsOutOfFlow) continue;
            LayoutUnit? stretchedTo = !axes.IsColumn && !axes.IsMultiLine && height.IsDefinite && IsStretched(child, box) ? height : null;
            var basis = ItemSpaces.IntrinsicBasis(child, height);
            var sizes = stretchedTo is null
                ? SizeResolver.Contribution(child, basis, context)
                : BoxLayout.Stretched(child, ItemSpaces.StretchedHeight(child, height), () => SizeResolver.Contribution(child, basis, context, false, stretchedTo));
            if (!axes.IsColumn) sizes = WithinBasis(child, sizes, axes.IsMultiLine, context);
            sum = new MinMaxSizes(sum.Min + sizes.Min, sum.Max + sizes.Max);
            largest = largest.Encompass(sizes);
            count++;
        }

        if (axes.IsColumn && axes.IsMultiLine && count > 0) return new MinMaxSizes(largest.Min, WrappedColumns(box, percentageHeight, largest.Max, edges, context)) + edges;
        if (axes.IsColumn) return largest + edges;
        var gap = style.Flex.ColumnGap is { } length ? SizeResolver.Resolve(length, LayoutUnit.Zero).AtLeastZero() * Math.Max(0, count - 1) : LayoutUnit.Zero;
        sum += gap;
        sum = axes.IsMultiLine ? sum with { Min = largest.Min } : sum;
        // Negative margins could make the one less than the other, or either less than nothing.
        sum = new MinMaxSizes(sum.Min.AtLeastZero(), LayoutUnit.Larger(sum.Max, sum.Min).AtLeastZero());
        return sum + edges;
    }

    private static bool IsStretched(LayoutBox item, LayoutBox container)
    {
        var size = item.Style.Size;
        return size.Height.IsAuto && !size.Margin.Top.IsAuto && !size.Margin.Bottom.IsAuto
            && AlignmentRules.AlignSelf(item, container).Value is Alignment.Normal or Alignment.Stretch;
    }

    /// <summary>A contribution is at least the flex base size of an item that does not shrink, and at most that of one that does not grow.</summary>
    private static MinMaxSizes WithinBasis(LayoutBox item, MinMaxSizes sizes, bool maxOnly, LayoutContext context)
    {
        var flex = item.Style.Flex;
        if (!flex.Basis.IsLength || flex.Basis.HasPercent || (flex.Grow > 0 && flex.Shrink > 0)) return sizes;
        var unknown = LayoutUnit.Indefinite;
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = unknown, PercentageWidth = unknown, PercentageHeight = unknown };
        var borderPadding = SizeResolver.Border(item.Style) + SizeResolver.Padding(item.Style, unknown);
        var margin = SizeResolver.Margin(item.Style, unknown).Horizontal;
        var basis = LayoutUnit.Larger(SizeResolver.WidthOf(item, flex.Basis, space, borderPadding, context), borderPadding.Horizontal);
        return new MinMaxSizes(maxOnly ? sizes.Min : Clamp(sizes.Min), Clamp(sizes.Max));

        LayoutUnit Clamp(LayoutUnit outer)
        {
            var inner = outer - margin;
            if (flex.Grow == 0) inner = LayoutUnit.Smaller(inner, basis);
            if (flex.Shrink == 0) inner = LayoutUnit.Larger(inner, basis);
            inner = SizeResolver.WithinWidths(item, inner, space, borderPadding, false, context);
            if (item.Style.Size.MinWidth.IsAuto && !item.Style.IsScrollContainer)
            {
                // What a percentage compresses has no content to keep.
                var least = item.Kind == BoxKind.Replaced ? sizes.Min - margin : BoxLayout.Intrinsic(item, unknown, context).Min;
                var specified = SizeResolver.WidthOf(item, item.Style.Size.Width, space, borderPadding, context);
                if (specified.IsDefinite) least = LayoutUnit.Smaller(least, specified);
                var most = item.Style.Size.MaxWidth.Kind == SizeKind.None ? unknown : SizeResolver.WidthOf(item, item.Style.Size.MaxWidth, space, borderPadding, context);
                if (most.IsDefinite) least = LayoutUnit.Smaller(least, most);
                inner = LayoutUnit.Larger(inner, least);
            }

            return inner + margin;
        }
    }

    /// <summary>Widths of all columns when each item may be as wide as the widest wants to be.</summary>
    private static LayoutUnit WrappedColumns(LayoutBox box, LayoutUnit percentageHeight, LayoutUnit widest, LayoutUnit edges, LayoutContext context)
    {
        var space = new ConstraintSpace
        {
            AvailableWidth = widest + edges,
            IsFixedWidth = true,
            AvailableHeight = LayoutUnit.Indefinite,
            PercentageWidth = LayoutUnit.Indefinite,
            PercentageHeight = percentageHeight,
            IsMeasure = true,
        };
        if (box.StretchedHeight.IsDefinite) space = space with { AvailableHeight = box.StretchedHeight, IsFixedHeight = true };
        var geometry = new ContainerGeometry(box, space, context, ContainerGeometry.FixedScrollbars(box, context));
        return new FlexPass(box, space, context, geometry).MeasureCrossSum();
    }
}
