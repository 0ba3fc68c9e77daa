using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Items in their areas: sizes and positions (css-grid-2, 6, 10).</content>
internal sealed partial class GridPass
{
    private LayoutUnit WidthOf(GridItem item) => _grid.Columns.EndOf(item.Columns.End) - _grid.Columns.StartOf(item.Columns.Start);

    private LayoutUnit HeightOf(GridItem item) => _grid.Rows.EndOf(item.Rows.End) - _grid.Rows.StartOf(item.Rows.Start);

    internal Insets MarginOf(GridItem item) => SizeResolver.Margin(item.Box.Style, WidthOf(item));

    internal Insets BorderPaddingOf(GridItem item) => SizeResolver.Border(item.Box.Style) + SizeResolver.Padding(item.Box.Style, WidthOf(item));

    /// <summary>Border-box heights of an orthogonal item: those of its lines, within its limits.</summary>
    internal MinMaxSizes HeightsOf(GridItem item)
    {
        var heights = OrthogonalFlow.Heights(item.Box, Context);
        var space = new ConstraintSpace { AvailableHeight = LayoutUnit.Indefinite, PercentageHeight = LayoutUnit.Indefinite };
        var borderPadding = BorderPaddingOf(item);
        return new MinMaxSizes(
            SizeResolver.WithinHeights(item.Box, heights.Min, space, borderPadding, heights.Min), SizeResolver.WithinHeights(item.Box, heights.Max, space, borderPadding, heights.Max));
    }

    /// <summary>Lays an item out in its columns while its rows are not known.</summary>
    internal LayoutResult Measure(GridItem item)
    {
        if (item.Measured is { } known) return known;
        // What neither fills its area nor has percentages of it won't change: that layout is the final one.
        var size = item.Box.Style.Size;
        var fills = size.Height.IsAuto && item.Align is Alignment.Normal or Alignment.Stretch;
        var isFinal = !fills && !ItemSpaces.ReadsPercentageHeight(item.Box) && size.Height.Kind != SizeKind.Stretch;
        item.Measured = LayOut(item, LayoutUnit.Indefinite, !isFinal || Space.IsMeasure);
        return item.Measured;
    }

    private LayoutResult LayOut(GridItem item, LayoutUnit areaHeight, bool isMeasure)
    {
        var box = item.Box;
        var areaWidth = WidthOf(item);
        var margin = MarginOf(item);
        var borderPadding = BorderPaddingOf(item);
        var space = new ConstraintSpace
        {
            AvailableWidth = areaWidth,
            AvailableHeight = areaHeight,
            PercentageWidth = areaWidth,
            PercentageHeight = areaHeight,
            AutoWidth = AutoWidth.FitContent,
        };
        var (fillWidth, fillHeight) = Fills(item, space, borderPadding);
        // A fixed size is the border box's, and min and max no longer apply: they are applied here.
        var width = fillWidth ? SizeResolver.WithinWidths(box, areaWidth - margin.Horizontal, space, borderPadding, false, Context, item.Justify == Alignment.Stretch) : areaWidth;
        var height = areaHeight;
        if (fillHeight && item.Align == Alignment.Normal && SizeResolver.WidthFromRatio(box, space with { StretchHeight = true }, borderPadding) is { IsDefinite: true } fromRatio)
        {
            // The area's height gives the width; but then it is the width that the height comes of.
            width = SizeResolver.WithinWidths(box, fromRatio, space, borderPadding, false, Context);
            (fillWidth, fillHeight) = (true, false);
        }

        if (fillHeight)
        {
            var content = box.Style.Size.MinHeight.IsIntrinsic || box.Style.Size.MaxHeight.IsIntrinsic ? Measure(item).IntrinsicHeight : LayoutUnit.Indefinite;
            height = SizeResolver.WithinHeights(box, areaHeight - margin.Vertical, space, borderPadding, content);
        }

        space = space with { AvailableWidth = width, IsFixedWidth = fillWidth, AvailableHeight = height, IsFixedHeight = fillHeight, IsMeasure = isMeasure };
        if (fillHeight && fillWidth && item.Measured is { IsComplete: true } measured && measured.Fragment.Height == height && measured.Fragment.Width == width && !HeightDependence.Within(box)) return measured;
        var final = ItemSpaces.Normalize(box, space);
        return fillHeight && !fillWidth
            ? BoxLayout.Stretched(box, height, () => BoxLayout.Layout(box, final, Context))
            : BoxLayout.Layout(box, final, Context);
    }

