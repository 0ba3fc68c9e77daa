using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Turns computed sizes into used ones (css-sizing-3, css-sizing-4, CSS 2 chapter 10), the same way for all algorithms. Widths and heights are those of border
/// boxes unless said otherwise.
/// </summary>
internal static partial class SizeResolver
{
    /// <summary>A length; Indefinite for auto, keywords, and percentages without a basis.</summary>
    internal static LayoutUnit Resolve(in SizeValue value, LayoutUnit basis) => value.IsLength ? Resolve(value.Length, basis) : LayoutUnit.Indefinite;

    /// <summary>A length; Indefinite for percentages without a basis.</summary>
    internal static LayoutUnit Resolve(in LengthPercentage length, LayoutUnit basis)
    {
        if (!length.HasPercent) return LayoutUnit.From(length.Px);
        return basis.IsIndefinite ? LayoutUnit.Indefinite : LayoutUnit.From(length.Resolve(basis.ToFloat()));
    }

    /// <summary>Used border widths.</summary>
    internal static Insets Border(ComputedStyle style)
    {
        var width = style.Border.Width;
        return new Insets(LayoutUnit.From(width.Top), LayoutUnit.From(width.Right), LayoutUnit.From(width.Bottom), LayoutUnit.From(width.Left));
    }

    /// <summary>Used border widths of a box, which for a table's cell may be those of collapsed borders.</summary>
    internal static Insets Border(LayoutBox box) => box.CollapsedBorder ?? Border(box.Style);

    /// <summary>Used paddings; percentages count as 0 without a basis.</summary>
    internal static Insets Padding(ComputedStyle style, LayoutUnit basis)
    {
        var padding = style.Size.Padding;
        return new Insets(Part(padding.Top, basis), Part(padding.Right, basis), Part(padding.Bottom, basis), Part(padding.Left, basis));

        static LayoutUnit Part(in LengthPercentage length, LayoutUnit basis) => OrZero(Resolve(length, basis)).AtLeastZero();
    }

    /// <summary>Margins with `auto` as 0; percentages count as 0 without a basis.</summary>
    internal static Insets Margin(ComputedStyle style, LayoutUnit basis)
    {
        var margin = style.Size.Margin;
        return new Insets(OrZero(Resolve(margin.Top, basis)), OrZero(Resolve(margin.Right, basis)), OrZero(Resolve(margin.Bottom, basis)), OrZero(Resolve(margin.Left, basis)));
    }

    internal static LayoutUnit OrZero(LayoutUnit value) => value.IsIndefinite ? LayoutUnit.Zero : value;

    /// <summary>A size that box-sizing is about, as a border box's.</summary>
    private static LayoutUnit ToBorderBox(ComputedStyle style, LayoutUnit size, LayoutUnit borderPadding) =>
        style.Box.BoxSizing == BoxSizing.BorderBox ? LayoutUnit.Larger(size, borderPadding) : size.AtLeastZero() + borderPadding;

    /// <summary>The border box's width for a box whose parent leaves it to the box.</summary>
    /// <param name="box">The box; replaced ones have their own rules.</param>
    /// <param name="space">Its space.</param>
    /// <param name="borderPadding">Its borders and paddings.</param>
    /// <param name="context">The pass, for intrinsic sizes.</param>
    internal static LayoutUnit Width(LayoutBox box, in ConstraintSpace space, in Insets borderPadding, LayoutContext context)
    {
        if (space.IsFixedWidth) return LayoutUnit.Larger(space.AvailableWidth, LayoutUnit.Zero);
        if (box is ReplacedBox replaced) return ReplacedSize.Of(replaced, space, borderPadding, context).Width;
        var size = box.Style.Size;
        var fromRatio = false;
        var width = WidthOf(box, size.Width, space, borderPadding, context);
        if (size.Width.IsIntrinsic) fromRatio = WidthFromRatio(box, space, borderPadding).IsDefinite;
        if (width.IsIndefinite)
        {
            width = space.AutoWidth == AutoWidth.StretchAlways && size.Width.IsAuto ? LayoutUnit.Indefinite : WidthFromRatio(box, space, borderPadding);
            fromRatio = width.IsDefinite;
            if (!fromRatio) width = AutoWidthOf(box, space, borderPadding, context);
        }

        return WithinWidths(box, width, space, borderPadding, fromRatio, context);
    }

