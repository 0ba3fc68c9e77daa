using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>What is known of one column.</summary>
internal struct TableColumn
{
    /// <summary>Greatest min-content contribution.</summary>
    internal LayoutUnit Min;

    /// <summary>Greatest max-content contribution, or width that was asked for.</summary>
    internal LayoutUnit Max;

    /// <summary>Percentage of the table's width; negative without one.</summary>
    internal float Percent;

    /// <summary>Paddings and borders that come on top of the percentage (fixed layout).</summary>
    internal LayoutUnit PercentFrame;

    /// <summary>A length was asked for.</summary>
    internal bool IsConstrained;

    /// <summary>No cell begins in it, no column element is for it: it has neither width nor spacing of its own.</summary>
    internal bool IsMerged;

    internal readonly bool HasPercent => Percent >= 0;
}

/// <summary>Widths of columns: constraints from cells and column elements, and distribution (css-tables-3, 3.8; the guesses are Blink's).</summary>
internal static class TableColumns
{
    /// <summary>Constraints of all columns.</summary>
    internal static TableColumn[] Collect(TableGrid grid, TableBorders borders, bool isFixed, LayoutContext context)
    {
        var columns = new TableColumn[grid.Columns];
        for (var i = 0; i < columns.Length; i++) columns[i] = new TableColumn { Percent = -1, IsMerged = !isFixed };
        foreach (var part in grid.ColumnParts) FromElement(columns, part);
        List<TableCellSlot> spanning = [];
        foreach (var cell in grid.Cells)
        {
            columns[cell.Column].IsMerged = false;
            if (isFixed && cell.Row > 0) continue;
            if (cell.ColumnSpan > 1) spanning.Add(cell);
            else FromCell(ref columns[cell.Column], CellSizes(cell.Box, isFixed, context), isFixed);
        }

        spanning.Sort((a, b) => a.ColumnSpan != b.ColumnSpan ? a.ColumnSpan.CompareTo(b.ColumnSpan) : a.Column.CompareTo(b.Column));
        foreach (var cell in spanning) FromSpan(columns, cell, borders.Spacing(columns, cell.Column, cell.ColumnSpan), CellSizes(cell.Box, isFixed, context), isFixed);
        // Together no more than all: those that come first have theirs. In fixed layout all shrink alike, and lengths hold.
        var left = 100f;
        foreach (ref var column in columns.AsSpan())
        {
            if (isFixed && column.IsConstrained) column.Min = column.Max;
            if (isFixed || !column.HasPercent) continue;
            column.Percent = MathF.Min(column.Percent, left);
            left -= column.Percent;
        }

        return columns;
    }

    private static void FromElement(TableColumn[] columns, in TableColumnPart part)
    {
        var width = part.Box.Style.Size.Width;
        var least = SizeResolver.Resolve(part.Box.Style.Size.MinWidth, LayoutUnit.Indefinite);
        for (var i = part.First; i < part.First + part.Count; i++)
        {
            ref var column = ref columns[i];
            column.IsMerged = false;
            if (least.IsDefinite) column.Min = LayoutUnit.Larger(column.Min, least);
            if (width.HasPercent) column.Percent = MathF.Max(column.Percent, width.Length.Percent);
            else if (width.IsLength) (column.Max, column.IsConstrained) = (LayoutUnit.Larger(column.Min, LayoutUnit.From(width.Length.Px)), true);
            column.Max = LayoutUnit.Larger(column.Max, column.Min);
        }
    }

    /// <summary>A cell's own constraint.</summary>
    private static TableColumn CellSizes(LayoutBox cell, bool isFixed, LayoutContext context)
    {
        var size = cell.Style.Size;
        var frame = SizeResolver.Border(cell) + SizeResolver.Padding(cell.Style, LayoutUnit.Indefinite);
        var unknown = LayoutUnit.Indefinite;
        var space = new ConstraintSpace { AvailableWidth = unknown, AvailableHeight = unknown, PercentageWidth = unknown, PercentageHeight = unknown };
        var content = isFixed ? default : BoxLayout.Intrinsic(cell, unknown, context);
        var width = SizeResolver.WidthOf(cell, size.Width, space, frame, context);
        var least = SizeResolver.WidthOf(cell, size.MinWidth, space, frame, context);
        var most = size.MaxWidth.Kind == SizeKind.None ? unknown : SizeResolver.WidthOf(cell, size.MaxWidth, space, frame, context);
        var min = isFixed ? LayoutUnit.Zero : content.Min;
        var max = width.IsDefinite ? width : content.Max;
        if (most.IsDefinite) (min, max) = (LayoutUnit.Smaller(min, most), LayoutUnit.Smaller(max, most));
        if (least.IsDefinite) min = LayoutUnit.Larger(min, least);
        var percent = size.Width.HasPercent ? MathF.Max(0, size.Width.Length.Percent) : -1;
        return new TableColumn { Min = min, Max = LayoutUnit.Larger(min, max), IsConstrained = width.IsDefinite, Percent = percent, PercentFrame = isFixed ? frame.Horizontal : default };
    }

