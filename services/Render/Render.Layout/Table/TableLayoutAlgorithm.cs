namespace WasmEngine.Render.Layout;

/// <summary>Tables (css-tables-3, CSS 2 chapter 17).</summary>
internal sealed class TableLayoutAlgorithm : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context) => throw new NotSupportedException();

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context) => throw new NotSupportedException();
}
