using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Flex base sizes and used minimum and maximum main sizes (css-flexbox-1, 9.2.3, 4.5, 7.2).</summary>
internal static class FlexItemSizes
{
    internal static void Resolve(FlexPass pass, FlexItem item)
    {
        var box = item.Box;
        var size = box.Style.Size;
        var basis = box.Style.Flex.Basis;
        var main = pass.Axes.IsColumn ? size.Height : size.Width;
        var used = basis.IsAuto ? main : basis;
        var content = new FlexContentSizes(pass, item);
        var resolved = LengthOf(pass, item, used, content);
        if (used.IsIntrinsic) resolved = content.WithinTransferred(resolved);
        // A ratio makes the main size definite, whatever gives the cross size.
        item.HasDefiniteBasis = (resolved.IsDefinite && !used.IsIntrinsic) || (resolved.IsIndefinite && content.HasRatio);
        var borderPadding = pass.Axes.Main(item.BorderPadding);
        item.Base = LayoutUnit.Larger(resolved.IsDefinite ? resolved : content.BaseSize, borderPadding);

        var (minimum, maximum) = pass.Axes.IsColumn ? (size.MinHeight, size.MaxHeight) : (size.MinWidth, size.MaxWidth);
        var most = maximum.Kind == SizeKind.None ? LayoutUnit.Indefinite : LengthOf(pass, item, maximum, content);
        item.Max = most.IsIndefinite ? LayoutUnit.Max : LayoutUnit.Larger(most, borderPadding);
        LayoutUnit least;
        if (minimum.IsAuto)
        {
            // A size that nothing shrinks needs no floor.
            var isFirm = basis.IsAuto && resolved.IsDefinite && !used.IsIntrinsic && box.Style.Flex.Shrink == 0;
            least = box.Style.IsScrollContainer || isFirm ? borderPadding : AutomaticMinimum(pass, item, main, content);
        }
        else
        {
            least = LengthOf(pass, item, minimum, content, LayoutUnit.Zero);
            if (least.IsIndefinite) least = borderPadding;
        }

        item.Min = LayoutUnit.Larger(least, borderPadding);
        // A table is never narrower than its content, whatever its properties say.
        if (box.Kind == BoxKind.Table && !pass.Axes.IsColumn) item.Min = LayoutUnit.Larger(item.Min, content.MinimumSuggestion);
    }

    /// <summary>A main-axis length as a border box's; Indefinite for auto, content, and percentages without a basis.</summary>
    private static LayoutUnit LengthOf(FlexPass pass, FlexItem item, in SizeValue value, FlexContentSizes content, LayoutUnit? unknownBasis = null)
    {
        if (value.Kind is SizeKind.Auto or SizeKind.Content or SizeKind.None) return LayoutUnit.Indefinite;
        if (!pass.Axes.IsColumn) return SizeResolver.WidthOf(item.Box, value, content.Space, item.BorderPadding, pass.Context);
        if (value.IsIntrinsic) return content.BaseSize;
        var space = unknownBasis is { } basis && content.Space.PercentageHeight.IsIndefinite ? content.Space with { PercentageHeight = basis } : content.Space;
        return SizeResolver.HeightOf(item.Box, value, space, item.BorderPadding, LayoutUnit.Indefinite);
    }

    /// <summary>The content-based minimum size.</summary>
    private static LayoutUnit AutomaticMinimum(FlexPass pass, FlexItem item, in SizeValue main, FlexContentSizes content)
    {
        var specified = LengthOf(pass, item, main, content);
        var least = content.MinimumSuggestion;
        if (specified.IsDefinite) least = LayoutUnit.Smaller(least, specified);
        else if (item.Box.Kind == BoxKind.Replaced && content.FromRatio.IsDefinite) least = LayoutUnit.Smaller(least, content.FromRatio);
        return LayoutUnit.Smaller(least, item.Max);
    }
}
