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

    internal int Length => End - Start;

    /// <summary>Whether a line may hold it and yet be empty (CSS 2, 9.4.2).</summary>
    internal bool IsEmpty => Kind switch
    {
        InlineItemKind.Text => Length == 0,
        InlineItemKind.Open or InlineItemKind.Close => !HasEdge,
        InlineItemKind.Float or InlineItemKind.OutOfFlow or InlineItemKind.BreakOpportunity => true,
        _ => false,
    };

    /// <summary>Whether the inline box's style gives that side any margin, border or padding.</summary>
    internal static bool HasEdgeOn(ComputedStyle style, bool left)
    {
        var size = style.Size;
        var margin = left ? size.Margin.Left : size.Margin.Right;
        if (margin.IsLength && !margin.Length.IsZero) return true;
        return left ? !size.Padding.Left.IsZero || style.Border.Width.Left != 0 : !size.Padding.Right.IsZero || style.Border.Width.Right != 0;
    }
}
