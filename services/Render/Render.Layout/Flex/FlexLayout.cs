namespace WasmEngine.Render.Layout;

/// <summary>Flex containers (css-flexbox-1).</summary>
internal sealed class FlexLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context)
    {
        var scrollbars = ContainerGeometry.FixedScrollbars(box, context);
        while (true)
        {
            var result = new FlexPass(box, space, context, new ContainerGeometry(box, space, context, scrollbars)).Run();
            var needed = ContainerGeometry.NeededScrollbars(box, result.Fragment, context);
            if (needed == scrollbars) return result;
            scrollbars = needed; // scrollbars are only ever added: twice at most
        }
    }

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context) => FlexIntrinsicSizes.Of(box, percentageHeight, context);
}
