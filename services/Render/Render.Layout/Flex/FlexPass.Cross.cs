using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <content>Cross sizes: items, lines, stretching (css-flexbox-1, 9.4).</content>
internal sealed partial class FlexPass
{
    /// <summary>Where an item's own lengths are resolved.</summary>
    internal ConstraintSpace SpaceOf(FlexItem item) => new()
    {
        AvailableWidth = Geometry.ContentWidth,
        AvailableHeight = Geometry.ContentHeight,
        PercentageWidth = PercentageWidth,
        PercentageHeight = Geometry.ContentHeight,
        AutoWidth = AutoWidth.FitContent,
        StretchHeight = !Axes.IsColumn && IsLineCrossDefinite && item.IsStretched,
    };

    /// <summary>Lays a column's item out with its height left to its content, which percentages of heights then can't refer to.</summary>
    internal LayoutResult MeasureColumnItem(FlexItem item)
    {
        var isFixed = IsLineCrossDefinite && item.IsStretched;
        var space = new ConstraintSpace
        {
            AvailableWidth = isFixed ? StretchedCross(item, Geometry.ContentWidth) : Geometry.ContentWidth,
            IsFixedWidth = isFixed,
            AvailableHeight = LayoutUnit.Indefinite,
            PercentageWidth = PercentageWidth,
            PercentageHeight = LayoutUnit.Indefinite,
            AutoWidth = AutoWidth.FitContent,
            IgnoresHeight = !item.Box.Style.Size.Height.IsAuto || SizeResolver.RatioOf(item.Box, out _) > 0,
            IsMeasure = true,
        };
        var before = Context.Omissions;
        item.Measured = BoxLayout.Layout(item.Box, ItemSpaces.Normalize(item.Box, space), Context);
        Context.Omissions = before; // it goes into the container's result only if it is complete
        return item.Measured;
    }

    /// <summary>Cross size of a stretched item's border box in a line.</summary>
    internal LayoutUnit StretchedCross(FlexItem item, LayoutUnit lineSize)
    {
        var size = LayoutUnit.Larger(lineSize - Axes.Cross(item.Margin), Axes.Cross(item.BorderPadding));
        var space = SpaceOf(item) with { StretchHeight = false };
        if (Axes.IsColumn)
        {
            size = SizeResolver.WithinWidths(item.Box, size, space, item.BorderPadding, false, Context, true);
            // A table is never narrower than its content.
            return item.Box.Kind == BoxKind.Table ? LayoutUnit.Larger(size, BoxLayout.Intrinsic(item.Box, LayoutUnit.Indefinite, Context).Min) : size;
        }

        var limits = item.Box.Style.Size;
        if (item.Result is null && (limits.MinHeight.IsIntrinsic || limits.MaxHeight.IsIntrinsic)) LayOut(item, LayoutUnit.Indefinite, true);
        return SizeResolver.WithinHeights(item.Box, size, space, item.BorderPadding, item.Result?.IntrinsicHeight ?? LayoutUnit.Indefinite);
    }

    /// <summary>Lays an item out with its final main size.</summary>
    /// <param name="item">The item.</param>
    /// <param name="cross">The border box's cross size, or Indefinite to leave it to the item.</param>
    /// <param name="isMeasure">It will be laid out again.</param>
    /// <param name="room">Width that a column's item may take; the container's if left out.</param>
    private void LayOut(FlexItem item, LayoutUnit cross, bool isMeasure, LayoutUnit? room = null)
    {
        var space = Axes.IsColumn
            ? new ConstraintSpace
            {
                AvailableWidth = cross.IsDefinite ? cross : room ?? Geometry.ContentWidth,
                IsFixedWidth = cross.IsDefinite,
                AvailableHeight = item.MainSize,
                IsFixedHeight = true,
                // css-flexbox-1, 9.8: definite if the container's main size is, or the flex basis.
                IsFixedHeightIndefinite = Geometry.ContentHeight.IsIndefinite && !item.HasDefiniteBasis,
            }
            : new ConstraintSpace
            {
                AvailableWidth = item.MainSize,
                IsFixedWidth = true,
                AvailableHeight = cross.IsDefinite ? cross : Geometry.ContentHeight,
                IsFixedHeight = cross.IsDefinite,
            };
        space = space with
        {
            PercentageWidth = PercentageWidth,
            PercentageHeight = Geometry.ContentHeight,
            AutoWidth = AutoWidth.FitContent,
            IsMeasure = isMeasure,
        };
        if (IsAsMeasured(item, cross, room)) return;
        var final = ItemSpaces.Normalize(item.Box, space);
        item.Result = Axes.IsColumn && cross.IsIndefinite && !final.IsFixedHeightIndefinite
            ? BoxLayout.Stretched(item.Box, item.MainSize - ItemSpaces.PercentagePadding(item.Box, PercentageWidth), () => BoxLayout.Layout(item.Box, final, Context))
            : BoxLayout.Layout(item.Box, final, Context);
    }

