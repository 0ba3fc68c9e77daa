namespace WasmEngine.Render.Layout;

/// <summary>Block containers (CSS 2, 9.4.1, 8.3.1, 10).</summary>
internal sealed class BlockLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context) => throw new NotSupportedException();

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context) => throw new NotSupportedException();
}
