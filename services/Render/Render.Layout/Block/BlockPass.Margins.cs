using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Used horizontal margins of children (CSS 2, 10.3.3; css-align-3, 6.1).</content>
internal sealed partial class BlockPass
{
    /// <summary>Margins of a child in flow that is no formatting context; its width has to be known for `auto`.</summary>
    private Insets InFlowMargins(LayoutBox child)
    {
        var margin = SizeResolver.Margin(child.Style, _contentWidth);
        if (!NeedsWidth(child)) return margin;
        var frame = SizeResolver.Border(child.Style) + SizeResolver.Padding(child.Style, _contentWidth);
        var width = SizeResolver.Width(child, SpaceFor(child, _contentWidth), frame, _context);
        return ResolveAuto(child, margin, width, _contentWidth);
    }

    /// <summary>Whether a child's place within its line of room depends on its width.</summary>
    private bool NeedsWidth(LayoutBox child)
    {
        var margin = child.Style.Size.Margin;
        return margin.Left.IsAuto || margin.Right.IsAuto || JustifyOf(child) is not (Alignment.Normal or Alignment.Stretch) || _box.Style.IsRtl
            || _box.Style.Text.Align is TextAlign.WebkitCenter or TextAlign.WebkitRight or TextAlign.WebkitLeft;
    }

    /// <summary>Distributes what is left over: to `auto` margins, else as the box or its container is aligned; the rest goes to the line's end.</summary>
    /// <param name="child">The child.</param>
    /// <param name="margin">Its margins, `auto` as 0.</param>
    /// <param name="width">Its border box's width.</param>
    /// <param name="available">Room for its margin box.</param>
    private Insets ResolveAuto(LayoutBox child, in Insets margin, LayoutUnit width, LayoutUnit available)
    {
        var given = child.Style.Size.Margin;
        var free = available - width - margin.Horizontal;
        var rtl = _box.Style.IsRtl;
        var left = rtl ? free : LayoutUnit.Zero;
        if (given.Left.IsAuto || given.Right.IsAuto)
        {
            var spare = free.AtLeastZero();
            if (given.Left.IsAuto && given.Right.IsAuto) left = rtl ? free - (spare / 2) : spare / 2;
            else if (given.Left.IsAuto != rtl) left = given.Left.IsAuto ? spare : free - spare;
        }
        else
        {
            left = AlignedLeft(child, free, rtl);
        }

        return margin with { Left = margin.Left + left, Right = margin.Right + free - left };
    }

    private LayoutUnit AlignedLeft(LayoutBox child, LayoutUnit free, bool rtl)
    {
        var start = rtl ? free : LayoutUnit.Zero;
        switch (_box.Style.Text.Align)
        {
            case TextAlign.WebkitCenter: return free > LayoutUnit.Zero ? free / 2 : start;
            case TextAlign.WebkitLeft: return LayoutUnit.Zero;
            case TextAlign.WebkitRight: return free;
        }

        var justify = JustifyOf(child);
        if (justify == Alignment.Normal) return start;
        if (free < LayoutUnit.Zero && child.Style.Flex.JustifySelf.IsSafe) return start;
        return justify switch
        {
            Alignment.Center => free / 2,
            Alignment.End or Alignment.FlexEnd => free - start,
            Alignment.SelfEnd => child.Style.IsRtl ? LayoutUnit.Zero : free,
            Alignment.SelfStart => child.Style.IsRtl ? free : LayoutUnit.Zero,
            Alignment.Left => LayoutUnit.Zero,
            Alignment.Right => free,
            _ => start,
        };
    }

    /// <summary>justify-self of a block-level box; Normal where it fills its container.</summary>
    private Alignment JustifyOf(LayoutBox child)
    {
        var value = child.Style.Flex.JustifySelf.Value;
        if (value == Alignment.Auto) value = _box.Style.Flex.JustifyItems.Value;
        return value == Alignment.Auto ? Alignment.Normal : value;
    }
}
