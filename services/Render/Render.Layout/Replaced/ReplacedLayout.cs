namespace WasmEngine.Render.Layout;

/// <summary>Replaced elements (CSS 2, 10.3.2, 10.6.2; css-sizing-4).</summary>
internal sealed class ReplacedLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context) => throw new NotSupportedException();

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context) => throw new NotSupportedException();
}
