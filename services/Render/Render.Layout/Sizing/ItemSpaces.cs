using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Spaces of flex and grid items. What an item can't depend on is left out of its space, so that results are found again in the cache and
/// nested containers do not lay out their content anew for each round of each of their ancestors.
/// </summary>
internal static class ItemSpaces
{
    /// <summary>Whether the box's layout depends on what percentages of heights refer to.</summary>
    internal static bool ReadsPercentageHeight(LayoutBox box)
    {
        // Anonymous boxes and tables hand it on to what is in them.
        if (box.IsAnonymous || box.Kind == BoxKind.Table) return true;
        var size = box.Style.Size;
        return size.Height.HasPercent || size.MinHeight.HasPercent || size.MaxHeight.HasPercent;
    }

    /// <summary>The percentage basis of heights as far as it matters to a box's intrinsic widths.</summary>
    internal static LayoutUnit IntrinsicBasis(LayoutBox box, LayoutUnit percentageHeight) =>
        ReadsPercentageHeight(box) || WritingFlow.IsOrthogonal(box) ? percentageHeight : LayoutUnit.Indefinite;

    /// <summary>The border box's height of a box that fills a height, paddings' percentages left out.</summary>
    internal static LayoutUnit StretchedHeight(LayoutBox box, LayoutUnit height)
    {
        var unknown = LayoutUnit.Indefinite;
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = height, PercentageWidth = unknown, PercentageHeight = height };
        var borderPadding = SizeResolver.Border(box) + SizeResolver.Padding(box.Style, unknown);
        return SizeResolver.WithinHeights(box, SizeResolver.StretchedHeight(box, space, borderPadding), space, borderPadding, unknown);
    }

    /// <summary>What percentages make of a box's vertical paddings: intrinsic widths are asked for without them.</summary>
    internal static LayoutUnit PercentagePadding(LayoutBox box, LayoutUnit percentageWidth) =>
        SizeResolver.Padding(box.Style, percentageWidth).Vertical - SizeResolver.Padding(box.Style, LayoutUnit.Indefinite).Vertical;

    /// <summary>The space without what the box can't depend on.</summary>
    internal static ConstraintSpace Normalize(LayoutBox box, in ConstraintSpace space)
    {
        if (WritingFlow.IsOrthogonal(box)) return space;
        if (space.IsFixedHeight)
        {
            if (box.IsAnonymous || box.Kind == BoxKind.Table) return space;
            return space with { PercentageHeight = LayoutUnit.Indefinite, IsFixedHeightIndefinite = space.IsFixedHeightIndefinite && HeightDependence.Within(box) };
        }

        var size = box.Style.Size;
        var readsAvailable = (space.StretchHeight && size.Height.IsAuto)
            || size.Height.Kind == SizeKind.Stretch || size.MinHeight.Kind == SizeKind.Stretch || size.MaxHeight.Kind == SizeKind.Stretch;
        return space with
        {
            AvailableHeight = readsAvailable ? space.AvailableHeight : LayoutUnit.Indefinite,
            StretchHeight = space.StretchHeight && size.Height.IsAuto,
            PercentageHeight = IntrinsicBasis(box, space.PercentageHeight),
        };
    }
}