    private static void FromCell(ref TableColumn column, in TableColumn cell, bool isFixed)
    {
        // In fixed layout column elements go before cells.
        if (isFixed && (column.IsConstrained || column.HasPercent)) return;
        column.Min = LayoutUnit.Larger(column.Min, cell.Min);
        // A width that was asked for goes before what other cells' contents would like.
        if (cell.IsConstrained && !column.IsConstrained) column.Max = LayoutUnit.Larger(cell.Max, column.Min);
        else if (cell.IsConstrained == column.IsConstrained) column.Max = LayoutUnit.Larger(column.Max, cell.Max);
        column.Max = LayoutUnit.Larger(column.Max, column.Min);
        column.IsConstrained |= cell.IsConstrained;
        if (cell.Percent > column.Percent) (column.Percent, column.PercentFrame) = (cell.Percent, cell.PercentFrame);
    }

    private static void FromSpan(TableColumn[] columns, in TableCellSlot cell, LayoutUnit spacing, in TableColumn sizes, bool isFixed)
    {
        var span = columns.AsSpan(cell.Column, Math.Min(cell.ColumnSpan, columns.Length - cell.Column));
        var min = (sizes.Min - spacing).AtLeastZero();
        var max = (sizes.Max - spacing).AtLeastZero();
        if (isFixed)
        {
            foreach (ref var column in span)
            {
                if (column.IsConstrained || column.HasPercent) continue;
                if (sizes.HasPercent) column.Percent = sizes.Percent / span.Length;
                else if (sizes.IsConstrained) (column.Max, column.IsConstrained) = (max / span.Length, true);
            }

            return;
        }

        if (sizes.HasPercent) SpreadPercent(span, sizes.Percent);
        var wide = new LayoutUnit[span.Length];
        Distribute(span, min, wide, sizes.IsConstrained);
        for (var i = 0; i < span.Length; i++) span[i].Min = LayoutUnit.Larger(span[i].Min, wide[i]);
        for (var i = 0; i < span.Length; i++) span[i].Max = LayoutUnit.Larger(span[i].Max, span[i].Min);
        Distribute(span, LayoutUnit.Larger(min, max), wide, sizes.IsConstrained);
        for (var i = 0; i < span.Length; i++) span[i].Max = LayoutUnit.Larger(span[i].Max, wide[i]);
    }

    private static void SpreadPercent(Span<TableColumn> span, float percent)
    {
        var (known, others, widths) = (0f, 0, LayoutUnit.Zero);
        foreach (ref readonly var column in span)
        {
            if (column.HasPercent) known += column.Percent;
            else (others, widths) = (others + 1, widths + column.Max);
        }

        if (others == 0 || percent <= known) return;
        foreach (ref var column in span)
        {
            if (column.HasPercent) continue;
            column.Percent = (percent - known) * (widths > LayoutUnit.Zero ? column.Max.ToFloat() / widths.ToFloat() : 1f / others);
        }
    }

    /// <summary>What the columns need together; percentages ask for a table wide enough.</summary>
    internal static MinMaxSizes Sizes(TableColumn[] columns, bool isFixed)
    {
        var (min, max, rest, percent, widest) = (LayoutUnit.Zero, LayoutUnit.Zero, LayoutUnit.Zero, 0f, LayoutUnit.Zero);
        foreach (ref readonly var column in columns.AsSpan())
        {
            min += isFixed && column.IsConstrained ? column.Max : column.Min;
            max += column.Max;
            if (!column.HasPercent || isFixed)
            {
                rest += column.Max;
                continue;
            }

            var share = MathF.Min(column.Percent, 100 - percent);
            percent += share;
            if (share <= 0) rest += column.Max;
            else widest = LayoutUnit.Larger(widest, LayoutUnit.From(column.Max.ToFloat() * 100 / share));
        }

        if (percent > 0)
        {
            max = LayoutUnit.Larger(max, widest);
            if (percent < 100) max = LayoutUnit.Larger(max, LayoutUnit.From(rest.ToFloat() * 100 / (100 - percent)));
            else if (rest > LayoutUnit.Zero) max = 1_000_000;
        }

        return new MinMaxSizes(min, LayoutUnit.Larger(min, max));
    }

