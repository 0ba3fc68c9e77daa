using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Where an item lies in one axis: lines counted from the first line of the implicit grid once placement is done.</summary>
/// <param name="Start">Its first line.</param>
/// <param name="End">Its last line.</param>
internal readonly record struct GridSpan(int Start, int End)
{
    internal int Count => End - Start;
}

/// <summary>A grid item during the layout of its container.</summary>
internal sealed class GridItem(LayoutBox box, int index)
{
    internal LayoutBox Box { get; } = box;

    /// <summary>Place among the container's children.</summary>
    internal int Index { get; } = index;

    internal GridSpan Rows { get; set; }

    internal GridSpan Columns { get; set; }

    /// <summary>justify-self relative to the inline axis.</summary>
    internal Alignment Justify { get; init; }

    internal bool IsJustifySafe { get; init; }

    /// <summary>align-self relative to the block axis.</summary>
    internal Alignment Align { get; set; }

    internal bool IsAlignSafe { get; set; }

    /// <summary>Room that baseline alignment adds to it in its row.</summary>
    internal LayoutUnit Shim { get; set; }

    /// <summary>How far baseline alignment along the inline axis moves it from the edge that its group is aligned at.</summary>
    internal LayoutUnit InlineShim { get; set; }

    /// <summary>Result with its columns known and its row not.</summary>
    internal LayoutResult? Measured { get; set; }

    /// <summary>Result in its area.</summary>
    internal LayoutResult? Result { get; set; }

    internal GridSpan Span(bool rows) => rows ? Rows : Columns;
}
