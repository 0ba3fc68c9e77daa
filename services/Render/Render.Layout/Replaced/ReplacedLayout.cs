namespace WasmEngine.Render.Layout;

/// <summary>Replaced elements (CSS 2, 10.3.2, 10.6.2; css-sizing-4).</summary>
internal sealed class ReplacedLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context)
    {
        var border = SizeResolver.Border(box.Style);
        var padding = SizeResolver.Padding(box.Style, space.PercentageWidth);
        var size = ReplacedSize.Of((ReplacedBox)box, space, border + padding, context);
        var builder = new FragmentBuilder(box, context)
        {
            Border = border,
            Padding = padding,
            Margin = SizeResolver.Margin(box.Style, space.PercentageWidth),
            Width = size.Width,
            Height = size.Height,
        };
        return new LayoutResult(builder.Build()) { IntrinsicHeight = size.Height };
    }

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context)
    {
        var width = ReplacedSize.IntrinsicWidth((ReplacedBox)box, percentageHeight);
        return new MinMaxSizes(width, width);
    }
}
