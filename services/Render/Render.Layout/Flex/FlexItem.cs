using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A flex item during the layout of its container. Sizes are those of border boxes.</summary>
internal sealed class FlexItem(LayoutBox box, int index)
{
    internal LayoutBox Box { get; } = box;

    /// <summary>Place among the container's children.</summary>
    internal int Index { get; } = index;

    /// <summary>Used margins, `auto` as 0.</summary>
    internal Insets Margin { get; init; }

    internal Insets BorderPadding { get; init; }

    /// <summary>align-self relative to the cross axis; baselines that can't be aligned are FlexStart and FlexEnd.</summary>
    internal Alignment Align { get; init; }

    internal bool IsAlignSafe { get; init; }

    /// <summary>Its cross size fills its line: align-self is stretch, the cross size is auto and no cross margin is.</summary>
    internal bool IsStretched { get; init; }

    /// <summary>Flex base size.</summary>
    internal LayoutUnit Base { get; set; }

    /// <summary>Whether flex-basis (or the main size that it refers to) was definite.</summary>
    internal bool HasDefiniteBasis { get; set; }

    /// <summary>Used min main size.</summary>
    internal LayoutUnit Min { get; set; }

    /// <summary>Used max main size.</summary>
    internal LayoutUnit Max { get; set; }

    internal LayoutUnit Hypothetical => Base.Within(Min, Max);

    /// <summary>Flexed main size.</summary>
    internal LayoutUnit MainSize { get; set; }

    /// <summary>MainSize is final.</summary>
    internal bool IsFrozen { get; set; }

    internal LayoutResult? Result { get; set; }

    /// <summary>A column's item with its height left to its content; null unless that was asked for.</summary>
    internal LayoutResult? Measured { get; set; }

    /// <summary>From the content box's main-start edge to the border box's.</summary>
    internal LayoutUnit MainOffset { get; set; }

    /// <summary>From the content box's cross-start edge to the border box's.</summary>
    internal LayoutUnit CrossOffset { get; set; }
}

/// <summary>A flex line: a stretch of the items.</summary>
/// <param name="first">Its first item.</param>
/// <param name="count">How many there are.</param>
internal sealed class FlexLine(int first, int count)
{
    internal int First { get; } = first;

    internal int Count { get; } = count;

    internal LayoutUnit CrossOffset { get; set; }

    internal LayoutUnit CrossSize { get; set; }

    /// <summary>Greatest distance from the cross-start margin edge to the baseline among items aligned by first baselines.</summary>
    internal LayoutUnit Ascent { get; set; } = LayoutUnit.Indefinite;

    /// <summary>Greatest distance from the baseline to the cross-end margin edge among items aligned by last baselines.</summary>
    internal LayoutUnit LastDescent { get; set; } = LayoutUnit.Indefinite;
}