    /// <summary>Distributes a width to columns: at first their minimum, then percentages, lengths, and what contents would like; the rest to the columns that mind least.</summary>
    internal static void Distribute(ReadOnlySpan<TableColumn> columns, LayoutUnit target, Span<LayoutUnit> widths, bool isConstrained = false)
    {
        _ = isConstrained;
        Span<LayoutUnit> guesses = stackalloc LayoutUnit[4];
        guesses.Clear();
        foreach (ref readonly var column in columns)
        {
            var percent = PercentWidth(column, target);
            guesses[0] += column.Min;
            guesses[1] += column.HasPercent ? percent : column.Min;
            guesses[2] += column.HasPercent ? percent : column.IsConstrained ? column.Max : column.Min;
            guesses[3] += column.HasPercent ? percent : column.Max;
        }

        var guess = 0;
        while (guess < 4 && guesses[guess] < target) guess++;
        for (var i = 0; i < columns.Length; i++) widths[i] = GuessOf(columns[i], Math.Min(guess, 3), target);
        if (guess == 0) return;
        if (guess == 4)
        {
            Spread(columns, target - guesses[3], widths);
            return;
        }

        // Between two guesses: the same share of the way for each column.
        var (done, whole) = (target - guesses[guess - 1], guesses[guess] - guesses[guess - 1]);
        var (left, last) = (target, -1);
        for (var i = 0; i < columns.Length; i++)
        {
            var from = GuessOf(columns[i], guess - 1, target);
            var step = widths[i] - from;
            if (step > LayoutUnit.Zero) last = i;
            widths[i] = from + LayoutUnit.From(step.ToDouble() * done.ToDouble() / whole.ToDouble());
            left -= widths[i];
        }

        if (last >= 0) widths[last] += left;
    }

    private static LayoutUnit PercentWidth(in TableColumn column, LayoutUnit target) => column.HasPercent
        ? LayoutUnit.Larger(column.Min, LayoutUnit.From(target.ToFloat() * column.Percent / 100) + column.PercentFrame)
        : column.Min;

    private static LayoutUnit GuessOf(in TableColumn column, int guess, LayoutUnit target) => guess switch
    {
        0 => column.Min,
        1 => PercentWidth(column, target),
        2 => column.HasPercent ? PercentWidth(column, target) : column.IsConstrained ? column.Max : column.Min,
        _ => column.HasPercent ? PercentWidth(column, target) : column.Max,
    };

    /// <summary>More than all columns would like: to those without a width, by what they would like; else to lengths; else to percentages (css-tables-3, 3.9.3.1).</summary>
    private static void Spread(ReadOnlySpan<TableColumn> columns, LayoutUnit more, Span<LayoutUnit> widths)
    {
        for (var rank = 0; rank < 4; rank++)
        {
            var sum = 0d;
            foreach (ref readonly var column in columns) sum += Weight(column, rank);
            if (sum <= 0) continue;
            var (left, last) = (more, -1);
            for (var i = 0; i < columns.Length; i++)
            {
                var weight = Weight(columns[i], rank);
                if (weight <= 0) continue;
                var part = LayoutUnit.From(more.ToDouble() * weight / sum);
                (widths[i], left, last) = (widths[i] + part, left - part, i);
            }

            widths[last] += left;
            return;
        }
    }

    private static double Weight(in TableColumn column, int rank)
    {
        if (column.IsMerged && rank < 3) return 0;
        return rank switch
        {
            0 => column is { HasPercent: false, IsConstrained: false } ? column.Max.ToDouble() : 0,
            1 => column is { HasPercent: false, IsConstrained: false } ? 1 : 0,
            2 => column is { HasPercent: false, IsConstrained: true } ? column.Max.ToDouble() : 0,
            _ => column.HasPercent ? column.Percent : 0,
        };
    }
}