    /// <summary>
    /// Whether auto sizes fill the area: `normal` does so but for replaced boxes; a preferred ratio is stronger than it in one of the axes, but not than `stretch`.
    /// </summary>
    private static (bool Width, bool Height) Fills(GridItem item, in ConstraintSpace space, in Insets borderPadding)
    {
        var box = item.Box;
        var size = box.Style.Size;
        var isReplaced = box.Kind == BoxKind.Replaced;
        var width = size.Width.IsAuto && !size.Margin.Left.IsAuto && !size.Margin.Right.IsAuto && (item.Justify == Alignment.Stretch || (item.Justify == Alignment.Normal && !isReplaced));
        var height = size.Height.IsAuto && !size.Margin.Top.IsAuto && !size.Margin.Bottom.IsAuto && space.AvailableHeight.IsDefinite
            && (item.Align == Alignment.Stretch || (item.Align == Alignment.Normal && !isReplaced));
        if (SizeResolver.RatioOf(box, out _) <= 0) return (width, height);
        if (width && item.Justify == Alignment.Normal)
        {
            var isHeightFirm = (height && item.Align == Alignment.Stretch)
                || (!size.Height.IsAuto && SizeResolver.HeightOf(box, size.Height, space, borderPadding, LayoutUnit.Indefinite).IsDefinite);
            if (isHeightFirm) width = false;
        }

        // With its width given the ratio gives the height.
        if (height && item.Align == Alignment.Normal && (width || (!size.Width.IsAuto && !size.Width.IsIntrinsic))) height = false;
        return (width, height);
    }

    /// <summary>The corner of an item's border box from the content box's corner.</summary>
    private LayoutPoint CornerOf(GridItem item, Fragment fragment)
    {
        var margin = MarginOf(item);
        var auto = item.Box.Style.Size.Margin;
        var rtl = Box.Style.IsRtl;
        var (width, height) = (WidthOf(item), HeightOf(item));
        var freeX = width - fragment.Width - margin.Horizontal;
        var freeY = height - fragment.Height - margin.Vertical;
        var inline = AutoOffset(rtl ? auto.Right.IsAuto : auto.Left.IsAuto, rtl ? auto.Left.IsAuto : auto.Right.IsAuto, freeX)
            ?? item.Justify switch
            {
                Alignment.Baseline => item.InlineShim,
                Alignment.LastBaseline => freeX - item.InlineShim,
                _ => AlignmentRules.Offset(item.Justify, item.IsJustifySafe, freeX, false),
            };
        var block = AutoOffset(auto.Top.IsAuto, auto.Bottom.IsAuto, freeY) ?? item.Align switch
        {
            Alignment.Baseline => item.Shim,
            Alignment.LastBaseline => freeY - item.Shim,
            _ => AlignmentRules.Offset(item.Align, item.IsAlignSafe, freeY, false),
        };
        var start = _grid.Columns.StartOf(item.Columns.Start) + inline + (rtl ? margin.Right : margin.Left);
        return new LayoutPoint(rtl ? Geometry.ContentWidth - start - fragment.Width : start, _grid.Rows.StartOf(item.Rows.Start) + block + margin.Top);
    }

    /// <summary>What auto margins make of free space; null without any.</summary>
    private static LayoutUnit? AutoOffset(bool start, bool end, LayoutUnit free)
    {
        if (!start && !end) return null;
        if (free <= LayoutUnit.Zero) return LayoutUnit.Zero;
        return start ? (end ? free / 2 : free) : LayoutUnit.Zero;
    }
}
