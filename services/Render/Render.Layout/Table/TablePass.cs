using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>One layout of one table: columns, then rows, then each part's fragment.</summary>
internal sealed class TablePass
{
    private readonly LayoutBox _box;
    private readonly ConstraintSpace _space;
    private readonly LayoutContext _context;
    private readonly TableModel _model;
    private readonly FragmentBuilder _builder;
    private readonly Insets _padding;
    private readonly Insets _frame;
    private LayoutUnit _width;

    /// <summary>Widths of columns, and where each begins along the reading direction from the first one's start.</summary>
    private readonly LayoutUnit[] _widths;
    private readonly LayoutUnit[] _starts;
    private bool _hasHeight;

    internal TablePass(LayoutBox box, in ConstraintSpace space, TableModel model, LayoutContext context)
    {
        (_box, _space, _model, _context) = (box, space, model, context);
        _padding = model.Padding(space.PercentageWidth);
        _frame = model.Borders.Table + _padding;
        var content = TableColumns.Sizes(model.Columns, model.IsFixed).Min + model.SpacingX + _frame.Horizontal;
        _width = LayoutUnit.Larger(SizeResolver.Width(box, space, _frame, context), content);
        foreach (var caption in model.Grid.Captions) _width = LayoutUnit.Larger(_width, SizeResolver.Contribution(caption, LayoutUnit.Indefinite, context).Min);
        _widths = new LayoutUnit[model.Columns.Length];
        _starts = new LayoutUnit[model.Columns.Length + 1];
        PlaceColumns();
        _builder = new FragmentBuilder(box, context)
        {
            Border = model.Borders.Table,
            Padding = _padding,
            Margin = SizeResolver.Margin(box.Style, space.PercentageWidth),
            Width = _width,
        };
    }

    private TableGrid Grid => _model.Grid;

    private TableBorders Borders => _model.Borders;

    private LayoutUnit RowLeft => _frame.Left + SpacingX;

    private LayoutUnit SpacingX => _model.Columns.Length == 0 ? LayoutUnit.Zero : Borders.SpacingX;

    private LayoutUnit RowWidth => (_width - _frame.Horizontal - (SpacingX * 2)).AtLeastZero();

    internal LayoutResult Run()
    {
        var y = PlaceCaptions(CaptionSide.Top, LayoutUnit.Zero);
        var height = PlaceGrid(y);
        var bottom = PlaceCaptions(CaptionSide.Bottom, y + height);
        _builder.Height = _space.IsFixedHeight ? LayoutUnit.Larger(bottom, _space.AvailableHeight) : bottom;
        return new LayoutResult(_builder.Build()) { IntrinsicHeight = bottom };
    }

    private void PlaceColumns()
    {
        var columns = _model.Columns;
        TableColumns.Distribute(columns, (_width - _frame.Horizontal - _model.SpacingX).AtLeastZero(), _widths);
        var x = LayoutUnit.Zero;
        for (var i = 0; i < columns.Length; i++)
        {
            if (i > 0 && !columns[i].IsMerged && !IsCollapsed(i)) x += Borders.SpacingX;
            _starts[i] = x;
            if (IsCollapsed(i))
            {
                // CSS 2, 17.5.5: the table is narrower by the column and its spacing, nothing else changes.
                _width -= _widths[i] + Borders.SpacingX;
                _widths[i] = LayoutUnit.Zero;
            }

            x += _widths[i];
        }

        _starts[columns.Length] = x;
    }

    private bool IsCollapsed(int column)
    {
        foreach (var part in Grid.ColumnParts)
        {
            if (column >= part.First && column < part.First + part.Count && part.Box.Style.Inherited.Visibility == Visibility.Collapse) return true;
        }

        return false;
    }

    private LayoutUnit PlaceCaptions(CaptionSide side, LayoutUnit y)
    {
        foreach (var caption in Grid.Captions)
        {
            if (caption.Style.Inherited.CaptionSide != side) continue;
            var space = new ConstraintSpace
            {
                AvailableWidth = _width,
                AvailableHeight = LayoutUnit.Indefinite,
                PercentageWidth = _width,
                PercentageHeight = LayoutUnit.Indefinite,
                IsMeasure = _space.IsMeasure,
            };
            var fragment = BoxLayout.Layout(caption, space, _context).Fragment;
            var margin = SizeResolver.Margin(caption.Style, _width);
            var given = caption.Style.Size.Margin;
            var free = _width - fragment.Width - margin.Horizontal;
            var left = margin.Left;
            if (given.Left.IsAuto && given.Right.IsAuto) left += free.AtLeastZero() / 2;
            else if (given.Left.IsAuto || (_box.Style.IsRtl && !given.Right.IsAuto)) left += free;
            _builder.Add(fragment, new LayoutPoint(left, y + margin.Top));
            y += fragment.Height + margin.Vertical;
        }

        return y;
    }

