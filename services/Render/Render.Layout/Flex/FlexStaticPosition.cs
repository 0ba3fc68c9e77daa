using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Static positions of a flex container's out-of-flow children: as if each were the only item (css-flexbox-1, 4.1).</summary>
internal static class FlexStaticPosition
{
    internal static OutOfFlowItem Of(LayoutBox child, LayoutBox container, in FlexAxes axes, in LayoutRect content)
    {
        var main = Edge(axes.Justify(container.Style.Flex.JustifyContent.Value), axes.IsMainFlipped, true);
        var align = axes.Align(AlignmentRules.AlignSelf(child, container).Value, child.Style.IsRtl);
        align = align switch
        {
            Alignment.Baseline => axes.Align(Alignment.Start, axes.IsRtl),
            Alignment.LastBaseline => axes.Align(Alignment.End, axes.IsRtl),
            _ => align,
        };
        var cross = Edge(align, axes.IsCrossFlipped, false);
        var isSafe = child.Style.Flex.AlignSelf.IsSafe; // only what the box says itself can be safe
        var (x, y) = axes.IsColumn ? (cross, main) : (main, cross);
        return new OutOfFlowItem(child, new LayoutPoint(content.X + At(x, content.Width), content.Y + At(y, content.Height)), x, y, null, null,
            AlignmentRules.SafeRoom(axes.IsColumn && isSafe, !axes.IsColumn && isSafe, content));
    }

    private static StaticEdge Edge(Alignment value, bool isFlipped, bool isMain)
    {
        var edge = value switch
        {
            Alignment.Center => StaticEdge.Center,
            Alignment.SpaceAround or Alignment.SpaceEvenly when isMain => StaticEdge.Center,
            Alignment.FlexEnd => StaticEdge.End,
            _ => StaticEdge.Start,
        };
        return !isFlipped || edge == StaticEdge.Center ? edge : edge == StaticEdge.Start ? StaticEdge.End : StaticEdge.Start;
    }

    private static LayoutUnit At(StaticEdge edge, LayoutUnit size) => edge switch
    {
        StaticEdge.Start => LayoutUnit.Zero,
        StaticEdge.Center => size / 2,
        _ => size,
    };
}
