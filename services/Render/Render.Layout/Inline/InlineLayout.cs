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
    internal static bool IsEmpty(LayoutBox block, LayoutContext context) => InlineShaper.ContentOf(block, context).IsEmpty;

    /// <summary>Lays the lines out; adds them, floats, and out-of-flow boxes with their static positions to the builder, and sets its baselines.</summary>
    internal static InlineOutput Layout(FragmentBuilder builder, in InlineInput input, LayoutContext context) => new InlineFlow(builder, input, context).Run();

    /// <summary>Content widths under min-content and max-content constraints, floats included, without the block's own borders and paddings.</summary>
    internal static MinMaxSizes Intrinsic(LayoutBox block, LayoutUnit percentageHeight, LayoutContext context)
    {
        var content = InlineShaper.ContentOf(block, context);
        var indent = InlineFlow.IndentOf(block, LayoutUnit.Indefinite);
        return new MinMaxSizes(
            Widest(new LineFiller(content, FillMode.MinContent, LayoutUnit.Zero, percentageHeight, context), content, indent),
            Widest(new LineFiller(content, FillMode.MaxContent, LayoutUnit.Zero, percentageHeight, context), content, indent));
    }

    private static LayoutUnit Widest(LineFiller filler, InlineContent content, LayoutUnit indent)
    {
        var (widest, line) = (LayoutUnit.Zero, filler.Line);
        for (int item = 0, offset = 0; item < content.Items.Length; (item, offset) = (line.NextItem, line.NextOffset))
        {
            filler.Fill(item, offset, indent);
            widest = LayoutUnit.Larger(widest, filler.WidthWithFloats);
            if (line.HasContent) indent = LayoutUnit.Zero;
        }

        return widest;
    }
}