    /// <summary>A width held within min-width and max-width (and what an aspect ratio carries over from the heights' limits).</summary>
    internal static LayoutUnit WithinWidths(LayoutBox box, LayoutUnit width, in ConstraintSpace space, in Insets borderPadding, bool fromRatio, LayoutContext context, bool isStretched = false)
    {
        var size = box.Style.Size;
        var most = size.MaxWidth.Kind == SizeKind.None ? LayoutUnit.Indefinite : WidthOf(box, size.MaxWidth, space, borderPadding, context);
        // What of a min-width can't be resolved counts as nothing.
        var least = WidthOf(box, size.MinWidth, space.PercentageWidth.IsIndefinite && size.MinWidth.HasPercent ? space with { PercentageWidth = LayoutUnit.Zero } : space, borderPadding, context);
        if (size.MinWidth.IsIntrinsic && size.Height.IsAuto && least.IsDefinite)
        {
            // What the content comes to is held within what the limits of the height carry over.
            var (lower, upper) = WithTransferred(box, space, borderPadding, LayoutUnit.Indefinite, LayoutUnit.Indefinite);
            least = LayoutUnit.Larger(upper.IsDefinite ? LayoutUnit.Smaller(least, upper) : least, OrZero(lower));
        }

        // css-sizing-4, 5.3: a width that comes of a ratio is at least min-content, unless the box scrolls.
        if (least.IsIndefinite && fromRatio && !box.Style.IsScrollContainer && box.Kind != BoxKind.Replaced)
        {
            least = IntrinsicWithPadding(box, space.PercentageWidth, LayoutUnit.Indefinite, context).Min;
            if (most.IsDefinite) least = LayoutUnit.Smaller(least, most);
            // With an auto height that the parent decides on, what its limit carries over is stronger than the content.
            var upper = size.MaxHeight.Kind == SizeKind.None || !size.Height.IsAuto || !space.IsFixedHeight ? LayoutUnit.Indefinite : HeightOf(box, size.MaxHeight, space, borderPadding, LayoutUnit.Indefinite);
            if (upper.IsDefinite && RatioOf(box, out var isContentBox) is > 0 and var ratio) least = LayoutUnit.Smaller(least, WidthFor(ratio, isContentBox, upper, borderPadding));
        }

        // A parent that stretches it is stronger than what the ratio carries over.
        var isAuto = size.Width.IsAuto || size.Width.IsIntrinsic || (size.Width.HasPercent && space.PercentageWidth.IsIndefinite);
        if (!isStretched && isAuto && space.AutoWidth != AutoWidth.StretchAlways && box.Kind != BoxKind.Replaced)
            (least, most) = WithTransferred(box, space, borderPadding, least, most);
        if (most.IsDefinite) width = LayoutUnit.Smaller(width, most);
        if (least.IsDefinite) width = LayoutUnit.Larger(width, least);
        return LayoutUnit.Larger(width, borderPadding.Horizontal);
    }

    /// <summary>What a value of width, min-width or max-width comes to; Indefinite for auto, none and unresolvable percentages.</summary>
    internal static LayoutUnit WidthOf(LayoutBox box, in SizeValue value, in ConstraintSpace space, in Insets borderPadding, LayoutContext context)
    {
        switch (value.Kind)
        {
            case SizeKind.Length:
                var length = Resolve(value.Length, space.PercentageWidth);
                return length.IsIndefinite ? length : ToBorderBox(box.Style, length, borderPadding.Horizontal);
            case SizeKind.MinContent:
                return IntrinsicOf(box, space, borderPadding, context).Min;
            case SizeKind.MaxContent:
                return IntrinsicOf(box, space, borderPadding, context).Max;
            case SizeKind.FitContent:
                var sizes = IntrinsicOf(box, space, borderPadding, context);
                if (!value.HasLimit) return space.AvailableWidth.IsIndefinite ? sizes.Max : sizes.FitContent(Available(box, space));
                var limit = Resolve(value.Length, space.PercentageWidth);
                return limit.IsIndefinite ? sizes.Max : sizes.FitContent(ToBorderBox(box.Style, limit, borderPadding.Horizontal));
            case SizeKind.Stretch:
                return space.AvailableWidth.IsIndefinite ? LayoutUnit.Indefinite : LayoutUnit.Larger(Available(box, space), borderPadding.Horizontal);
            default:
                return LayoutUnit.Indefinite;
        }
    }

