namespace WasmEngine.Render.Layout;

/// <summary>Grid containers (css-grid-2).</summary>
internal sealed class GridLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context) => throw new NotSupportedException();

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context) => throw new NotSupportedException();
}
