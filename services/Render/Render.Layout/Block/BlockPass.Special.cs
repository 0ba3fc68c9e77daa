using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Legends of fieldsets, and what quirks mode does to heights.</content>
internal sealed partial class BlockPass
{
    /// <summary>A fieldset's rendered legend: its first legend in flow (HTML, 15.3.13).</summary>
    internal static LayoutBox? LegendOf(LayoutBox box)
    {
        if (box.Element is not { Tag: "fieldset" }) return null;
        foreach (var child in box.Children)
        {
            if (child.Element is { Tag: "legend" } && !child.IsFloating && !child.IsOutOfFlow) return child;
        }

        return null;
    }

    /// <summary>The legend stands on the top border, which moves down to be in its middle where the legend is higher.</summary>
    private void PlaceLegend(LayoutBox legend)
    {
        var space = SpaceFor(legend, _contentWidth) with { AutoWidth = AutoWidth.FitContent };
        var fragment = BoxLayout.Layout(legend, space, _context).Fragment;
        var margin = ResolveAuto(legend, SizeResolver.Margin(legend.Style, _contentWidth), fragment.Width, _contentWidth);
        var border = _builder.Border.Top;
        var y = margin.Top + ((border - fragment.Height).AtLeastZero() / 2);
        _builder.Add(fragment, new LayoutPoint(_frame.Left + margin.Left, y));
        var end = y + fragment.Height + margin.Bottom;
        if (end <= border) return;
        _position += end - border;
        _intrinsic += end - border;
    }

    /// <summary>In quirks mode the root element and body fill the viewport (quirks, 3.6, 3.7).</summary>
    private static bool FillsViewport(LayoutBox box) => box is { Kind: BoxKind.Block, Element: { Tag: "body" or "html", Document.IsQuirky: true }, IsFloating: false, IsOutOfFlow: false }
        && (box.IsRootElement || box.Parent is { IsRootElement: true });

    /// <summary>In quirks mode percentages of heights look through boxes whose height is `auto` (quirks, 3.5).</summary>
    private static LayoutUnit QuirkyBasis(LayoutBox box, in ConstraintSpace space, in Insets frame)
    {
        if (box is not { Kind: BoxKind.Block, Node.Document.IsQuirky: true, IsOutOfFlow: false } || !SizeResolver.HasAutoHeight(box, space))
            return LayoutUnit.Indefinite;
        if (!FillsViewport(box)) return space.PercentageHeight;
        return space.AvailableHeight.IsIndefinite ? LayoutUnit.Indefinite : (space.AvailableHeight - SizeResolver.Margin(box.Style, space.PercentageWidth).Vertical - frame.Vertical).AtLeastZero();
    }

    /// <summary>The height, or that which fills the viewport.</summary>
    private LayoutUnit Filled(LayoutUnit height)
    {
        if (!FillsViewport(_box) || _space.AvailableHeight.IsIndefinite || !SizeResolver.HasAutoHeight(_box, _space)) return height;
        var margin = SizeResolver.Margin(_box.Style, _space.PercentageWidth);
        // Margins that collapse through the body's edges are taken off as well.
        var taken = _flow is null ? margin.Vertical : IsResolved ? _top - _flow.Y + _strut.With(margin.Bottom).Sum : _strut.Sum + margin.Bottom;
        return LayoutUnit.Larger(height, _space.AvailableHeight - taken);
    }
}