    /// <summary>Intrinsic widths; a definite height with a ratio decides both.</summary>
    private static MinMaxSizes IntrinsicOf(LayoutBox box, in ConstraintSpace space, in Insets borderPadding, LayoutContext context)
    {
        var ratio = WidthFromRatio(box, space, borderPadding);
        return ratio.IsDefinite ? new MinMaxSizes(ratio, ratio) : IntrinsicWithPadding(box, space.PercentageWidth, space.PercentageHeight, context);
    }

    /// <summary>Intrinsic border-box widths with paddings' percentages resolved.</summary>
    internal static MinMaxSizes IntrinsicWithPadding(LayoutBox box, LayoutUnit percentageWidth, LayoutUnit percentageHeight, LayoutContext context)
    {
        var sizes = BoxLayout.Intrinsic(box, percentageHeight, context);
        if (percentageWidth.IsIndefinite) return sizes;
        return sizes + (Padding(box.Style, percentageWidth).Horizontal - Padding(box.Style, LayoutUnit.Indefinite).Horizontal);
    }

    /// <summary>`height` is `auto`, or a percentage of nothing, which behaves so (CSS 2, 10.5).</summary>
    internal static bool HasAutoHeight(LayoutBox box, in ConstraintSpace space)
    {
        var height = HeightIn(box, space);
        return height.IsAuto || (height.HasPercent && space.PercentageHeight.IsIndefinite) || (height.Kind == SizeKind.Stretch && space.AvailableHeight.IsIndefinite);
    }

    private static LayoutUnit Available(LayoutBox box, in ConstraintSpace space) =>
        (space.AvailableWidth - Margin(box.Style, space.PercentageWidth).Horizontal).AtLeastZero();

    private static LayoutUnit AutoWidthOf(LayoutBox box, in ConstraintSpace space, in Insets borderPadding, LayoutContext context)
    {
        if (space.AutoWidth != AutoWidth.FitContent && space.AvailableWidth.IsDefinite && box.Kind != BoxKind.Table && (!box.ShrinksToFit || box.IsFlexOrGridItem || box.IsOutOfFlow))
            return LayoutUnit.Larger(Available(box, space), borderPadding.Horizontal);
        var sizes = IntrinsicWithPadding(box, space.PercentageWidth, space.PercentageHeight, context);
        return space.AvailableWidth.IsIndefinite ? sizes.Max : sizes.FitContent(Available(box, space));
    }

    /// <summary>
    /// The border box's height before its content is known: Indefinite for auto and what can't be resolved. This is what percentages of its children refer to
    /// (less borders and paddings).
    /// </summary>
    internal static LayoutUnit DefiniteHeight(LayoutBox box, in ConstraintSpace space, in Insets borderPadding, LayoutUnit width)
    {
        if (space.IsFixedHeight) return space.IsFixedHeightIndefinite ? LayoutUnit.Indefinite : space.AvailableHeight;
        if (box.StretchedHeight.IsDefinite && space.AvailableWidth.IsIndefinite) return box.StretchedHeight;
        var value = HeightIn(box, space);
        var height = HeightOf(box, value, space, borderPadding, LayoutUnit.Indefinite);
        if (height.IsIndefinite && space.StretchHeight && space.AvailableHeight.IsDefinite && HasAutoHeight(box, space))
            height = StretchedHeight(box, space, borderPadding);
        // What can't be resolved counts as auto, to which a ratio applies.
        if (height.IsIndefinite && !space.IgnoresHeight) height = HeightFromRatio(box, width, borderPadding);
        return height.IsIndefinite ? height : WithinHeights(box, height, space, borderPadding, LayoutUnit.Indefinite);
    }

