using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A grid container's items in their places, and its two axes: what layout and intrinsic sizing share.</summary>
internal sealed class GridModel
{
    private readonly GridTemplate _rowTemplate;
    private readonly GridTemplate _columnTemplate;
    private readonly int _rowOffset;
    private readonly int _columnOffset;
    private readonly int _rowCount;
    private readonly int _columnCount;
    private readonly bool[] _collapsedRows;
    private readonly bool[] _collapsedColumns;

    /// <summary>Collects and places the items.</summary>
    /// <param name="box">The container.</param>
    /// <param name="width">Its content width, or Indefinite when intrinsic widths are asked for.</param>
    /// <param name="height">Its content height, or Indefinite.</param>
    /// <param name="context">The pass.</param>
    internal GridModel(LayoutBox box, LayoutUnit width, LayoutUnit height, LayoutContext context)
    {
        Box = box;
        Context = context;
        var grid = box.Style.Grid;
        var (minWidth, maxWidth) = Limits(box, true);
        var (minHeight, maxHeight) = Limits(box, false);
        _rowTemplate = GridTemplate.Of(grid.TemplateRows, grid.TemplateAreas, true, GridRepetitions.Count(grid.TemplateRows, height, minHeight, maxHeight, RowGap(height)));
        _columnTemplate = GridTemplate.Of(grid.TemplateColumns, grid.TemplateAreas, false, GridRepetitions.Count(grid.TemplateColumns, width, minWidth, maxWidth, ColumnGap(width)));
        CollectItems();
        GridPlacer.Place(Items, grid.AutoFlow, _rowTemplate, _columnTemplate);
        (_rowOffset, _rowCount) = Extent(true, _rowTemplate);
        (_columnOffset, _columnCount) = Extent(false, _columnTemplate);
        foreach (var item in Items)
        {
            item.Rows = new GridSpan(item.Rows.Start + _rowOffset, item.Rows.End + _rowOffset);
            item.Columns = new GridSpan(item.Columns.Start + _columnOffset, item.Columns.End + _columnOffset);
        }

        _collapsedRows = Collapsed(true, _rowTemplate, _rowOffset, _rowCount);
        _collapsedColumns = Collapsed(false, _columnTemplate, _columnOffset, _columnCount);
        Columns = MakeAxis(false, width, ColumnGap(width));
        Rows = MakeAxis(true, height, RowGap(height));
        if (height.IsDefinite) return;
        foreach (var item in Items) DropCyclicBaseline(item);
    }

    internal LayoutBox Box { get; }

    internal LayoutContext Context { get; }

    /// <summary>In order-modified document order.</summary>
    internal List<GridItem> Items { get; } = [];

    internal GridAxis Columns { get; }

    internal GridAxis Rows { get; private set; }

    /// <summary>Whether rows or their gutters depend on the container's height: percentages, flexible ones.</summary>
    internal bool RowsDependOnHeight
    {
        get
        {
            if (Box.Style.Flex.RowGap is { HasPercent: true }) return true;
            for (var i = 0; i < _rowCount; i++)
            {
                var size = SizeFunction(true, i);
                if (size.Max.Kind == TrackBreadthKind.Flex || size.Min.Length.HasPercent || size.Max.Length.HasPercent) return true;
            }

            return false;
        }
    }

    /// <summary>Whether items' widths depend on the rows' heights.</summary>
    internal bool ColumnsDependOnRows
    {
        get
        {
            foreach (var item in Items)
            {
                if (GridColumnContributions.DependOnRows(item)) return !IsNestedDeeply(item.Box);
            }

            return false;
        }
    }

    // Each such grid has what is in it measured twice, under other heights: nested without end that takes time by powers of two.
    private static bool IsNestedDeeply(LayoutBox box)
    {
        const int most = 8;
        var grids = 0;
        for (var at = box.Parent; at is not null; at = at.Parent)
        {
            if (at.Kind == BoxKind.Grid && ++grids > most) return true;
        }

        return false;
    }

