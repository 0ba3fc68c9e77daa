using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A stretch of a collapsed border.</summary>
/// <param name="Rect">Where it is, from the table's border box; half of it on either side of the grid line.</param>
/// <param name="Style">Its style.</param>
/// <param name="Color">Its colour.</param>
/// <param name="IsVertical">Along a column's edge.</param>
public readonly record struct CollapsedBorder(LayoutRect Rect, BorderStyle Style, Color Color, bool IsVertical);

/// <summary>What a table's fragment has besides a box's.</summary>
/// <param name="Grid">The table without its captions, from the border box's corner: what has the table's background and border.</param>
/// <param name="Borders">Collapsed borders; empty in the separated model.</param>
public sealed record TableParts(LayoutRect Grid, IReadOnlyList<CollapsedBorder> Borders);

/// <summary>Borders and spacing of a table in either model (CSS 2, 17.6).</summary>
internal sealed class TableBorders
{
    /// <summary>Larger tables get each cell's own borders instead of the resolved ones.</summary>
    private const long MostEdges = 4_000_000;

    private readonly TableGrid _grid;

    /// <summary>Edges: [row, column line] and [row line, column].</summary>
    private readonly Edge[,]? _vertical;
    private readonly Edge[,]? _horizontal;

    /// <summary>The last column line that borders, or cells over several columns, reach; see <see cref="Right"/>.</summary>
    private int _lastLine;

    /// <summary>An edge's winner so far.</summary>
    internal readonly record struct Edge(float Width, BorderStyle Style, Color Color, int Rank)
    {
        internal bool IsThere => Style is not (BorderStyle.None or BorderStyle.Hidden) && Width > 0;
    }

    internal TableBorders(LayoutBox table, TableGrid grid)
    {
        _grid = grid;
        var inherited = table.Style.Inherited;
        IsCollapsed = inherited.BorderCollapse == BorderCollapse.Collapse;
        if (!IsCollapsed)
        {
            (SpacingX, SpacingY) = (LayoutUnit.From(inherited.SpacingX), LayoutUnit.From(inherited.SpacingY));
            Table = SizeResolver.Border(table.Style);
            foreach (var cell in grid.Cells) cell.Box.CollapsedBorder = null;
            return;
        }

        IsRtl = table.Style.IsRtl;
        if ((long)(grid.Rows.Count + 1) * (grid.Columns + 1) > MostEdges)
        {
            foreach (var cell in grid.Cells) cell.Box.CollapsedBorder = SizeResolver.Border(cell.Box.Style);
            return;
        }

        _vertical = new Edge[grid.Rows.Count, grid.Columns + 1];
        _horizontal = new Edge[grid.Rows.Count + 1, grid.Columns];
        Resolve(table);
        Table = TableHalves();
        foreach (var cell in grid.Cells) cell.Box.CollapsedBorder = CellHalves(cell);
    }

    internal bool IsCollapsed { get; }

    internal bool IsRtl { get; }

    internal LayoutUnit SpacingX { get; }

    internal LayoutUnit SpacingY { get; }

    /// <summary>The table's own borders: of the collapsed ones the outer halves.</summary>
    internal Insets Table { get; }

    /// <summary>Spacing between the columns of a span.</summary>
    internal LayoutUnit Spacing(ReadOnlySpan<TableColumn> columns, int first, int count)
    {
        var gaps = 0;
        for (var i = first + 1; i < first + count && i < columns.Length; i++) gaps += columns[i].IsMerged ? 0 : 1;
        return SpacingX * gaps;
    }

    private void Resolve(LayoutBox table)
    {
        foreach (var cell in _grid.Cells)
        {
            Within(cell);
            if (cell.ColumnSpan > 1) _lastLine = Math.Max(_lastLine, cell.Column + cell.ColumnSpan);
        }

        // Of equal borders cells win over rows, row groups, columns, column groups, and the table (CSS 2, 17.6.2.1); the first of a kind wins.
        foreach (var cell in _grid.Cells) Frame(cell.Box.Style, cell.Row, cell.Column, cell.RowSpan, cell.ColumnSpan, 6);
        for (var i = 0; i < _grid.Rows.Count; i++) Frame(_grid.Rows[i].Box.Style, i, 0, 1, _grid.Columns, 5);
        foreach (var group in _grid.Groups) Frame(group.Box.Style, group.FirstRow, 0, group.Rows, _grid.Columns, 4);
        foreach (var part in _grid.ColumnParts) Frame(part.Box.Style, 0, part.First, _grid.Rows.Count, part.Count, part.Box.Kind == BoxKind.TableColumn ? 3 : 2);
        Frame(table.Style, 0, 0, _grid.Rows.Count, _grid.Columns, 1);
    }

    /// <summary>No border runs through a cell.</summary>
    private void Within(in TableCellSlot cell)
    {
        var none = new Edge(0, BorderStyle.Hidden, default, 7);
        for (var r = cell.Row; r < cell.Row + cell.RowSpan; r++)
        {
            for (var c = cell.Column + 1; c < cell.Column + cell.ColumnSpan; c++) _vertical![r, c] = none;
        }

        for (var r = cell.Row + 1; r < cell.Row + cell.RowSpan; r++)
        {
            for (var c = cell.Column; c < cell.Column + cell.ColumnSpan; c++) _horizontal![r, c] = none;
        }
    }

