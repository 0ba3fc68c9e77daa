namespace WasmEngine.Render.Layout;

/// <summary>Where inline content is laid out.</summary>
/// <param name="Content">The block container's content box from its border box's corner; the height is not known.</param>
/// <param name="PercentageHeight">What percentages of heights refer to, or Indefinite.</param>
/// <param name="Bfc">The content box's corner in the block formatting context.</param>
/// <param name="Exclusions">Floats so far.</param>
internal readonly record struct InlineInput(LayoutRect Content, LayoutUnit PercentageHeight, LayoutPoint Bfc, ExclusionSpace Exclusions);

/// <summary>What inline layout gives besides the fragments that it added to the builder.</summary>
/// <param name="Height">Height of all lines.</param>
/// <param name="Exclusions">Floats, with those in the lines.</param>
internal readonly record struct InlineOutput(LayoutUnit Height, ExclusionSpace Exclusions);

/// <summary>Inline formatting contexts (CSS 2, 9.4.2; css-inline-3, css-text-3): the content of a Block with inline children.</summary>
internal static class InlineLayout
{
    /// <summary>Whether it makes no line at all: nothing but collapsible white space, floats and out-of-flow boxes. Such a block's margins collapse through.</summary>
    internal static bool IsEmpty(LayoutBox block, LayoutContext context) => throw new NotSupportedException();

    /// <summary>Lays the lines out; adds them, floats, and out-of-flow boxes with their static positions to the builder, and sets its baselines.</summary>
    internal static InlineOutput Layout(FragmentBuilder builder, in InlineInput input, LayoutContext context) => throw new NotSupportedException();

    /// <summary>Content widths under min-content and max-content constraints, floats included, without the block's own borders and paddings.</summary>
    internal static MinMaxSizes Intrinsic(LayoutBox block, LayoutUnit percentageHeight, LayoutContext context) => throw new NotSupportedException();
}
