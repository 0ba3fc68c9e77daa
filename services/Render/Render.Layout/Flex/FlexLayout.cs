namespace WasmEngine.Render.Layout;

/// <summary>Flex containers (css-flexbox-1).</summary>
internal sealed class FlexLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context) => throw new NotSupportedException();

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context) => throw new NotSupportedException();
}