    /// <summary>The container's content height as far as its style and percentages tell it.</summary>
    internal static LayoutUnit DefiniteContentHeight(LayoutBox box, LayoutUnit percentageHeight)
    {
        var unknown = LayoutUnit.Indefinite;
        var borderPadding = SizeResolver.Border(box.Style) + SizeResolver.Padding(box.Style, unknown);
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = unknown, PercentageWidth = unknown, PercentageHeight = percentageHeight };
        var height = SizeResolver.DefiniteHeight(box, space, borderPadding, unknown);
        return height.IsDefinite ? (height - borderPadding.Vertical).AtLeastZero() : height;
    }

    /// <summary>Sets the rows up anew now that the height that percentages refer to is known.</summary>
    internal void ResetRows(LayoutUnit height) => Rows = MakeAxis(true, height, RowGap(height));

    /// <summary>Content widths under min-content and max-content constraints.</summary>
    /// <param name="rowsAreKnown">The rows have been sized.</param>
    internal MinMaxSizes IntrinsicWidths(bool rowsAreKnown = false)
    {
        var contributions = new GridColumnContributions(this, rowsAreKnown);
        GridTrackSizing.Run(Columns, Items, new GridRoom(GridConstraint.MinContent, LayoutUnit.Indefinite, LayoutUnit.Zero, LayoutUnit.Max, false), contributions);
        var least = Columns.Total();
        GridTrackSizing.Run(Columns, Items, new GridRoom(GridConstraint.MaxContent, LayoutUnit.Indefinite, LayoutUnit.Zero, LayoutUnit.Max, false), contributions);
        return new MinMaxSizes(least, LayoutUnit.Larger(least, Columns.Total()));
    }

    /// <summary>Lines of an out-of-flow box in an axis; null for auto and for lines that are not there.</summary>
    internal (int? Start, int? End) LinesOf(LayoutBox box, bool rows)
    {
        var grid = box.Style.Grid;
        var (start, end) = rows
            ? GridLineResolver.ResolveOutOfFlow(grid.RowStart, grid.RowEnd, _rowTemplate)
            : GridLineResolver.ResolveOutOfFlow(grid.ColumnStart, grid.ColumnEnd, _columnTemplate);
        var (offset, count) = rows ? (_rowOffset, _rowCount) : (_columnOffset, _columnCount);
        return (Known(start), Known(end));

        int? Known(int? line) => line + offset is { } at && at >= 0 && at <= count ? at : null;
    }

    private LayoutUnit RowGap(LayoutUnit basis) => Gap(Box.Style.Flex.RowGap, basis);

    private LayoutUnit ColumnGap(LayoutUnit basis) => Gap(Box.Style.Flex.ColumnGap, basis);

    private static LayoutUnit Gap(LengthPercentage? gap, LayoutUnit basis) => gap is { } length ? SizeResolver.Resolve(length, SizeResolver.OrZero(basis)).AtLeastZero() : LayoutUnit.Zero;

    /// <summary>Content sizes that the min and max properties make, where they are plain lengths.</summary>
    private static (LayoutUnit Least, LayoutUnit Most) Limits(LayoutBox box, bool widths)
    {
        var size = box.Style.Size;
        var borderPadding = SizeResolver.Border(box.Style) + SizeResolver.Padding(box.Style, LayoutUnit.Indefinite);
        var (least, most) = widths ? (size.MinWidth, size.MaxWidth) : (size.MinHeight, size.MaxHeight);
        return (Content(least, LayoutUnit.Zero), Content(most, LayoutUnit.Max));

        LayoutUnit Content(in SizeValue value, LayoutUnit otherwise)
        {
            if (!value.IsLength || value.Length.HasPercent) return otherwise;
            var length = LayoutUnit.From(value.Length.Px);
            return box.Style.Box.BoxSizing == BoxSizing.BorderBox ? (length - (widths ? borderPadding.Horizontal : borderPadding.Vertical)).AtLeastZero() : length;
        }
    }

    private void CollectItems()
    {
        var children = Box.Children;
        var sorted = true;
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            if (child.IsOutOfFlow) continue;
            if (Items.Count > 0 && Items[^1].Box.Style.Flex.Order > child.Style.Flex.Order) sorted = false;
            var (justify, align) = (AlignmentRules.JustifySelf(child, Box), AlignmentRules.AlignSelf(child, Box));
            Items.Add(new GridItem(child, i)
            {
                Justify = Justified(justify.Value, child),
                IsJustifySafe = justify.IsSafe,
                Align = Aligned(align.Value, child),
                IsAlignSafe = align.IsSafe,
            });
        }

        if (!sorted) Items.Sort(static (a, b) => a.Box.Style.Flex.Order != b.Box.Style.Flex.Order ? a.Box.Style.Flex.Order.CompareTo(b.Box.Style.Flex.Order) : a.Index.CompareTo(b.Index));
    }

    /// <summary>justify-self relative to the inline axis; an auto margin is stronger than baselines.</summary>
    internal Alignment Justified(Alignment value, LayoutBox child)
    {
        var margin = child.Style.Size.Margin;
        if (value is Alignment.Baseline or Alignment.LastBaseline && (margin.Left.IsAuto || margin.Right.IsAuto)) value = Alignment.Start;
        return AlignmentRules.ToAxis(value, false, true, Box.Style.IsRtl, child.Style.IsRtl);
    }

    /// <summary>align-self relative to the block axis; an auto margin is stronger than baselines.</summary>
    internal Alignment Aligned(Alignment value, LayoutBox child)
    {
        var margin = child.Style.Size.Margin;
        if (value is Alignment.Baseline or Alignment.LastBaseline && (margin.Top.IsAuto || margin.Bottom.IsAuto)) value = Alignment.Start;
        return AlignmentRules.ToAxis(value, false, false, Box.Style.IsRtl, child.Style.IsRtl);
    }

    /// <summary>An item whose height depends on rows that depend on it takes no part in baseline alignment (css-grid-2, 10.6).</summary>
    private void DropCyclicBaseline(GridItem item)
    {
        if (item.Align is not (Alignment.Baseline or Alignment.LastBaseline)) return;
        var size = item.Box.Style.Size;
        if (!size.Height.HasPercent && !size.MinHeight.HasPercent && !size.MaxHeight.HasPercent) return;
        if (Rows.IsFixed(item.Rows.Start, item.Rows.End)) return;
        item.Align = item.Align == Alignment.Baseline ? Alignment.FlexStart : Alignment.FlexEnd;
        item.IsAlignSafe = true;
    }

    private (int Offset, int Count) Extent(bool rows, GridTemplate template)
    {
        // Without explicit tracks the implicit grid ends with the last item, even if that is before the explicit grid's start.
        var (first, last) = (0, template.Count > 0 || Items.Count == 0 ? template.Count : int.MinValue);
        foreach (var item in Items)
        {
            var span = item.Span(rows);
            first = Math.Min(first, span.Start);
            last = Math.Max(last, span.End);
        }

        return (-first, last - first);
    }

    /// <summary>Which tracks of repeat(auto-fit, …) no item is in.</summary>
    private bool[] Collapsed(bool rows, GridTemplate template, int offset, int count)
    {
        if (template.AutoFit.Count == 0) return [];
        var collapsed = new bool[count];
        for (var i = template.AutoFit.Start; i < template.AutoFit.End; i++) collapsed[i + offset] = true;
        foreach (var item in Items)
        {
            var span = item.Span(rows);
            for (var i = span.Start; i < span.End; i++) collapsed[i] = false;
        }

        return collapsed;
    }

    private TrackSize SizeFunction(bool rows, int track)
    {
        var (template, offset) = rows ? (_rowTemplate, _rowOffset) : (_columnTemplate, _columnOffset);
        var at = track - offset;
        if (at >= 0 && at < template.Tracks.Count) return template.Tracks[at];
        var list = rows ? Box.Style.Grid.AutoRows : Box.Style.Grid.AutoColumns;
        if (list.Count == 0) return default; // auto
        return at < 0 ? list[list.Count - 1 - ((-1 - at) % list.Count)] : list[(at - template.Tracks.Count) % list.Count];
    }

    private GridAxis MakeAxis(bool rows, LayoutUnit basis, LayoutUnit gap)
    {
        var tracks = new GridTrack[rows ? _rowCount : _columnCount];
        var collapsed = rows ? _collapsedRows : _collapsedColumns;
        for (var i = 0; i < tracks.Length; i++)
        {
            tracks[i] = i < collapsed.Length && collapsed[i]
                ? new GridTrack { Min = TrackBreadthKind.Length, Max = TrackBreadthKind.Length, IsCollapsed = true }
                : GridTrack.Of(SizeFunction(rows, i), basis);
        }

        return new GridAxis(rows, tracks, gap);
    }
}
