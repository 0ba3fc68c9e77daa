using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Aspect ratios (css-sizing-4, 5) and contributions (css-sizing-3, 5).</content>
internal static partial class SizeResolver
{
    /// <summary>The preferred ratio, width over height; 0 when there is none.</summary>
    /// <param name="box">The box.</param>
    /// <param name="isContentBox">Whether it is the content box's whatever box-sizing says.</param>
    internal static float RatioOf(LayoutBox box, out bool isContentBox)
    {
        var ratio = box.Style.Box.AspectRatio;
        isContentBox = ratio.IsAuto || box.Style.Box.BoxSizing == BoxSizing.ContentBox;
        if (ratio.IsAuto && box is ReplacedBox { Natural.Ratio: { } natural }) return natural;
        return ratio.Ratio;
    }

    /// <summary>The width that the ratio gives for a definite height; Indefinite when there is no ratio or no such height.</summary>
    internal static LayoutUnit WidthFromRatio(LayoutBox box, in ConstraintSpace space, in Insets borderPadding)
    {
        var ratio = RatioOf(box, out var isContentBox);
        if (ratio <= 0) return LayoutUnit.Indefinite;
        LayoutUnit height;
        if (space.IsFixedHeight) height = space.AvailableHeight;
        else if (!HasAutoHeight(box, space)) height = HeightOf(box, box.Style.Size.Height, space, borderPadding, LayoutUnit.Indefinite);
        else if (space.StretchHeight && space.AvailableHeight.IsDefinite) height = StretchedHeight(box, space, borderPadding);
        else return LayoutUnit.Indefinite;
        if (height.IsIndefinite) return height;
        if (!space.IsFixedHeight) height = WithinHeights(box, height, space, borderPadding, LayoutUnit.Indefinite);
        return WidthFor(ratio, isContentBox, height, borderPadding);
    }

    /// <summary>Limits of an auto width with what the ratio carries over from the limits of an auto height (css-sizing-4, 5.2).</summary>
    private static (LayoutUnit Least, LayoutUnit Most) WithTransferred(
        LayoutBox box, in ConstraintSpace space, in Insets borderPadding, LayoutUnit least, LayoutUnit most)
    {
        var ratio = RatioOf(box, out var isContentBox);
        if (ratio <= 0 || space.IsFixedHeight || HeightIn(box, space).IsIntrinsic || (space.StretchHeight && space.AvailableHeight.IsDefinite)) return (least, most);
        if (HeightOf(box, HeightIn(box, space), space, borderPadding, LayoutUnit.Indefinite).IsDefinite) return (least, most);
        var size = box.Style.Size;
        var lower = OrZero(HeightOf(box, size.MinHeight, space, borderPadding, LayoutUnit.Indefinite));
        var upper = size.MaxHeight.Kind == SizeKind.None ? LayoutUnit.Indefinite : HeightOf(box, size.MaxHeight, space, borderPadding, LayoutUnit.Indefinite);
        var (own, ownMost) = (OrZero(least), most.IsDefinite ? most : LayoutUnit.Max);
        var carried = LayoutUnit.Smaller(WidthFor(ratio, isContentBox, LayoutUnit.Larger(lower, borderPadding.Vertical), borderPadding), ownMost);
        if (upper.IsDefinite) most = LayoutUnit.Smaller(ownMost, LayoutUnit.Larger(WidthFor(ratio, isContentBox, LayoutUnit.Larger(upper, borderPadding.Vertical), borderPadding), own));
        return (LayoutUnit.Larger(own, carried), most);
    }

    /// <summary>The border box's width for its height.</summary>
    internal static LayoutUnit WidthFor(float ratio, bool isContentBox, LayoutUnit height, in Insets borderPadding) => isContentBox
        ? ((height - borderPadding.Vertical).AtLeastZero() * (double)ratio) + borderPadding.Horizontal
        : LayoutUnit.Larger(height * (double)ratio, borderPadding.Horizontal);

    /// <summary>The border box's height for its width.</summary>
    internal static LayoutUnit HeightFor(float ratio, bool isContentBox, LayoutUnit width, in Insets borderPadding) => isContentBox
        ? ((width - borderPadding.Horizontal).AtLeastZero() * (1 / (double)ratio)) + borderPadding.Vertical
        : LayoutUnit.Larger(width * (1 / (double)ratio), borderPadding.Vertical);

    /// <summary>The height that the ratio gives for a width; Indefinite without a ratio.</summary>
    internal static LayoutUnit HeightFromRatio(LayoutBox box, LayoutUnit width, in Insets borderPadding)
    {
        var ratio = RatioOf(box, out var isContentBox);
        return ratio <= 0 || width.IsIndefinite ? LayoutUnit.Indefinite : HeightFor(ratio, isContentBox, width, borderPadding);
    }

    /// <summary>
    /// What a box contributes to its parent's intrinsic widths: its outer size when `width` is a length; intrinsic widths, held within min-width and max-width, else.
    /// Percentages that depend on the parent count as auto (0 for the min-content contribution of replaced boxes, css-sizing-3, 5.2.2), none, or 0 for margins and paddings.
    /// </summary>
    /// <param name="box">The box.</param>
    /// <param name="percentageHeight">What percentages of heights refer to, or Indefinite.</param>
    /// <param name="context">The pass.</param>
    /// <param name="stretchedTo">Height that its margin box is stretched to if its height is auto, which matters to a ratio.</param>
    /// <param name="ignoreWidth">Takes `width` as auto, as for flex items whose base size is asked for.</param>
    /// <returns>Widths of the margin box.</returns>
    internal static MinMaxSizes Contribution(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context, bool ignoreWidth = false, LayoutUnit? stretchedTo = null)
    {
        var unknown = LayoutUnit.Indefinite;
        var style = box.Style;
        var borderPadding = Border(style) + Padding(style, unknown);
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = unknown, PercentageWidth = unknown, PercentageHeight = percentageHeight, AutoWidth = AutoWidth.FitContent };
        if (stretchedTo is { } height) space = space with { AvailableHeight = height, StretchHeight = true };
        var width = ignoreWidth ? unknown : WidthOf(box, style.Size.Width, space, borderPadding, context);
        var fromRatio = false;
        MinMaxSizes sizes;
        if (style.Size.Width.Kind == SizeKind.FitContent && !ignoreWidth) width = unknown;
        if (width.IsDefinite)
        {
            if (box.Kind == BoxKind.Table) width = LayoutUnit.Larger(width, BoxLayout.Intrinsic(box, percentageHeight, context).Min);
            sizes = new MinMaxSizes(width, width);
        }
        else
        {
            var ratio = WidthFromRatio(box, space, borderPadding);
            fromRatio = ratio.IsDefinite;
            sizes = fromRatio ? new MinMaxSizes(ratio, ratio) : BoxLayout.Intrinsic(box, percentageHeight, context);
            // A percentage compresses a replaced box to nothing.
            if (box.Kind == BoxKind.Replaced && (style.Size.Width.HasPercent || style.Size.MaxWidth.HasPercent)) sizes = sizes with { Min = borderPadding.Horizontal };
        }

        // fit-content is min-content when the least is asked for.
        var least = style.Size.MinWidth.Kind == SizeKind.FitContent || style.Size.MaxWidth.Kind == SizeKind.FitContent ? space with { AvailableWidth = LayoutUnit.Zero } : space;
        sizes = new MinMaxSizes(
            WithinWidths(box, sizes.Min, least, borderPadding, fromRatio, context),
            WithinWidths(box, sizes.Max, space, borderPadding, fromRatio, context));
        return sizes + Margin(style, unknown).Horizontal;
    }
}
