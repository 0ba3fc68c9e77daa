using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What items need of rows: their heights in their columns, with the room that baseline alignment takes.</summary>
internal sealed class GridRowContributions(GridPass pass) : GridContributions
{
    internal override LayoutUnit MinContent(GridItem item) => Outer(item, false);

    internal override LayoutUnit MaxContent(GridItem item) => Outer(item, true);

    private LayoutUnit Outer(GridItem item, bool isMost)
    {
        var height = pass.Measure(item).Fragment.Height;
        if (WritingFlow.IsOrthogonal(item.Box) && item.Box.Style.Size.Height.IsAuto && pass.HeightsOf(item) is var heights) height = isMost ? heights.Max : heights.Min;
        return height + pass.MarginOf(item).Vertical + item.Shim;
    }

    internal override LayoutUnit Minimum(GridItem item, bool isAutomatic, LayoutUnit limit)
    {
        var size = item.Box.Style.Size;
        if (!size.Height.IsAuto && !size.Height.HasPercent && size.Height.Kind != SizeKind.Stretch && !size.Height.IsIntrinsic) return MinContent(item);
        var borderPadding = pass.BorderPaddingOf(item);
        var outside = pass.MarginOf(item).Vertical + item.Shim;
        var floor = borderPadding.Vertical + outside;
        if (!size.MinHeight.IsAuto)
        {
            // Keywords count as nothing here (as in Blink), as does what can't be resolved.
            var space = new ConstraintSpace { AvailableHeight = LayoutUnit.Indefinite, PercentageHeight = LayoutUnit.Zero };
            var least = size.MinHeight.IsIntrinsic ? LayoutUnit.Indefinite : SizeResolver.HeightOf(item.Box, size.MinHeight, space, borderPadding, LayoutUnit.Indefinite);
            return least.IsIndefinite ? floor : LayoutUnit.Larger(floor, least + outside);
        }

        if (!isAutomatic || item.Box.Style.IsScrollContainer) return floor;
        return LayoutUnit.Larger(floor, LayoutUnit.Smaller(MinContent(item), limit));
    }
}
