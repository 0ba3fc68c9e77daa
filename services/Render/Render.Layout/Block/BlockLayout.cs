using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Block containers (CSS 2, 9.4.1, 8.3.1, 10), the content of table cells and captions among them.</summary>
internal sealed class BlockLayout : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context)
    {
        var scrollbars = ScrollbarRoom.Always(box, context);
        while (true)
        {
            var result = new BlockPass(box, space, scrollbars, context).Run();
            var needed = ScrollbarRoom.Needed(result.Fragment, context);
            if (needed == scrollbars || result.Flow is { IsAborted: true }) return result;
            scrollbars = needed;
        }
    }

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context)
    {
        var style = box.Style;
        var frame = SizeResolver.Border(box) + SizeResolver.Padding(style, LayoutUnit.Indefinite) + ScrollbarRoom.AsInsets(ScrollbarRoom.Always(box, context), style);
        if (style.Box.ContainsSize) return new MinMaxSizes(frame.Horizontal, frame.Horizontal);
        var basis = ChildPercentageHeight(box, percentageHeight, frame);
        var content = box.HasInlineChildren ? InlineLayout.Intrinsic(box, basis, context) : IntrinsicOfBlocks(box, basis, context);
        return new MinMaxSizes(content.Min, LayoutUnit.Larger(content.Min, content.Max)) + frame.Horizontal;
    }

    private static LayoutUnit ChildPercentageHeight(LayoutBox box, LayoutUnit percentageHeight, in Insets frame)
    {
        if (IsTransparent(box)) return percentageHeight;
        var space = new ConstraintSpace { AvailableWidth = LayoutUnit.Indefinite, AvailableHeight = LayoutUnit.Indefinite, PercentageWidth = LayoutUnit.Indefinite, PercentageHeight = percentageHeight };
        var height = SizeResolver.DefiniteHeight(box, space, frame, LayoutUnit.Indefinite);
        return height.IsIndefinite ? height : (height - frame.Vertical).AtLeastZero();
    }

    /// <summary>Anonymous blocks are passed over when percentages of heights are resolved (CSS 2, 9.2.1.1).</summary>
    internal static bool IsTransparent(LayoutBox box) => box is { IsAnonymous: true, Kind: BoxKind.Block, Parent.Kind: BoxKind.Block };

    /// <summary>The widest child; floats stand side by side until something that they do not reach beside, or `clear`, comes (as Blink has it).</summary>
    private static MinMaxSizes IntrinsicOfBlocks(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context)
    {
        var sizes = default(MinMaxSizes);
        var (left, right) = (LayoutUnit.Zero, LayoutUnit.Zero);
        foreach (var child in box.Children)
        {
            if (child.IsOutOfFlow) continue;
            var clear = child.Style.Box.Clear;
            if (clear != Clear.None)
            {
                sizes = sizes with { Max = LayoutUnit.Larger(sizes.Max, left + right) };
                if (clear != Clear.Right) left = LayoutUnit.Zero;
                if (clear != Clear.Left) right = LayoutUnit.Zero;
            }

            // A symbol beside the content counts, but not its distance (as in Blink).
            var own = child is { IsOutsideMarker: true, Children: [MarkerSymbolBox symbol] }
                ? new MinMaxSizes(LayoutUnit.From(symbol.Natural.Width ?? 0), LayoutUnit.From(symbol.Natural.Width ?? 0))
                : SizeResolver.Contribution(child, percentageHeight, context);
            sizes = sizes with { Min = LayoutUnit.Larger(sizes.Min, own.Min) };
            if (child.IsFloating)
            {
                if (child.Style.Box.Float == Float.Left) left += own.Max.AtLeastZero();
                else right += own.Max.AtLeastZero();
                continue;
            }

            // Floats stand beside the lines of anonymous blocks.
            var most = child is { IsAnonymous: true, HasInlineChildren: true } ? own.Max + left + right : LayoutUnit.Larger(own.Max, left + right);
            if (child.IsFormattingContext)
            {
                // Margins reach over floats.
                var margin = SizeResolver.Margin(child.Style, LayoutUnit.Indefinite);
                most = own.Max - margin.Horizontal + (left > LayoutUnit.Zero ? LayoutUnit.Larger(left, margin.Left) : margin.Left)
                    + (right > LayoutUnit.Zero ? LayoutUnit.Larger(right, margin.Right) : margin.Right);
            }

            sizes = sizes with { Max = LayoutUnit.Larger(sizes.Max, most) };
            left = right = LayoutUnit.Zero;
        }

        return sizes with { Max = LayoutUnit.Larger(sizes.Max, left + right) };
    }
}
