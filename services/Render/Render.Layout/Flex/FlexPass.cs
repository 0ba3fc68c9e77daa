using System.Runtime.InteropServices;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>One layout of a flex container (css-flexbox-1, 9): the steps in their order, and what they share.</summary>
internal sealed partial class FlexPass
{
    private readonly List<FlexItem> _items = [];
    private readonly List<FlexLine> _lines = [];

    internal FlexPass(LayoutBox box, in ConstraintSpace space, LayoutContext context, in ContainerGeometry geometry)
    {
        Box = box;
        Space = space;
        Context = context;
        Geometry = geometry;
        Axes = new FlexAxes(box.Style);
        PercentageWidth = geometry.ContentWidth;
        var columnGap = Gap(box.Style.Flex.ColumnGap, geometry.ContentWidth);
        var rowGap = Gap(box.Style.Flex.RowGap, geometry.ContentHeight);
        (MainGap, CrossGap) = Axes.IsColumn ? (rowGap, columnGap) : (columnGap, rowGap);
    }

    internal LayoutBox Box { get; }

    internal ConstraintSpace Space { get; }

    internal LayoutContext Context { get; }

    internal ContainerGeometry Geometry { get; }

    internal FlexAxes Axes { get; }

    /// <summary>What percentages of the items' widths, margins and paddings refer to; Indefinite while intrinsic widths are asked for.</summary>
    internal LayoutUnit PercentageWidth { get; private set; }

    /// <summary>Between two items of a line.</summary>
    internal LayoutUnit MainGap { get; }

    /// <summary>Between two lines.</summary>
    internal LayoutUnit CrossGap { get; private set; }

    /// <summary>In order-modified document order.</summary>
    internal IReadOnlyList<FlexItem> Items => _items;

    /// <summary>The main size is known before the items are.</summary>
    internal bool IsMainDefinite => !Axes.IsColumn || Geometry.ContentHeight.IsDefinite;

    /// <summary>The cross size is known, and is the only line's.</summary>
    internal bool IsLineCrossDefinite => !Axes.IsMultiLine && (Axes.IsColumn || Geometry.ContentHeight.IsDefinite);

    private static LayoutUnit Gap(LengthPercentage? gap, LayoutUnit basis) => gap is { } length ? SizeResolver.Resolve(length, SizeResolver.OrZero(basis)).AtLeastZero() : LayoutUnit.Zero;

    internal LayoutResult Run()
    {
        PlaceInLines();
        foreach (var line in _lines) SizeLine(line);
        var crossSum = LinesCrossSum();
        var content = Box.Style.Box.ContainsSize ? LayoutUnit.Zero : Axes.IsColumn ? LongestLine() : crossSum;
        var contentHeight = Geometry.FinalContentHeight(Box, Space, content);
        AlignLines(Axes.IsColumn ? Geometry.ContentWidth : contentHeight, crossSum);
        StretchItems();
        foreach (var line in _lines) PositionItems(line, Axes.IsColumn ? contentHeight : Geometry.ContentWidth);
        return new LayoutResult(BuildFragment(contentHeight)) { IntrinsicHeight = content + Geometry.Inner.Vertical };
    }

    /// <summary>Widths of a column's lines when each item is as wide as it wants to be, added up, gaps included (as Blink does it).</summary>
    internal LayoutUnit MeasureCrossSum()
    {
        PercentageWidth = LayoutUnit.Indefinite;
        CrossGap = Gap(Box.Style.Flex.ColumnGap, LayoutUnit.Zero);
        PlaceInLines();
        foreach (var line in _lines)
        {
            line.CrossSize = LayoutUnit.Zero;
            for (var i = line.First; i < line.First + line.Count; i++)
            {
                var widest = SizeResolver.Contribution(_items[i].Box, ItemSpaces.IntrinsicBasis(_items[i].Box, Geometry.ContentHeight), Context).Max;
                line.CrossSize = LayoutUnit.Larger(line.CrossSize, widest);
            }
        }

        return LinesCrossSum();
    }