    /// <summary>Lays rows out; gives the height of the table without captions.</summary>
    private LayoutUnit PlaceGrid(LayoutUnit top)
    {
        var measured = new LayoutResult[Grid.Cells.Count];
        for (var i = 0; i < measured.Length; i++) measured[i] = BoxLayout.Layout(Grid.Cells[i].Box, CellSpace(Grid.Cells[i]) with { AvailableHeight = LayoutUnit.Indefinite, IsMeasure = true }, _context);
        var definite = SizeResolver.DefiniteHeight(_box, _space, _frame, _width);
        _hasHeight = !_box.Style.Size.Height.IsAuto; // what a container made of it does not count, as in Chromium
        var rows = new TableRows(Grid, Borders);
        rows.Measure(measured, definite.IsDefinite ? definite - _frame.Vertical : definite);
        var spacing = Grid.Rows.Count > 0 ? _model.SpacingY * 2 : LayoutUnit.Zero;
        var content = rows.Extent(0, Grid.Rows.Count) + spacing + _frame.Vertical;
        var wanted = _space.IsFixedHeight ? _space.AvailableHeight - top : SizeResolver.Height(_box, _space, _frame, _width, content);
        var height = LayoutUnit.Larger(content, wanted);
        rows.Fill(height - spacing - _frame.Vertical);
        PlaceParts(rows, top);
        foreach (var box in Grid.OutOfFlow) _builder.AddOutOfFlow(new OutOfFlowItem(box, new LayoutPoint(_frame.Left, top + _frame.Top)));
        _builder.Table = new TableParts(new LayoutRect(LayoutUnit.Zero, top, _width, height), Stretches(rows, top));
        return height;
    }

    private ConstraintSpace CellSpace(in TableCellSlot cell) => new()
    {
        AvailableWidth = Extent(cell.Column, cell.ColumnSpan),
        IsFixedWidth = true,
        PercentageWidth = (_width - _frame.Horizontal).AtLeastZero(),
        PercentageHeight = LayoutUnit.Indefinite,
        CellBaseline = LayoutUnit.Indefinite,
        IsMeasure = _space.IsMeasure,
    };

    /// <summary>Width of a span of columns.</summary>
    private LayoutUnit Extent(int first, int count)
    {
        var last = Math.Min(first + count, _widths.Length) - 1;
        return _starts[last] + _widths[last] - _starts[first];
    }

    /// <summary>A span's left edge, from the first column's left.</summary>
    private LayoutUnit LeftOf(int first, int count) => _box.Style.IsRtl ? RowWidth - _starts[first] - Extent(first, count) : _starts[first];

    private void PlaceParts(TableRows rows, LayoutUnit top)
    {
        var y = top + _frame.Top + _model.SpacingY;
        var extent = rows.Extent(0, Grid.Rows.Count);
        foreach (var part in Grid.ColumnParts)
        {
            if (part.Count <= 0) continue;
            var column = new FragmentBuilder(part.Box, _context) { Width = Extent(part.First, part.Count), Height = extent };
            _builder.Add(column.Build(), new LayoutPoint(RowLeft + LeftOf(part.First, part.Count), y));
        }

        foreach (var group in Grid.Groups)
        {
            var builder = new FragmentBuilder(group.Box, _context) { Width = RowWidth, Height = rows.Extent(group.FirstRow, group.Rows) };
            var inner = LayoutUnit.Zero;
            for (var i = group.FirstRow; i < group.FirstRow + group.Rows; i++)
            {
                var (row, baseline) = Row(i, rows);
                // Collapsed rows stand where the one before ends.
                builder.Add(row, new LayoutPoint(default, Grid.Rows[i].IsCollapsed && inner > LayoutUnit.Zero ? inner - _model.SpacingY : inner));
                _builder.FirstBaseline ??= y + inner + baseline;
                _builder.LastBaseline = y + inner + baseline;
                if (!Grid.Rows[i].IsCollapsed) inner += rows.Heights[i] + _model.SpacingY;
            }

            _builder.Add(builder.Build(), new LayoutPoint(RowLeft, group.Rows > 0 ? y : y - _model.SpacingY));
            if (inner > LayoutUnit.Zero) y += inner;
        }
    }

    private (Fragment Row, LayoutUnit Baseline) Row(int index, TableRows rows)
    {
        var part = Grid.Rows[index];
        var builder = new FragmentBuilder(part.Box, _context) { Width = RowWidth, Height = rows.Heights[index] };
        var lowest = LayoutUnit.Zero;
        for (var i = part.FirstCell; i < part.FirstCell + part.Cells; i++)
        {
            var cell = Grid.Cells[i];
            var space = CellSpace(cell) with
            {
                AvailableHeight = part.IsCollapsed ? LayoutUnit.Zero : rows.Extent(index, cell.RowSpan),
                PercentageWidth = RowWidth, // Blink measures cells with another width
                IsFixedHeight = true,
                IsFixedHeightIndefinite = !_hasHeight && cell.Box.Style.Size.Height is not { IsLength: true, HasPercent: false }, // Chromium's rule
                CellBaseline = TableRows.IsBaselineAligned(cell.Box) ? rows.Baselines[index] : LayoutUnit.Indefinite,
            };
            var fragment = BoxLayout.Layout(cell.Box, space, _context).Fragment;
            builder.Add(fragment, new LayoutPoint(LeftOf(cell.Column, cell.ColumnSpan), LayoutUnit.Zero));
            if (cell.RowSpan == 1) lowest = LayoutUnit.Larger(lowest, fragment.Height - fragment.Border.Bottom - fragment.Padding.Bottom);
        }

        var baseline = rows.Baselines[index].IsDefinite ? rows.Baselines[index] : lowest;
        builder.FirstBaseline = builder.LastBaseline = baseline;
        return (builder.Build(), baseline);
    }

    private IReadOnlyList<CollapsedBorder> Stretches(TableRows rows, LayoutUnit top)
    {
        if (!Borders.IsCollapsed) return [];
        var xs = new LayoutUnit[_starts.Length];
        for (var i = 0; i < xs.Length; i++) xs[i] = _box.Style.IsRtl ? RowLeft + RowWidth - _starts[i] : RowLeft + _starts[i];
        var ys = new LayoutUnit[rows.Heights.Length + 1];
        ys[0] = top + _frame.Top;
        for (var i = 0; i < rows.Heights.Length; i++) ys[i + 1] = ys[i] + rows.Heights[i];
        return Borders.Stretches(xs, ys);
    }
}
