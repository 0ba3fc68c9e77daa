using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What a flex or grid container knows of its own box before its content is laid out.</summary>
internal readonly struct ContainerGeometry
{
    internal ContainerGeometry(LayoutBox box, in ConstraintSpace space, LayoutContext context, LayoutSize scrollbars)
    {
        Border = SizeResolver.Border(box.Style);
        Padding = SizeResolver.Padding(box.Style, space.PercentageWidth);
        Scrollbars = scrollbars;
        Inner = Border + Padding + (box.Style.IsRtl
            ? new Insets(default, default, scrollbars.Height, scrollbars.Width)
            : new Insets(default, scrollbars.Width, scrollbars.Height, default));
        var borderPadding = Border + Padding;
        Width = SizeResolver.Width(box, space, borderPadding, context);
        ContentWidth = (Width - Inner.Horizontal).AtLeastZero();
        var height = SizeResolver.DefiniteHeight(box, space, borderPadding, Width);
        ContentHeight = height.IsIndefinite ? height : (height - Inner.Vertical).AtLeastZero();
    }

    internal Insets Border { get; }

    internal Insets Padding { get; }

    internal Insets BorderPadding => Border + Padding;

    internal LayoutSize Scrollbars { get; }

    /// <summary>From the border box to the content box: borders, paddings and scrollbars.</summary>
    internal Insets Inner { get; }

    /// <summary>Of the border box.</summary>
    internal LayoutUnit Width { get; }

    internal LayoutUnit ContentWidth { get; }

    /// <summary>Indefinite where it comes of the content.</summary>
    internal LayoutUnit ContentHeight { get; }

    /// <summary>The content box's height once the content's height is known.</summary>
    internal LayoutUnit FinalContentHeight(LayoutBox box, in ConstraintSpace space, LayoutUnit content) =>
        (SizeResolver.Height(box, space, BorderPadding, Width, content + Inner.Vertical) - Inner.Vertical).AtLeastZero();

    /// <summary>A builder for the container's fragment.</summary>
    /// <param name="box">The container.</param>
    /// <param name="space">Its space.</param>
    /// <param name="context">The pass.</param>
    /// <param name="contentHeight">The content box's final height.</param>
    internal FragmentBuilder NewBuilder(LayoutBox box, in ConstraintSpace space, LayoutContext context, LayoutUnit contentHeight) => new(box, context)
    {
        Border = Border,
        Padding = Padding,
        Margin = SizeResolver.Margin(box.Style, space.PercentageWidth),
        Scrollbars = Scrollbars,
        Width = Width,
        Height = contentHeight + Inner.Vertical,
        PercentageHeight = ContentHeight,
    };

    /// <summary>Room for scrollbars that are there whatever the content.</summary>
    internal static LayoutSize FixedScrollbars(LayoutBox box, LayoutContext context)
    {
        var room = LayoutUnit.From(context.Options.ScrollbarWidth);
        return new LayoutSize(box.Style.Box.OverflowY == Overflow.Scroll ? room : default, box.Style.Box.OverflowX == Overflow.Scroll ? room : default);
    }

    /// <summary>Scrollbars that `overflow: auto` needs for what was laid out; the same as before when nothing more is needed.</summary>
    internal static LayoutSize NeededScrollbars(LayoutBox box, Fragment fragment, LayoutContext context)
    {
        var room = LayoutUnit.From(context.Options.ScrollbarWidth);
        if (room <= LayoutUnit.Zero || !box.Style.IsScrollContainer) return fragment.Scrollbars;
        var (seen, all) = (fragment.PaddingRect, fragment.Overflow);
        var vertical = box.Style.Box.OverflowY == Overflow.Auto && all.Bottom > seen.Bottom - fragment.Scrollbars.Height;
        var horizontal = box.Style.Box.OverflowX == Overflow.Auto && all.Right > seen.Right - fragment.Scrollbars.Width;
        return new LayoutSize(vertical ? room : fragment.Scrollbars.Width, horizontal ? room : fragment.Scrollbars.Height);
    }
}
