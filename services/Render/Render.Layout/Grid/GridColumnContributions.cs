using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What items need of columns: their intrinsic widths.</summary>
internal sealed class GridColumnContributions : GridContributions
{
    private readonly GridModel _grid;
    private readonly bool _rowsAreKnown;
    private readonly Dictionary<GridItem, MinMaxSizes> _sizes = [];

    /// <param name="grid">The grid.</param>
    /// <param name="rowsAreKnown">The rows have been sized: items that depend on their heights can use those.</param>
    internal GridColumnContributions(GridModel grid, bool rowsAreKnown = false) => (_grid, _rowsAreKnown) = (grid, rowsAreKnown);

    internal override LayoutUnit MinContent(GridItem item) => SizesOf(item).Min;

    internal override LayoutUnit MaxContent(GridItem item) => SizesOf(item).Max;

    internal override LayoutUnit Minimum(GridItem item, bool isAutomatic, LayoutUnit limit)
    {
        var unknown = LayoutUnit.Indefinite;
        var size = item.Box.Style.Size;
        // auto, and what depends on the area: percentages, stretch, fit-content.
        if (!size.Width.IsAuto && !size.Width.HasPercent && size.Width.Kind is not (SizeKind.Stretch or SizeKind.FitContent)) return SizesOf(item).Min;
        var borderPadding = SizeResolver.Border(item.Box.Style) + SizeResolver.Padding(item.Box.Style, unknown);
        var margin = SizeResolver.Margin(item.Box.Style, unknown).Horizontal;
        var floor = borderPadding.Horizontal + margin;
        if (!size.MinWidth.IsAuto)
        {
            var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = unknown, PercentageWidth = LayoutUnit.Zero, PercentageHeight = unknown };
            var least = size.MinWidth.Kind == SizeKind.FitContent && !size.MinWidth.HasLimit
                ? BoxLayout.Intrinsic(item.Box, unknown, _grid.Context).Min
                : SizeResolver.WidthOf(item.Box, size.MinWidth, space, borderPadding, _grid.Context);
            return least.IsIndefinite ? floor : LayoutUnit.Larger(floor, least + margin);
        }

        if (!isAutomatic || item.Box.Style.IsScrollContainer) return floor;
        return LayoutUnit.Larger(floor, LayoutUnit.Smaller(SizesOf(item).Min, limit));
    }

    /// <summary>Whether an item's widths depend on its rows' heights.</summary>
    internal static bool DependOnRows(GridItem item)
    {
        var size = item.Box.Style.Size;
        if (size.Height.HasPercent || size.MinHeight.HasPercent || size.MaxHeight.HasPercent) return true;
        return size.Height.IsAuto && IsStretched(item) && (SizeResolver.RatioOf(item.Box, out _) > 0 || HoldsRatioOfHeight(item.Box));
    }

    private static bool IsStretched(GridItem item)
    {
        var margin = item.Box.Style.Size.Margin;
        return !margin.Top.IsAuto && !margin.Bottom.IsAuto
            && (item.Align == Alignment.Stretch || (item.Align == Alignment.Normal && item.Box.Kind != BoxKind.Replaced));
    }

    /// <summary>Whether a child's width comes by its ratio of a percentage of the box's height, as an image's of `height: 100%` does.</summary>
    private static bool HoldsRatioOfHeight(LayoutBox box)
    {
        var children = box.Children;
        for (var i = 0; i < children.Count; i++)
        {
            if (children[i].Style.Size.Height.HasPercent && SizeResolver.RatioOf(children[i], out _) > 0) return true;
        }

        return false;
    }

    private MinMaxSizes SizesOf(GridItem item)
    {
        if (_sizes.TryGetValue(item, out var known)) return known;
        var height = LayoutUnit.Indefinite;
        if (DependOnRows(item))
        {
            var rows = _grid.Rows;
            if (_rowsAreKnown) height = rows.EndOf(item.Rows.End) - rows.StartOf(item.Rows.Start);
            else if (rows.IsFixed(item.Rows.Start, item.Rows.End)) height = FixedSize(rows, item.Rows);
        }

        var sizes = Measure(item, height);
        _sizes.Add(item, sizes);
        return sizes;
    }

    private static LayoutUnit FixedSize(GridAxis rows, GridSpan span)
    {
        var sum = rows.Gaps(span.Start, span.End);
        for (var i = span.Start; i < span.End; i++) sum += LayoutUnit.Larger(rows.Tracks[i].MaxLength, rows.Tracks[i].MinLength);
        return sum;
    }

    private MinMaxSizes Measure(GridItem item, LayoutUnit areaHeight)
    {
        var box = item.Box;
        var basis = ItemSpaces.IntrinsicBasis(box, areaHeight);
        if (areaHeight.IsIndefinite || !box.Style.Size.Height.IsAuto || !IsStretched(item)) return SizeResolver.Contribution(box, basis, _grid.Context);
        return BoxLayout.Stretched(box, ItemSpaces.StretchedHeight(box, areaHeight), () => SizeResolver.Contribution(box, basis, _grid.Context, false, areaHeight));
    }
}
