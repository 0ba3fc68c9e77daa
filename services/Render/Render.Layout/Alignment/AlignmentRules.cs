using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What flex and grid layout share of box alignment (css-align-3).</summary>
internal static class AlignmentRules
{
    /// <summary>align-self with `auto` replaced by the container's align-items.</summary>
    internal static AlignmentValue AlignSelf(LayoutBox item, LayoutBox container) =>
        item.Style.Flex.AlignSelf.Value == Alignment.Auto ? container.Style.Flex.AlignItems : item.Style.Flex.AlignSelf;

    /// <summary>justify-self with `auto` replaced by the container's justify-items.</summary>
    internal static AlignmentValue JustifySelf(LayoutBox item, LayoutBox container) =>
        item.Style.Flex.JustifySelf.Value == Alignment.Auto ? container.Style.Flex.JustifyItems : item.Style.Flex.JustifySelf;

    /// <summary>See <see cref="OutOfFlowItem.SafeRoom"/>.</summary>
    internal static LayoutSize? SafeRoom(bool x, bool y, in LayoutRect rect) =>
        !x && !y ? null : new LayoutSize(x ? rect.Width : LayoutUnit.Indefinite, y ? rect.Height : LayoutUnit.Indefinite);

    /// <summary>A baseline of an item from its border box's top: the bottom where it has none; that of a scroll container is within its border box (css-align-3, 9.1).</summary>
    internal static LayoutUnit BaselineOf(Fragment fragment, bool last)
    {
        if ((last ? fragment.LastBaseline : fragment.FirstBaseline) is not { } baseline) return fragment.Height;
        return fragment.Box.Style.IsScrollContainer ? baseline.Within(LayoutUnit.Zero, fragment.Height) : baseline;
    }

    /// <summary>Offset of a single subject in free space, which may be negative. Only FlexEnd (the axis' end) and Center move it.</summary>
    /// <param name="value">Relative to the axis.</param>
    /// <param name="isSafe">Falls back to start where it would overflow.</param>
    /// <param name="free">Free space.</param>
    /// <param name="startIsEnd">Whether the writing mode's start edge is the axis' end.</param>
    internal static LayoutUnit Offset(Alignment value, bool isSafe, LayoutUnit free, bool startIsEnd)
    {
        if (isSafe && free < LayoutUnit.Zero) return startIsEnd ? free : LayoutUnit.Zero;
        return value switch
        {
            Alignment.FlexEnd => free,
            Alignment.Center => free / 2,
            _ => LayoutUnit.Zero,
        };
    }

    /// <summary>Turns values that name sides of a writing mode into those of an axis that may run the other way: the result has no Start, End, SelfStart, SelfEnd, Left or Right.</summary>
    /// <param name="value">The value.</param>
    /// <param name="isFlipped">The axis runs against the container's writing mode (reversed).</param>
    /// <param name="isHorizontal">The axis is horizontal.</param>
    /// <param name="isRtl">The container's direction.</param>
    /// <param name="isItemRtl">The item's direction.</param>
    internal static Alignment ToAxis(Alignment value, bool isFlipped, bool isHorizontal, bool isRtl, bool isItemRtl)
    {
        var atEnd = value switch
        {
            Alignment.Start => isFlipped,
            Alignment.End => !isFlipped,
            Alignment.SelfStart => isFlipped ^ (isHorizontal && isRtl != isItemRtl),
            Alignment.SelfEnd => !isFlipped ^ (isHorizontal && isRtl != isItemRtl),
            Alignment.Left => isFlipped ^ (isHorizontal && isRtl),
            Alignment.Right => isHorizontal ? isFlipped == isRtl : isFlipped,
            _ => (bool?)null,
        };
        return atEnd is null ? value : atEnd.Value ? Alignment.FlexEnd : Alignment.FlexStart;
    }
}
