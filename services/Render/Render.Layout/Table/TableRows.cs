using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Heights of rows (CSS 2, 17.5.3; css-tables-3, 3.10).</summary>
internal sealed class TableRows
{
    private readonly TableGrid _grid;
    private readonly TableBorders _borders;

    /// <summary>Height asked for by a row or a cell of it, so that spare height goes elsewhere first.</summary>
    private readonly bool[] _isConstrained;
    private readonly float[] _percents;

    internal TableRows(TableGrid grid, TableBorders borders)
    {
        (_grid, _borders) = (grid, borders);
        Heights = new LayoutUnit[grid.Rows.Count];
        Baselines = new LayoutUnit[grid.Rows.Count];
        _isConstrained = new bool[grid.Rows.Count];
        _percents = new float[grid.Rows.Count];
    }

    internal LayoutUnit[] Heights { get; }

    /// <summary>From each row's top; Indefinite in rows without cells aligned by their baselines.</summary>
    internal LayoutUnit[] Baselines { get; }

    /// <summary>Heights from the cells' measures.</summary>
    internal void Measure(ReadOnlySpan<LayoutResult> cells, LayoutUnit percentageHeight)
    {
        for (var i = 0; i < _grid.Rows.Count; i++) MeasureRow(i, cells, percentageHeight);
        List<int> spanning = [];
        for (var i = 0; i < _grid.Cells.Count; i++)
        {
            if (_grid.Cells[i].RowSpan > 1) spanning.Add(i);
        }

        spanning.Sort((a, b) => _grid.Cells[a].RowSpan != _grid.Cells[b].RowSpan ? _grid.Cells[a].RowSpan.CompareTo(_grid.Cells[b].RowSpan) : a.CompareTo(b));
        foreach (var index in spanning)
        {
            var cell = _grid.Cells[index];
            Grow(cell.Row, cell.RowSpan, CellHeight(cell, cells[index]) - Extent(cell.Row, cell.RowSpan));
        }

        foreach (var group in _grid.Groups)
        {
            var height = SizeResolver.Resolve(group.Box.Style.Size.Height, percentageHeight);
            if (height.IsDefinite && group.Rows > 0) Grow(group.FirstRow, group.Rows, height - Extent(group.FirstRow, group.Rows));
        }
    }

    /// <summary>From the first row's top to the last one's bottom.</summary>
    internal LayoutUnit Extent(int first, int count)
    {
        var sum = LayoutUnit.Zero;
        var gaps = -1;
        for (var i = first; i < first + count; i++)
        {
            if (_grid.Rows[i].IsCollapsed) continue;
            sum += Heights[i];
            gaps++;
        }

        return gaps > 0 ? sum + (_borders.SpacingY * gaps) : sum;
    }

    /// <summary>Makes all rows fill a height: percentages first, then bodies.</summary>
    internal void Fill(LayoutUnit height)
    {
        var rows = _grid.Rows.Count;
        if (rows == 0) return;
        var spare = height - Extent(0, rows);
        if (spare <= LayoutUnit.Zero) return;
        spare -= GrowToPercentages(height, spare);
        if (spare <= LayoutUnit.Zero) return;
        var bodies = _grid.Groups.FindAll(group => group.Rows > 0 && group.Box.Style.Display is not (Display.TableHeaderGroup or Display.TableFooterGroup));
        if (bodies.Count == 0) Grow(0, rows, spare);
        else Grow(bodies[0].FirstRow, bodies[^1].FirstRow + bodies[^1].Rows - bodies[0].FirstRow, spare);
    }

    /// <summary>Rows with percentages grow toward them, each by the same share of what it lacks when there is not enough.</summary>
    private LayoutUnit GrowToPercentages(LayoutUnit height, LayoutUnit spare)
    {
        var lacking = LayoutUnit.Zero;
        for (var i = 0; i < _percents.Length; i++) lacking += Lacks(i);
        if (lacking <= LayoutUnit.Zero) return LayoutUnit.Zero;
        var share = Math.Min(1, spare.ToDouble() / lacking.ToDouble());
        var used = LayoutUnit.Zero;
        for (var i = 0; i < _percents.Length; i++)
        {
            var more = Lacks(i) * share;
            Heights[i] += more;
            used += more;
        }

        return used;

        LayoutUnit Lacks(int row) => _percents[row] <= 0 || _grid.Rows[row].IsCollapsed ? LayoutUnit.Zero
            : (LayoutUnit.From(height.ToFloat() * _percents[row] / 100) - Heights[row]).AtLeastZero();
    }