    /// <summary>Collects the items, finds their base sizes, breaks them into lines and flexes them.</summary>
    private void PlaceInLines()
    {
        CollectItems();
        foreach (var item in _items)
        {
            FlexItemSizes.Resolve(this, item);
            item.MainSize = item.Hypothetical;
        }

        BreakLines();
        var mainSize = Axes.IsColumn ? Geometry.FinalContentHeight(Box, Space, LongestLine()) : Geometry.ContentWidth;
        foreach (var line in _lines)
        {
            var items = CollectionsMarshal.AsSpan(_items).Slice(line.First, line.Count);
            FlexibleLengths.Resolve(items, Axes, mainSize - GapsOf(line));
        }
    }

    private void CollectItems()
    {
        var children = Box.Children;
        var sorted = true;
        for (var i = 0; i < children.Count; i++)
        {
            if (children[i].IsOutOfFlow) continue;
            if (_items.Count > 0 && _items[^1].Box.Style.Flex.Order > children[i].Style.Flex.Order) sorted = false;
            _items.Add(MakeItem(children[i], i));
        }

        // By order, then by place: the index makes it stable.
        if (!sorted) _items.Sort(static (a, b) => a.Box.Style.Flex.Order != b.Box.Style.Flex.Order ? a.Box.Style.Flex.Order.CompareTo(b.Box.Style.Flex.Order) : a.Index.CompareTo(b.Index));
    }

    private FlexItem MakeItem(LayoutBox box, int index)
    {
        var style = box.Style;
        var margin = style.Size.Margin;
        var align = AlignmentRules.AlignSelf(box, Box);
        var hasAutoCross = Axes.IsCrossStartAuto(margin) || Axes.IsCrossEndAuto(margin);
        var crossSize = Axes.IsColumn ? style.Size.Width : style.Size.Height;
        // What says that it fills its container fills its line.
        var isStretch = align.Value is Alignment.Normal or Alignment.Stretch or Alignment.Auto || crossSize.Kind == SizeKind.Stretch;
        var value = align.Value is Alignment.Normal or Alignment.Stretch or Alignment.Auto ? Alignment.FlexStart : Axes.Align(align.Value, style.IsRtl);
        if (value is Alignment.Baseline or Alignment.LastBaseline && hasAutoCross) value = Alignment.FlexStart; // an auto margin is stronger
        return new FlexItem(box, index)
        {
            Margin = SizeResolver.Margin(style, PercentageWidth),
            BorderPadding = SizeResolver.Border(style) + SizeResolver.Padding(style, PercentageWidth),
            Align = value,
            IsAlignSafe = align.IsSafe,
            IsStretched = isStretch && !hasAutoCross && (crossSize.IsAuto || crossSize.Kind == SizeKind.Stretch),
        };
    }

    private void BreakLines()
    {
        if (_items.Count == 0) return;
        if (!Axes.IsMultiLine)
        {
            _lines.Add(new FlexLine(0, _items.Count));
            return;
        }

        var room = !Axes.IsColumn ? Geometry.ContentWidth
            : Geometry.ContentHeight.IsDefinite ? Geometry.ContentHeight
            : Geometry.FinalContentHeight(Box, Space, LayoutUnit.Max);
        var first = 0;
        var used = LayoutUnit.Zero;
        for (var i = 0; i < _items.Count; i++)
        {
            var size = _items[i].Hypothetical + Axes.Main(_items[i].Margin);
            if (i > first && used + MainGap + size > room)
            {
                _lines.Add(new FlexLine(first, i - first));
                (first, used) = (i, LayoutUnit.Zero);
            }

            used = i > first ? used + MainGap + size : size;
        }

        _lines.Add(new FlexLine(first, _items.Count - first));
    }

    private LayoutUnit GapsOf(FlexLine line) => MainGap * (line.Count - 1);

    /// <summary>The longest line's main size as its items are now.</summary>
    private LayoutUnit LongestLine()
    {
        var longest = LayoutUnit.Zero;
        foreach (var line in _lines)
        {
            var sum = GapsOf(line);
            for (var i = line.First; i < line.First + line.Count; i++) sum += _items[i].MainSize + Axes.Main(_items[i].Margin);
            longest = LayoutUnit.Larger(longest, sum);
        }

        return longest;
    }

    private LayoutUnit LinesCrossSum()
    {
        var sum = CrossGap * Math.Max(0, _lines.Count - 1);
        foreach (var line in _lines) sum += line.CrossSize;
        return sum.AtLeastZero();
    }
}
