using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Tables (css-tables-3, CSS 2 chapter 17). The table's box is also the wrapper that has the captions.</summary>
internal sealed class TableLayoutAlgorithm : ILayoutAlgorithm
{
    public LayoutResult Layout(LayoutBox box, in ConstraintSpace space, LayoutContext context) => new TablePass(box, space, TableModel.Of(box, context), context).Run();

    public MinMaxSizes Intrinsic(LayoutBox box, LayoutUnit percentageHeight, LayoutContext context)
    {
        var model = TableModel.Of(box, context);
        var sizes = TableColumns.Sizes(model.Columns, model.IsFixed) + model.SpacingX + model.Borders.Table.Horizontal + model.Padding(LayoutUnit.Indefinite).Horizontal;
        foreach (var caption in model.Grid.Captions)
        {
            var least = SizeResolver.Contribution(caption, LayoutUnit.Indefinite, context).Min;
            sizes = sizes.Encompass(new MinMaxSizes(least, least));
        }

        return sizes;
    }
}

/// <summary>What layouts of a table share until something in it changes: grid, borders, constraints of columns.</summary>
internal sealed class TableModel
{
    private readonly LayoutBox _table;

    private TableModel(LayoutBox table, LayoutContext context)
    {
        _table = table;
        IsFixed = table.Style.Box.TableLayout == TableLayout.Fixed && table.Style.Size.Width.Kind is not (SizeKind.Auto or SizeKind.MaxContent);
        Grid = new TableGrid(table, IsFixed);
        Borders = new TableBorders(table, Grid);
        Columns = TableColumns.Collect(Grid, Borders, IsFixed, context);
    }

    internal TableGrid Grid { get; }

    internal TableBorders Borders { get; }

    internal TableColumn[] Columns { get; }

    /// <summary>table-layout: fixed, and a width that it can work with.</summary>
    internal bool IsFixed { get; }

    /// <summary>All horizontal spacing.</summary>
    internal LayoutUnit SpacingX => Columns.Length == 0 ? LayoutUnit.Zero : Borders.Spacing(Columns, 0, Columns.Length) + (Borders.SpacingX * 2);

    /// <summary>Vertical spacing; a table without columns has none.</summary>
    internal LayoutUnit SpacingY => Columns.Length == 0 ? LayoutUnit.Zero : Borders.SpacingY;

    internal static TableModel Of(LayoutBox table, LayoutContext context)
    {
        if (table.InlineData is TableModel known) return known;
        var model = new TableModel(table, context);
        table.InlineData = model;
        return model;
    }

    /// <summary>The table's paddings, which the collapsing model has not.</summary>
    internal Insets Padding(LayoutUnit basis) => Borders.IsCollapsed ? default : SizeResolver.Padding(_table.Style, basis);
}
