using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>A cell and its slots.</summary>
/// <param name="Box">The cell.</param>
/// <param name="Row">Its first row, counted through the table.</param>
/// <param name="Column">Its first column.</param>
/// <param name="RowSpan">1 and more; never beyond its row group.</param>
/// <param name="ColumnSpan">1 and more.</param>
internal readonly record struct TableCellSlot(LayoutBox Box, int Row, int Column, int RowSpan, int ColumnSpan);

/// <summary>A row; its cells are those that begin in it.</summary>
internal readonly record struct TableRowPart(LayoutBox Box, int Group, int FirstCell, int Cells)
{
    internal bool IsCollapsed => Box.Style.Inherited.Visibility == Visibility.Collapse;
}

/// <summary>A row group.</summary>
internal readonly record struct TableGroupPart(LayoutBox Box, int FirstRow, int Rows);

/// <summary>A col or colgroup and the columns that it is about.</summary>
internal readonly record struct TableColumnPart(LayoutBox Box, int First, int Count, int Group);

/// <summary>A table's parts in the order of the grid: header, bodies, footer (CSS 2, 17.2; the table model of HTML, 4.9.12).</summary>
internal sealed class TableGrid
{
    private const int MostColumns = 10_000;

    private readonly List<int> _spanned = [];

    internal TableGrid(LayoutBox table, bool isFixed)
    {
        LayoutBox? header = null;
        LayoutBox? footer = null;
        List<LayoutBox> bodies = [];
        foreach (var child in table.Children)
        {
            if (child.IsOutOfFlow) OutOfFlow.Add(child);
            else if (child.Kind == BoxKind.TableCaption) Captions.Add(child);
            else if (child.Kind is BoxKind.TableColumn or BoxKind.TableColumnGroup) AddColumns(child);
            else if (child.Kind != BoxKind.TableRowGroup) continue;
            else if (child.Style.Display == Display.TableHeaderGroup && header is null) header = child;
            else if (child.Style.Display == Display.TableFooterGroup && footer is null) footer = child;
            else bodies.Add(child);
        }

        if (header is not null) AddGroup(header);
        foreach (var body in bodies) AddGroup(body);
        if (footer is not null) AddGroup(footer);
        if (!isFixed) DropEmptyColumns();
    }

    internal List<LayoutBox> Captions { get; } = [];

    internal List<LayoutBox> OutOfFlow { get; } = [];

    internal List<TableColumnPart> ColumnParts { get; } = [];

    internal List<TableGroupPart> Groups { get; } = [];

    internal List<TableRowPart> Rows { get; } = [];

    internal List<TableCellSlot> Cells { get; } = [];

    internal int Columns { get; private set; }

    private void AddColumns(LayoutBox part)
    {
        var first = Columns;
        var index = ColumnParts.Count;
        if (part.Kind == BoxKind.TableColumn)
        {
            Columns = Math.Min(MostColumns, Columns + Math.Max(1, part.ColumnSpan));
            ColumnParts.Add(new TableColumnPart(part, first, Columns - first, -1));
            return;
        }

        ColumnParts.Add(default);
        foreach (var column in part.Children)
        {
            if (column.Kind != BoxKind.TableColumn) continue;
            var at = Columns;
            Columns = Math.Min(MostColumns, Columns + Math.Max(1, column.ColumnSpan));
            ColumnParts.Add(new TableColumnPart(column, at, Columns - at, index));
        }

        if (Columns == first) Columns = Math.Min(MostColumns, Columns + Math.Max(1, part.ColumnSpan));
        ColumnParts[index] = new TableColumnPart(part, first, Columns - first, -1);
    }

    /// <summary>Columns at the end that only spans reach are none at all (css-tables-3, 3.3, track merging).</summary>
    private void DropEmptyColumns()
    {
        var columns = 0;
        foreach (var part in ColumnParts) columns = Math.Max(columns, part.First + part.Count);
        foreach (var cell in Cells) columns = Math.Max(columns, cell.Column + 1);
        if (columns >= Columns) return;
        Columns = columns;
        for (var i = 0; i < Cells.Count; i++) Cells[i] = Cells[i] with { ColumnSpan = Math.Min(Cells[i].ColumnSpan, columns - Cells[i].Column) };
    }

    private void AddGroup(LayoutBox group)
    {
        _spanned.Clear();
        var first = Rows.Count;
        var count = 0;
        foreach (var child in group.Children)
        {
            if (child.Kind == BoxKind.TableRow && !child.IsOutOfFlow) count++;
        }

        foreach (var child in group.Children)
        {
            if (child.IsOutOfFlow) OutOfFlow.Add(child);
            else if (child.Kind == BoxKind.TableRow) AddRow(child, first, count);
        }

        Groups.Add(new TableGroupPart(group, first, count));
    }

    private void AddRow(LayoutBox row, int firstOfGroup, int rowsOfGroup)
    {
        var index = Rows.Count;
        var left = rowsOfGroup - (index - firstOfGroup);
        var (column, firstCell) = (0, Cells.Count);
        foreach (var cell in row.Children)
        {
            if (cell.IsOutOfFlow) OutOfFlow.Add(cell);
            if (cell.Kind != BoxKind.TableCell || cell.IsOutOfFlow) continue;
            while (column < _spanned.Count && _spanned[column] > 0) column++;
            if (column >= MostColumns) break;
            var span = Math.Clamp(cell.ColumnSpan, 1, MostColumns - column);
            var rows = cell.RowSpan == 0 ? left : Math.Clamp(cell.RowSpan, 1, left);
            Cells.Add(new TableCellSlot(cell, index, column, rows, span));
            while (_spanned.Count < column + span) _spanned.Add(0);
            for (var i = column; i < column + span; i++) _spanned[i] = Math.Max(_spanned[i], rows);
            column += span;
        }

        Columns = Math.Max(Columns, Math.Max(column, _spanned.Count));
        for (var i = 0; i < _spanned.Count; i++) _spanned[i] = Math.Max(0, _spanned[i] - 1);
        Rows.Add(new TableRowPart(row, Groups.Count, firstCell, Cells.Count - firstCell));
    }
}
