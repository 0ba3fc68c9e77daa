namespace WasmEngine.Render.Layout;

/// <summary>Used sizes of replaced boxes (CSS 2, 10.3.2, 10.4, 10.6.2; css-sizing-4, 5; css-images-3, 4.2).</summary>
internal static class ReplacedSize
{
    /// <summary>The border box's size.</summary>
    internal static LayoutSize Of(ReplacedBox box, in ConstraintSpace space, in Insets frame, LayoutContext context)
    {
        var size = box.Style.Size;
        var width = space.IsFixedWidth ? LayoutUnit.Larger(space.AvailableWidth, frame.Horizontal) : LayoutUnit.Indefinite;
        var height = space.IsFixedHeight ? LayoutUnit.Larger(space.AvailableHeight, frame.Vertical) : LayoutUnit.Indefinite;
        var natural = NaturalWidth(box, space, frame);
        if (width.IsIndefinite) width = Width(box, space, frame, natural, context);
        if (height.IsIndefinite) height = SizeResolver.HeightOf(box, SizeResolver.HeightIn(box, space), space, frame, LayoutUnit.Indefinite);
        if (height.IsIndefinite && space.StretchHeight && SizeResolver.HasAutoHeight(box, space)) height = SizeResolver.StretchedHeight(box, space, frame);
        var heightLimits = space.IsFixedHeight ? new Limits(LayoutUnit.Zero, LayoutUnit.Max) : HeightLimits(box, space, frame, width, natural);
        if (height.IsDefinite) height = height.Within(heightLimits.Least, heightLimits.Most);
        var ratio = SizeResolver.RatioOf(box, out var isContentBox);
        if (width.IsIndefinite && height.IsIndefinite) return Automatic(box, space, frame, natural, heightLimits, context);
        var widthLimits = space.IsFixedWidth ? new Limits(LayoutUnit.Zero, LayoutUnit.Max) : WidthLimits(box, space, frame, natural, context);
        if (width.IsIndefinite)
        {
            width = (ratio > 0 ? SizeResolver.WidthFor(ratio, isContentBox, height, frame) : natural).Within(widthLimits.Least, widthLimits.Most);
            return new LayoutSize(width, height);
        }

        width = width.Within(widthLimits.Least, widthLimits.Most);
        if (height.IsIndefinite) height = (ratio > 0 ? SizeResolver.HeightFor(ratio, isContentBox, width, frame) : NaturalHeight(box, frame)).Within(heightLimits.Least, heightLimits.Most);
        return new LayoutSize(width, height);
    }

