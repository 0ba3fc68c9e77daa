using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>An item, or a part of a text, on a line.</summary>
internal struct LineItem
{
    /// <summary>Which item.</summary>
    internal int Index;

    /// <summary>The part of a text.</summary>
    internal int Start;

    internal int End;

    /// <summary>Room along the line: a text's advance, an atomic inline's margin box, an inline box's edge.</summary>
    internal LayoutUnit Width;

    /// <summary>An atomic inline's, when lines are made to be shown.</summary>
    internal LayoutResult? Result;

    /// <summary>An atomic inline's.</summary>
    internal Insets Margin;

    /// <summary>A soft hyphen at its end shows.</summary>
    internal bool HasHyphen;
}

/// <summary>What one line holds. Used again for the next line.</summary>
internal sealed class Line
{
    internal List<LineItem> Items { get; } = [];

    /// <summary>Empty space before the first line's content.</summary>
    internal LayoutUnit Indent { get; set; }

    /// <summary>Room of all of it, indent included, without spaces that hang at its end.</summary>
    internal LayoutUnit Width { get; set; }

    /// <summary>Preserved spaces that hang at its end.</summary>
    internal LayoutUnit Hang { get; set; }

    /// <summary>The forced break that ends it.</summary>
    internal LayoutBox? ForcedBreak { get; set; }

    /// <summary>It ends the paragraph: by a forced break or because there is no more.</summary>
    internal bool IsLast { get; set; }

    /// <summary>It takes height (CSS 2, 9.4.2).</summary>
    internal bool HasContent { get; set; }

    /// <summary>Where the next line begins.</summary>
    internal int NextItem { get; set; }

    /// <summary>The character that it begins with.</summary>
    internal int NextOffset { get; set; }

    internal void Clear()
    {
        Items.Clear();
        (Indent, Width, Hang) = (default, default, default);
        (ForcedBreak, IsLast, HasContent) = (null, false, false);
    }
}

/// <summary>Margins, borders and paddings of an inline box.</summary>
internal readonly record struct InlineEdges(Insets Margin, Insets Border, Insets Padding)
{
    internal LayoutUnit Left => Margin.Left + Border.Left + Padding.Left;

    internal LayoutUnit Right => Margin.Right + Border.Right + Padding.Right;

    /// <summary>Those of a style; percentages refer to the container's content width, and count as 0 when that is not known.</summary>
    internal static InlineEdges Of(ComputedStyle style, LayoutUnit basis) => new(SizeResolver.Margin(style, basis), SizeResolver.Border(style), SizeResolver.Padding(style, basis));
}