    /// <summary>Adds height to rows in proportion to what they have: those that ask for none, else all.</summary>
    private void Grow(int first, int count, LayoutUnit more)
    {
        if (more <= LayoutUnit.Zero) return;
        for (var rank = 0; rank < 2; rank++)
        {
            var sum = 0d;
            for (var i = first; i < first + count; i++) sum += Weight(i, rank);
            if (sum <= 0) continue;
            var (left, last) = (more, first);
            for (var i = first; i < first + count; i++)
            {
                var weight = Weight(i, rank);
                if (weight <= 0) continue;
                var part = LayoutUnit.From(more.ToDouble() * weight / sum);
                Heights[i] += part;
                (left, last) = (left - part, i);
            }

            Heights[last] += left;
            return;
        }

        // Empty rows: the last one takes it all.
        Heights[first + count - 1] += more;
    }

    private double Weight(int row, int rank)
    {
        if (_grid.Rows[row].IsCollapsed) return 0;
        return rank switch
        {
            0 => _isConstrained[row] || _percents[row] > 0 ? 0 : Heights[row].ToDouble(),
            _ => Heights[row].ToDouble(),
        };
    }

    private void MeasureRow(int row, ReadOnlySpan<LayoutResult> cells, LayoutUnit percentageHeight)
    {
        var part = _grid.Rows[row];
        var asked = part.Box.Style.Size.Height;
        var height = SizeResolver.Resolve(asked, percentageHeight);
        _isConstrained[row] = asked.IsLength && !asked.HasPercent;
        if (asked.HasPercent) _percents[row] = asked.Length.Percent;
        height = SizeResolver.OrZero(height);
        if (asked.HasPercent) height = LayoutUnit.Zero;
        var (above, below) = (LayoutUnit.Indefinite, LayoutUnit.Zero);
        for (var i = part.FirstCell; i < part.FirstCell + part.Cells; i++)
        {
            var cell = _grid.Cells[i];
            var size = cell.Box.Style.Size.Height;
            if (cell.RowSpan == 1)
            {
                height = LayoutUnit.Larger(height, CellHeight(cell, cells[i]));
                if (size.HasPercent) _percents[row] = MathF.Max(_percents[row], size.Length.Percent);
                else _isConstrained[row] |= size.IsLength;
            }

            if (!IsBaselineAligned(cell.Box)) continue;
            var baseline = BaselineOf(cells[i]);
            above = LayoutUnit.Larger(above, baseline);
            if (cell.RowSpan == 1) below = LayoutUnit.Larger(below, cells[i].IntrinsicHeight - baseline);
        }

        Baselines[row] = above;
        if (above.IsDefinite) height = LayoutUnit.Larger(height, above + below);
        Heights[row] = part.IsCollapsed ? LayoutUnit.Zero : height;
    }

    internal static bool IsBaselineAligned(LayoutBox cell) => cell.Style.Box.VerticalAlign is not (VerticalAlign.Top or VerticalAlign.Middle or VerticalAlign.Bottom);

    /// <summary>A cell's baseline when nothing moves its content; the bottom of its content where it has none.</summary>
    private static LayoutUnit BaselineOf(LayoutResult cell) => cell.Fragment.FirstBaseline ?? (cell.IntrinsicHeight - cell.Fragment.Border.Bottom - cell.Fragment.Padding.Bottom);

    private static LayoutUnit CellHeight(in TableCellSlot cell, LayoutResult result)
    {
        var frame = SizeResolver.Border(cell.Box) + result.Fragment.Padding;
        var asked = SizeResolver.HeightOf(cell.Box, cell.Box.Style.Size.Height, Unknown, frame, LayoutUnit.Indefinite);
        return LayoutUnit.Larger(result.IntrinsicHeight, SizeResolver.OrZero(asked));
    }

    private static readonly ConstraintSpace Unknown = new()
    {
        AvailableWidth = LayoutUnit.Indefinite,
        AvailableHeight = LayoutUnit.Indefinite,
        PercentageWidth = LayoutUnit.Indefinite,
        PercentageHeight = LayoutUnit.Indefinite,
    };
}