    /// <summary>The value of `height` that counts in a space.</summary>
    internal static SizeValue HeightIn(LayoutBox box, in ConstraintSpace space) => space.IgnoresHeight ? SizeValue.Auto : box.Style.Size.Height;

    /// <summary>The border box's height once the content is known.</summary>
    /// <param name="box">The box.</param>
    /// <param name="space">Its space.</param>
    /// <param name="borderPadding">Its borders and paddings.</param>
    /// <param name="width">Its border box's width, for an aspect ratio.</param>
    /// <param name="content">Border-box height that the content gives.</param>
    internal static LayoutUnit Height(LayoutBox box, in ConstraintSpace space, in Insets borderPadding, LayoutUnit width, LayoutUnit content)
    {
        if (space.IsFixedHeight) return space.AvailableHeight;
        var value = HeightIn(box, space);
        var height = HeightOf(box, value, space, borderPadding, content);
        // What a box with a ratio comes to by itself is what the ratio makes of its width.
        var natural = HeightFromRatio(box, width, borderPadding) is { IsDefinite: true } ofRatio ? ofRatio : content;
        if (height.IsDefinite && !value.IsIntrinsic) return WithinHeights(box, height, space, borderPadding, natural);
        if (height.IsDefinite && natural == content) return WithinHeights(box, natural, space, borderPadding, natural);
        if (space.StretchHeight && space.AvailableHeight.IsDefinite && HasAutoHeight(box, space))
            return WithinHeights(box, StretchedHeight(box, space, borderPadding), space, borderPadding, content);
        var ratio = HeightFromRatio(box, width, borderPadding);
        if (ratio.IsIndefinite) return WithinHeights(box, content, space, borderPadding, content);
        // css-sizing-4, 5.3: content makes a box with a ratio higher, unless it scrolls or says how high it is to be at least.
        var automatic = (value.IsAuto || value.IsIntrinsic) && box.Style.Size.MinHeight.IsAuto && !box.Style.IsScrollContainer && box.Kind != BoxKind.Replaced;
        if (automatic) ratio = LayoutUnit.Larger(ratio, content);
        return WithinHeights(box, ratio, space, borderPadding, natural);
    }

    /// <summary>A height held within min-height and max-height.</summary>
    internal static LayoutUnit WithinHeights(LayoutBox box, LayoutUnit height, in ConstraintSpace space, in Insets borderPadding, LayoutUnit content)
    {
        var size = box.Style.Size;
        var most = size.MaxHeight.Kind == SizeKind.None ? LayoutUnit.Indefinite : HeightOf(box, size.MaxHeight, space, borderPadding, content);
        // What of a min-height can't be resolved counts as nothing.
        var least = HeightOf(box, size.MinHeight, space.PercentageHeight.IsIndefinite ? space with { PercentageHeight = LayoutUnit.Zero } : space, borderPadding, content);
        if (most.IsDefinite) height = LayoutUnit.Smaller(height, most);
        if (least.IsDefinite) height = LayoutUnit.Larger(height, least);
        return LayoutUnit.Larger(height, borderPadding.Vertical);
    }

    /// <summary>What a value of height, min-height or max-height comes to; Indefinite for auto, none and unresolvable percentages.</summary>
    internal static LayoutUnit HeightOf(LayoutBox box, in SizeValue value, in ConstraintSpace space, in Insets borderPadding, LayoutUnit content)
    {
        switch (value.Kind)
        {
            case SizeKind.Length:
                var length = Resolve(value.Length, space.PercentageHeight);
                return length.IsIndefinite ? length : ToBorderBox(box.Style, length, borderPadding.Vertical);
            case SizeKind.MinContent or SizeKind.MaxContent or SizeKind.FitContent:
                return content;
            case SizeKind.Stretch:
                return space.AvailableHeight.IsIndefinite ? LayoutUnit.Indefinite : StretchedHeight(box, space, borderPadding);
            default:
                return LayoutUnit.Indefinite;
        }
    }

    internal static LayoutUnit StretchedHeight(LayoutBox box, in ConstraintSpace space, in Insets borderPadding) =>
        LayoutUnit.Larger(space.AvailableHeight - Margin(box.Style, space.PercentageWidth).Vertical, borderPadding.Vertical);
}
