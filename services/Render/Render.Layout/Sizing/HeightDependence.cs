using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Whether it matters to a box's layout how its height came about. Where it does not, a layout with the height left to the content is also the one under a height that is fixed
/// at what came out, and nothing has to be laid out a second time. In doubt it matters.
/// </summary>
internal static class HeightDependence
{
    /// <summary>Whether what is in a box may look different under a definite height than under an auto height that comes to the same.</summary>
    internal static bool Within(LayoutBox box) => WritingFlow.IsVertical || (box.DependsOnHeight ??= Find(box));

    /// <summary>Whether a box's layout may depend on what percentages of heights refer to.</summary>
    internal static bool OfPercentages(LayoutBox box)
    {
        if (WritingFlow.IsVertical || box.WritingMode != WritingMode.HorizontalTb || ReadsHeight(box)) return true;
        var height = box.Style.Size.Height;
        // Percentages within refer to its own height then.
        return !(height.IsLength && box.Kind is BoxKind.Block or BoxKind.Flex or BoxKind.Grid && !box.IsAnonymous) && Within(box);
    }

    private static bool Find(LayoutBox box)
    {
        if (box.WritingMode != WritingMode.HorizontalTb) return true; // what is a height there is another matter
        // Tracks, rows and ratios make sizes of heights; form controls have rules of their own.
        if (box.Kind is not (BoxKind.Block or BoxKind.Flex or BoxKind.Inline or BoxKind.Text or BoxKind.LineBreak or BoxKind.BreakOpportunity)) return true;
        if (box.ShrinksToFit || box.Style.Box.Appearance != Appearance.None || box.Element is { Tag: "fieldset" or "button" or "input" or "select" or "textarea" }) return true;
        if (HasRatio(box) || (box.Kind == BoxKind.Flex && box.Style.Flex.RowGap is { HasPercent: true })) return true;
        foreach (var child in box.Children)
        {
            if (child.IsOutOfFlow) continue; // refers to what its containing block came to
            if (box.Kind == BoxKind.Flex && (HasRatio(child) || child is ReplacedBox || child.Style.Flex.Basis.HasPercent)) return true;
            if (child is not ReplacedBox ? OfPercentages(child) : ReadsHeight(child)) return true;
        }

        return false;
    }

    private static bool ReadsHeight(LayoutBox box)
    {
        var size = box.Style.Size;
        return DependsOnOuter(size.Height) || DependsOnOuter(size.MinHeight) || DependsOnOuter(size.MaxHeight)
            || (box.Style.Position != Position.Static && (size.Inset.Top.HasPercent || size.Inset.Bottom.HasPercent))
            || box.Element is { Tag: "html" or "body", Document.IsQuirky: true }; // they fill the viewport
    }

    private static bool DependsOnOuter(SizeValue value) => value.HasPercent || value.Kind == SizeKind.Stretch;

    private static bool HasRatio(LayoutBox box) => box.Style.Box.AspectRatio.Ratio > 0;
}
