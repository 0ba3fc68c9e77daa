using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What a part of inline content is.</summary>
internal enum InlineItemKind : byte
{
    /// <summary>Characters of one text box, of one bidi level.</summary>
    Text,

    /// <summary>A preserved tab.</summary>
    Tab,

    /// <summary>br, or a preserved newline.</summary>
    ForcedBreak,

    /// <summary>wbr.</summary>
    BreakOpportunity,

    /// <summary>An inline box's start.</summary>
    Open,

    /// <summary>An inline box's end.</summary>
    Close,

    Atomic,
    Float,
    OutOfFlow,

    /// <summary>A list item's outside marker.</summary>
    Marker,

    /// <summary>A bidi control that CSS puts around a box's content; shows nothing, but stands between its neighbours when they are reordered.</summary>
    Control,
}

/// <summary>A part of inline content, in tree order.</summary>
internal sealed class InlineItem
{
    internal required InlineItemKind Kind { get; init; }

    /// <summary>The text box, inline box, atomic inline, float…</summary>
    internal required LayoutBox Box { get; init; }

    /// <summary>Its own style for boxes and texts.</summary>
    internal required InlineStyle Style { get; init; }

    /// <summary>Where its characters begin in the paragraph; items without any stand between two characters.</summary>
    internal int Start { get; set; }

    internal int End { get; set; }

    /// <summary>Bidi level.</summary>
    internal byte Level { get; set; }

    /// <summary>For Open and Close: whether a margin, border or padding is there.</summary>
    internal bool HasEdge { get; init; }

    /// <summary>
    /// For Open: the box shows nothing of its own and nothing in it stands higher or lower, so that its fragments are as large as what is in them (Blink culls
    /// such boxes, and getBoundingClientRect gives the union of what they hold).
    /// </summary>
    internal bool IsCulled { get; set; }

    internal int Length => End - Start;

    /// <summary>Whether a line may hold it and yet be empty (CSS 2, 9.4.2).</summary>
    internal bool IsEmpty => Kind switch
    {
        InlineItemKind.Text => Length == 0,
        InlineItemKind.Open or InlineItemKind.Close => !HasEdge,
        InlineItemKind.Float or InlineItemKind.OutOfFlow or InlineItemKind.BreakOpportunity or InlineItemKind.Control => true,
        _ => false,
    };

    /// <summary>Whether a box with this style shows something of its own or is referred to by something in it.</summary>
    internal static bool HasOwnBox(ComputedStyle style)
    {
        var (border, padding) = (style.Border, style.Size.Padding);
        return border.Width != default || border.OutlineWidth > 0 || HasMargin(style)
            || !(padding.Top.IsZero && padding.Bottom.IsZero && padding.Left.IsZero && padding.Right.IsZero)
            || !style.Background.Color.IsTransparent || style.Background.Layers.Count > 0 || style.Effects.BoxShadow.Count > 0 || border.Image is not null
            || style.ContainsAbsolute || style.Effects.Opacity < 1 || style.Effects.WillChangeStacks || style.Effects.Blend != BlendMode.Normal || style.Effects.ClipPath is not null;
    }

    /// <summary>Whether a margin on any side is other than 0.</summary>
    internal static bool HasMargin(ComputedStyle style)
    {
        var margin = style.Size.Margin;
        return Is(margin.Top) || Is(margin.Right) || Is(margin.Bottom) || Is(margin.Left);

        static bool Is(in SizeValue value) => !value.IsLength || !value.Length.IsZero;
    }

    /// <summary>Whether the inline box's style gives that side any margin, border or padding.</summary>
    internal static bool HasEdgeOn(ComputedStyle style, bool left)
    {
        var size = style.Size;
        var margin = left ? size.Margin.Left : size.Margin.Right;
        if (margin.IsLength && !margin.Length.IsZero) return true;
        return left ? !size.Padding.Left.IsZero || style.Border.Width.Left != 0 : !size.Padding.Right.IsZero || style.Border.Width.Right != 0;
    }
}