    // With its height left to its content a column's item came to the very height that it has to have.
    private bool IsAsMeasured(FlexItem item, LayoutUnit cross, LayoutUnit? room)
    {
        if (!Axes.IsColumn || item.Measured is not { IsComplete: true } measured || measured.Fragment.Height != item.MainSize || HeightDependence.Within(item.Box)) return false;
        var wasFixed = IsLineCrossDefinite && item.IsStretched;
        if (cross.IsDefinite ? !wasFixed || measured.Fragment.Width != cross : wasFixed || (room ?? Geometry.ContentWidth) != Geometry.ContentWidth) return false;
        item.Result = measured;
        return true;
    }

    // In a row it came to the line's height by itself.
    private bool FillsAlready(FlexItem item, LayoutUnit cross) =>
        !Axes.IsColumn && item.Result is { IsComplete: true } result && result.Fragment.Height == cross && !HeightDependence.Within(item.Box);

    private LayoutUnit CrossSizeOf(FlexItem item) => Axes.Cross(item.Result!.Fragment.Size);

    private static LayoutUnit BaselineOf(FlexItem item, bool last) => AlignmentRules.BaselineOf(item.Result!.Fragment, last);

    /// <summary>Distance from an item's cross-start margin edge to its baseline. Along columns that is the left border edge.</summary>
    private LayoutUnit AscentOf(FlexItem item, bool last)
    {
        if (Axes.IsColumn) return Axes.IsCrossFlipped ? item.Result!.Fragment.Width + item.Margin.Right : item.Margin.Left;
        var baseline = BaselineOf(item, last);
        return Axes.IsCrossFlipped ? item.Result!.Fragment.Height - baseline + item.Margin.Bottom : baseline + item.Margin.Top;
    }

    /// <summary>Lays the items of a line out and finds its cross size.</summary>
    private void SizeLine(FlexLine line)
    {
        var (largest, descent, lastAscent) = (LayoutUnit.Zero, LayoutUnit.Min, LayoutUnit.Min);
        for (var i = line.First; i < line.First + line.Count; i++)
        {
            var item = _items[i];
            var isStretchedNow = item.IsStretched && IsLineCrossDefinite;
            LayOut(item, isStretchedNow ? StretchedCross(item, DefiniteCross) : LayoutUnit.Indefinite, Space.IsMeasure || (item.IsStretched && !isStretchedNow));
            var outer = CrossSizeOf(item) + Axes.Cross(item.Margin);
            if (item.Align is Alignment.Baseline)
            {
                var ascent = AscentOf(item, false);
                line.Ascent = LayoutUnit.Larger(line.Ascent, ascent);
                descent = LayoutUnit.Larger(descent, outer - ascent);
            }
            else if (item.Align is Alignment.LastBaseline)
            {
                var ascent = AscentOf(item, true);
                lastAscent = LayoutUnit.Larger(lastAscent, ascent);
                line.LastDescent = LayoutUnit.Larger(line.LastDescent, outer - ascent);
            }
            else
            {
                largest = LayoutUnit.Larger(largest, outer);
            }
        }

        if (line.Ascent.IsDefinite) largest = LayoutUnit.Larger(largest, line.Ascent + descent);
        if (line.LastDescent.IsDefinite) largest = LayoutUnit.Larger(largest, line.LastDescent + lastAscent);
        line.CrossSize = largest;
    }

    private LayoutUnit DefiniteCross => Axes.IsColumn ? Geometry.ContentWidth : Geometry.ContentHeight;

    /// <summary>Gives the lines their places and final cross sizes (9.4.8, 9.6.15).</summary>
    private void AlignLines(LayoutUnit cross, LayoutUnit sum)
    {
        if (_lines.Count == 0) return;
        if (!Axes.IsMultiLine)
        {
            _lines[0].CrossSize = cross;
            return;
        }

        var align = Box.Style.Flex.AlignContent;
        var value = Axes.Align(align.Value, Axes.IsRtl);
        if (value == Alignment.Baseline) value = Alignment.FlexStart;
        if (value == Alignment.LastBaseline) value = Alignment.FlexEnd;
        var free = cross - sum;
        if (value is Alignment.Normal or Alignment.Stretch && free > LayoutUnit.Zero)
        {
            foreach (var line in _lines) line.CrossSize += free / _lines.Count;
            free = LayoutUnit.Zero;
        }

        var distribution = ContentDistribution.Of(value, align.IsSafe, free, _lines.Count, Axes.IsWrapReverse);
        var offset = distribution.Initial;
        foreach (var line in _lines)
        {
            line.CrossOffset = offset;
            offset += line.CrossSize + CrossGap + distribution.Between;
        }
    }

    /// <summary>Lays out again what fills its line, now that the line's size is known (9.4.11).</summary>
    private void StretchItems()
    {
        foreach (var line in _lines)
        {
            // Mostly it was done at once; but a box with a ratio may have become higher than its ratio makes it.
            if (IsLineCrossDefinite && line.CrossSize == DefiniteCross) continue;
            for (var i = line.First; i < line.First + line.Count; i++)
            {
                var item = _items[i];
                var isWider = Axes.IsColumn && line.CrossSize > Geometry.ContentWidth;
                if (!item.IsStretched && !isWider) continue;
                var cross = item.IsStretched ? StretchedCross(item, line.CrossSize) : LayoutUnit.Indefinite;
                if (item.IsStretched && FillsAlready(item, cross)) continue;
                if (Space.IsMeasure) Context.Omissions++;
                else LayOut(item, cross, false, item.IsStretched ? null : line.CrossSize);
            }
        }
    }
}
