using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Room that classic scrollbars take from a scroll container (css-overflow-3, 3). None at all with overlay scrollbars.</summary>
internal static class ScrollbarRoom
{
    /// <summary>Width of the vertical scrollbar and height of the horizontal one that are there whatever the content.</summary>
    internal static LayoutSize Always(LayoutBox box, LayoutContext context)
    {
        if (context.Options.ScrollbarWidth <= 0 || !box.Style.IsScrollContainer) return default;
        var thickness = LayoutUnit.From(context.Options.ScrollbarWidth);
        var style = box.Style.Box;
        return new LayoutSize(style.OverflowY == Overflow.Scroll ? thickness : default, style.OverflowX == Overflow.Scroll ? thickness : default);
    }

    /// <summary>What a laid-out box needs: `auto` scrollbars come when content overflows, and never go again within a layout.</summary>
    internal static LayoutSize Needed(Fragment fragment, LayoutContext context)
    {
        var now = fragment.Scrollbars;
        var style = fragment.Box.Style;
        if (context.Options.ScrollbarWidth <= 0 || !style.IsScrollContainer) return now;
        var thickness = LayoutUnit.From(context.Options.ScrollbarWidth);
        var inner = fragment.PaddingRect;
        var (width, height) = (inner.Width - now.Width, inner.Height - now.Height);
        var overflow = fragment.Overflow;
        if (style.Box.OverflowY == Overflow.Auto && overflow.Bottom - inner.Y > height) now = now with { Width = thickness };
        var beyond = style.IsRtl ? inner.Right - overflow.X : overflow.Right - inner.X;
        if (style.Box.OverflowX == Overflow.Auto && beyond > width) now = now with { Height = thickness };
        return now;
    }

    /// <summary>The room as insets: the vertical scrollbar is at the end of a line.</summary>
    internal static Insets AsInsets(LayoutSize scrollbars, ComputedStyle style) => style.IsRtl
        ? new Insets(default, default, scrollbars.Height, scrollbars.Width)
        : new Insets(default, scrollbars.Width, scrollbars.Height, default);
}