    /// <summary>Border-box width with `width`, min-width and max-width left out.</summary>
    internal static LayoutUnit IntrinsicWidth(ReplacedBox box, LayoutUnit percentageHeight)
    {
        var unknown = LayoutUnit.Indefinite;
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = unknown, PercentageWidth = unknown, PercentageHeight = percentageHeight, AutoWidth = AutoWidth.FitContent };
        var frame = SizeResolver.Border(box.Style) + SizeResolver.Padding(box.Style, unknown);
        var natural = NaturalWidth(box, space, frame);
        var ratio = SizeResolver.RatioOf(box, out var isContentBox);
        if (ratio <= 0) return natural;
        var height = SizeResolver.HeightOf(box, box.Style.Size.Height, space, frame, unknown);
        if (height.IsIndefinite) height = SizeResolver.HeightFor(ratio, isContentBox, natural, frame);
        var limits = HeightLimits(box, space, frame, natural, natural);
        var held = height.Within(limits.Least, limits.Most);
        return held == height && SizeResolver.HasAutoHeight(box, space) ? natural : SizeResolver.WidthFor(ratio, isContentBox, held, frame);
    }

    private readonly record struct Limits(LayoutUnit Least, LayoutUnit Most);

    private static LayoutUnit Width(ReplacedBox box, in ConstraintSpace space, in Insets frame, LayoutUnit natural, LayoutContext context)
    {
        var value = box.Style.Size.Width;
        return value.IsIntrinsic ? (SizeResolver.WidthFromRatio(box, space, frame) is { IsDefinite: true } ratio ? ratio : natural) : SizeResolver.WidthOf(box, value, space, frame, context);
    }

    private static Limits WidthLimits(ReplacedBox box, in ConstraintSpace space, in Insets frame, LayoutUnit natural, LayoutContext context)
    {
        var size = box.Style.Size;
        var least = size.MinWidth.IsIntrinsic ? natural : SizeResolver.WidthOf(box, size.MinWidth, space, frame, context);
        var most = size.MaxWidth.IsIntrinsic ? natural : SizeResolver.WidthOf(box, size.MaxWidth, space, frame, context);
        return Ordered(least, most, frame.Horizontal);
    }

    private static Limits HeightLimits(ReplacedBox box, in ConstraintSpace space, in Insets frame, LayoutUnit width, LayoutUnit natural)
    {
        var size = box.Style.Size;
        var content = LayoutUnit.Indefinite;
        if (size.MinHeight.IsIntrinsic || size.MaxHeight.IsIntrinsic)
        {
            var ratio = SizeResolver.RatioOf(box, out var isContentBox);
            content = ratio > 0 ? SizeResolver.HeightFor(ratio, isContentBox, width.IsDefinite ? width : natural, frame) : NaturalHeight(box, frame);
        }

        return Ordered(
            SizeResolver.HeightOf(box, size.MinHeight, space, frame, content),
            SizeResolver.HeightOf(box, size.MaxHeight, space, frame, content), frame.Vertical);
    }

    private static Limits Ordered(LayoutUnit least, LayoutUnit most, LayoutUnit frame)
    {
        least = least.IsDefinite ? LayoutUnit.Larger(least, frame) : frame;
        return new Limits(least, most.IsDefinite ? LayoutUnit.Larger(least, most) : LayoutUnit.Max);
    }

    /// <summary>Border-box width where nothing says otherwise.</summary>
    private static LayoutUnit NaturalWidth(ReplacedBox box, in ConstraintSpace space, in Insets frame)
    {
        var natural = box.Natural;
        if (box.Style.Box.ContainsSize) return frame.Horizontal;
        // The sizes of a video or canvas are no natural ratio: one that the style gives lets the box fill its container.
        if (natural is { Width: not null, Ratio: null } && box.Style.Box.AspectRatio.Ratio > 0 && box.Element is { Tag: "video" }) natural = default;
        if (natural.Width is { } width) return LayoutUnit.From(width) + frame.Horizontal;
        var ratio = SizeResolver.RatioOf(box, out var isContentBox);
        if (ratio > 0)
        {
            if (natural.Height is { } height) return SizeResolver.WidthFor(ratio, isContentBox, LayoutUnit.From(height) + frame.Vertical, frame);
            // With a ratio alone it fills its container, as a block does; a container that asks first for what it needs gets no answer.
            if (space.AvailableWidth.IsIndefinite) return frame.Horizontal;
            if (space.AvailableWidth.IsDefinite && !space.IsFixedWidth)
                return LayoutUnit.Larger(space.AvailableWidth - SizeResolver.Margin(box.Style, space.PercentageWidth).Horizontal, frame.Horizontal);
        }

        return ReplacedBox.Fallback.Width + frame.Horizontal;
    }

    private static LayoutUnit NaturalHeight(ReplacedBox box, in Insets frame)
    {
        if (box.Style.Box.ContainsSize) return frame.Vertical;
        return (box.Natural.Height is { } height ? LayoutUnit.From(height) : ReplacedBox.Fallback.Height) + frame.Vertical;
    }

    /// <summary>Neither width nor height is given: the table of CSS 2, 10.4, which keeps the ratio as far as the limits let it.</summary>
    private static LayoutSize Automatic(ReplacedBox box, in ConstraintSpace space, in Insets frame, LayoutUnit natural, Limits heights, LayoutContext context)
    {
        var widths = WidthLimits(box, space, frame, natural, context);
        var ratio = SizeResolver.RatioOf(box, out var isContentBox);
        if (ratio <= 0) return new LayoutSize(natural.Within(widths.Least, widths.Most), NaturalHeight(box, frame).Within(heights.Least, heights.Most));
        var width = natural;
        var height = box.Natural is { Width: not null, Height: { } known } && box.Style.Box.AspectRatio.IsAuto && !box.Style.Box.ContainsSize
            ? LayoutUnit.From(known) + frame.Vertical
            : SizeResolver.HeightFor(ratio, isContentBox, width, frame);
        // The limits of the height, carried over to the width, come after the width's own: whichever is violated more decides, and both hold in the end.
        var bounded = width.Within(widths.Least, widths.Most);
        if (bounded != width) height = SizeResolver.HeightFor(ratio, isContentBox, bounded, frame);
        var boundedHeight = height.Within(heights.Least, heights.Most);
        if (boundedHeight != height) bounded = SizeResolver.WidthFor(ratio, isContentBox, boundedHeight, frame).Within(widths.Least, widths.Most);
        return new LayoutSize(bounded, boundedHeight);
    }
}