    private void Frame(ComputedStyle style, int row, int column, int rows, int columns, int rank)
    {
        var border = style.Border;
        if (rows <= 0 || columns <= 0) return;
        if (border.Style != default) _lastLine = Math.Max(_lastLine, column + columns);
        var left = new Edge(border.Width.Left, border.Style.Left, border.Color.Left, rank);
        var right = new Edge(border.Width.Right, border.Style.Right, border.Color.Right, rank);
        if (IsRtl) (left, right) = (right, left);
        var top = new Edge(border.Width.Top, border.Style.Top, border.Color.Top, rank);
        var bottom = new Edge(border.Width.Bottom, border.Style.Bottom, border.Color.Bottom, rank);
        for (var r = row; r < row + rows; r++)
        {
            Meet(ref _vertical![r, column], left);
            Meet(ref _vertical[r, column + columns], right);
        }

        for (var c = column; c < column + columns; c++)
        {
            Meet(ref _horizontal![row, c], top);
            Meet(ref _horizontal[row + rows, c], bottom);
        }
    }

    private static void Meet(ref Edge known, in Edge other)
    {
        if (known.Rank == 0) known = other;
        else if (known.Style == BorderStyle.Hidden || other.Style == BorderStyle.None) return;
        else if (other.Style == BorderStyle.Hidden || known.Style == BorderStyle.None || other.Width > known.Width) known = other;
        else if (other.Width == known.Width && Strength(other.Style) > Strength(known.Style)) known = other;

        static int Strength(BorderStyle style) => style switch
        {
            BorderStyle.Double => 8,
            BorderStyle.Solid => 7,
            BorderStyle.Dashed => 6,
            BorderStyle.Dotted => 5,
            BorderStyle.Ridge => 4,
            BorderStyle.Outset => 3,
            BorderStyle.Groove => 2,
            BorderStyle.Inset => 1,
            _ => 0,
        };
    }

    private static float WidthOf(in Edge edge) => edge.IsThere ? edge.Width : 0;

    private Insets TableHalves()
    {
        var (top, right, bottom, left) = (0f, 0f, 0f, 0f);
        var (rows, columns) = (_grid.Rows.Count, _grid.Columns);
        for (var r = 0; r < rows; r++)
        {
            left = MathF.Max(left, WidthOf(_vertical![r, 0]));
            right = MathF.Max(right, Right(r, columns));
        }

        for (var c = 0; c < columns; c++)
        {
            top = MathF.Max(top, WidthOf(_horizontal![0, c]));
            bottom = MathF.Max(bottom, WidthOf(_horizontal[rows, c]));
        }

        if (IsRtl) (left, right) = (right, left);
        return new Insets(Half(top), Half(right), Half(bottom), Half(left));
    }

    /// <summary>
    /// Width of the border at a span's end. Blink keeps edges in a list as wide as the columns that have borders: one line further it finds what begins the next
    /// row, and widths of tables depend on it.
    /// </summary>
    private float Right(int row, int line)
    {
        if (line <= _lastLine) return WidthOf(_vertical![row, line]);
        return line == _lastLine + 1 && row + 1 < _grid.Rows.Count ? WidthOf(_vertical![row + 1, 0]) : 0;
    }

    private static LayoutUnit Half(float width) => LayoutUnit.From(width / 2);

    private Insets CellHalves(in TableCellSlot cell)
    {
        var (top, right, bottom, left) = (0f, 0f, 0f, 0f);
        for (var r = cell.Row; r < cell.Row + cell.RowSpan; r++)
        {
            left = MathF.Max(left, WidthOf(_vertical![r, cell.Column]));
            right = MathF.Max(right, Right(r, cell.Column + cell.ColumnSpan));
        }

        for (var c = cell.Column; c < cell.Column + cell.ColumnSpan; c++)
        {
            top = MathF.Max(top, WidthOf(_horizontal![cell.Row, c]));
            bottom = MathF.Max(bottom, WidthOf(_horizontal[cell.Row + cell.RowSpan, c]));
        }

        if (IsRtl) (left, right) = (right, left);
        return new Insets(Half(top), Half(right), Half(bottom), Half(left));
    }

    /// <summary>The collapsed borders as stretches to paint, one for each slot's edge.</summary>
    /// <param name="xs">Column lines, logical: [i] is where column i starts along the reading direction, from the table's border box; one more for the end.</param>
    /// <param name="ys">Row lines.</param>
    internal IReadOnlyList<CollapsedBorder> Stretches(ReadOnlySpan<LayoutUnit> xs, ReadOnlySpan<LayoutUnit> ys)
    {
        if (_vertical is null) return [];
        List<CollapsedBorder> all = [];
        for (var r = 0; r < _grid.Rows.Count; r++)
        {
            for (var c = 0; c <= _grid.Columns; c++)
            {
                var edge = _vertical![r, c];
                if (!edge.IsThere) continue;
                var width = LayoutUnit.From(edge.Width);
                all.Add(new CollapsedBorder(new LayoutRect(xs[c] - (width / 2), ys[r], width, ys[r + 1] - ys[r]), edge.Style, edge.Color, true));
            }
        }

        for (var r = 0; r <= _grid.Rows.Count; r++)
        {
            for (var c = 0; c < _grid.Columns; c++)
            {
                var edge = _horizontal![r, c];
                if (!edge.IsThere) continue;
                var width = LayoutUnit.From(edge.Width);
                var (from, to) = (LayoutUnit.Smaller(xs[c], xs[c + 1]), LayoutUnit.Larger(xs[c], xs[c + 1]));
                all.Add(new CollapsedBorder(new LayoutRect(from, ys[r] - (width / 2), to - from, width), edge.Style, edge.Color, false));
            }
        }

        return all;
    }
}
