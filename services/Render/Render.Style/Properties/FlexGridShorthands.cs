namespace WasmEngine.Render.Style;

/// <summary>Shorthands of flex, grid and alignment.</summary>
internal static class FlexGridShorthands
{
    private static readonly PropertyId[] Template = [PropertyId.GridTemplateRows, PropertyId.GridTemplateColumns, PropertyId.GridTemplateAreas];

    internal static IEnumerable<Shorthand> All =>
    [
        new("flex", [PropertyId.FlexGrow, PropertyId.FlexShrink, PropertyId.FlexBasis], TryFlex),
        Shorthands.AnyOrder("flex-flow", PropertyId.FlexDirection, PropertyId.FlexWrap),
        Shorthands.Pair("gap", PropertyId.RowGap, PropertyId.ColumnGap),
        Place("place-content", PropertyId.AlignContent, PropertyId.JustifyContent),
        Shorthands.Pair("place-items", PropertyId.AlignItems, PropertyId.JustifyItems),
        Shorthands.Pair("place-self", PropertyId.AlignSelf, PropertyId.JustifySelf),
        Lines("grid-row", PropertyId.GridRowStart, PropertyId.GridRowEnd),
        Lines("grid-column", PropertyId.GridColumnStart, PropertyId.GridColumnEnd),
        Lines("grid-area", PropertyId.GridRowStart, PropertyId.GridColumnStart, PropertyId.GridRowEnd, PropertyId.GridColumnEnd),
        new("grid-template", Template, TryTemplate),
        new("grid", [.. Template, PropertyId.GridAutoFlow, PropertyId.GridAutoRows, PropertyId.GridAutoColumns], TryGrid),
    ];

    /// <summary>css-flexbox-1, section 7.1.</summary>
    private static bool TryFlex(ValueReader reader, DeclarationSink sink)
    {
        if (reader.TryIdent("none")) return AddFlex(sink, new TypedValue<float>(0), new TypedValue<float>(0), new TypedValue<SizeValue>(SizeValue.Auto));
        DeclaredValue? grow = null, shrink = null, basis = null;
        while (!reader.IsAtEnd)
        {
            if (grow is null && Shorthands.TryOne(reader, PropertyId.FlexGrow) is { } factor)
            {
                grow = factor;
                shrink = Shorthands.TryOne(reader, PropertyId.FlexShrink);
            }
            else if (basis is null && Shorthands.TryOne(reader, PropertyId.FlexBasis) is { } size) basis = size;
            else return false;
        }

        if (grow is null && basis is null) return false;
        var one = new TypedValue<float>(1);
        return AddFlex(sink, grow ?? one, shrink ?? one, basis ?? new TypedValue<SizeValue>(SizeValue.Percent(LengthPercentage.ZeroPercent)));
    }

    private static bool AddFlex(DeclarationSink sink, DeclaredValue grow, DeclaredValue shrink, DeclaredValue basis)
    {
        sink.Add(PropertyId.FlexGrow, grow);
        sink.Add(PropertyId.FlexShrink, shrink);
        sink.Add(PropertyId.FlexBasis, basis);
        return true;
    }

    /// <summary>A baseline of align-content stands for start in justify-content.</summary>
    private static Shorthand Place(string name, PropertyId align, PropertyId justify) => new(name, [align, justify], (reader, sink) =>
    {
        if (PropertyTable.Of(align).Parse(reader) is not { } first) return false;
        var second = Shorthands.TryOne(reader, justify);
        if (second is null && first is TypedValue<AlignmentValue> { Value.Value: Alignment.Baseline or Alignment.LastBaseline })
            second = new TypedValue<AlignmentValue>(new AlignmentValue(Alignment.Start));
        sink.Add(align, first);
        sink.Add(justify, second ?? first);
        return true;
    });

    /// <summary>Lines separated by slashes; a missing one is the opposite's name if it is one, else auto (css-grid-2, section 8.4).</summary>
    private static Shorthand Lines(string name, params PropertyId[] ids) => new(name, ids, (reader, sink) =>
    {
        var lines = new GridLine[ids.Length];
        var count = 0;
        do
        {
            if (count >= ids.Length || !GridParser.Line(reader, out lines[count])) return false;
            count++;
        }
        while (reader.TrySlash());
        for (; count < ids.Length; count++)
        {
            // Of four: the column's start follows the row's, each end its own start.
            var from = ids.Length == 2 || count == 1 ? 0 : count - 2;
            lines[count] = lines[from] is { Kind: GridLineKind.Line, Number: 0, Name: not null } named ? named : default;
        }

        for (var i = 0; i < ids.Length; i++) sink.AddTyped(ids[i], lines[i]);
        return true;
    });

    private static bool TryTemplate(ValueReader reader, DeclarationSink sink)
    {
        var mark = reader.Position;
        if (reader.TryIdent("none") && reader.IsAtEnd) return Shorthands.AddAll(sink, Template, new DeclaredValue?[3]);
        reader.Position = mark;
        if (Shorthands.TryOne(reader, PropertyId.GridTemplateRows) is { } rows && reader.TrySlash())
        {
            if (Shorthands.TryOne(reader, PropertyId.GridTemplateColumns) is not { } columns) return false;
            return Shorthands.AddAll(sink, Template, [rows, columns, null]);
        }

        reader.Position = mark;
        return TryDrawn(reader, sink);
    }

    /// <summary>[names] "areas" size [names] … / columns: the rows' tokens are gathered and read as grid-template-rows.</summary>
    private static bool TryDrawn(ValueReader reader, DeclarationSink sink)
    {
        var (rows, areas) = (new List<CssToken>(), new List<CssToken>());
        while (reader.Peek().Kind is not CssTokenKind.End && !reader.Peek().IsDelim('/'))
        {
            if (!TakeNames(reader, rows) || reader.Peek().Kind != CssTokenKind.String) return false;
            areas.Add(reader.Next());
            var mark = reader.Position;
            var token = reader.Peek();
            if (token.Kind is CssTokenKind.Ident or CssTokenKind.Dimension or CssTokenKind.Number or CssTokenKind.Percentage or CssTokenKind.Function)
            {
                if (!GridParser.Size(reader, out _)) return false;
                rows.AddRange(reader.Copy(mark));
            }
            else rows.AddRange(Auto);
            if (!TakeNames(reader, rows)) return false;
            rows.Add(Space);
        }

        DeclaredValue? columns = null;
        if (reader.TrySlash())
        {
            columns = Shorthands.TryOne(reader, PropertyId.GridTemplateColumns);
            if (columns is null || columns is TypedValue<TrackList> { Value: { } list } && (list.Parts.Count == 0 || list.Parts.Any(p => p.Kind != RepeatKind.Once))) return false;
        }

        var templateRows = DeclaredValues.Read(PropertyId.GridTemplateRows, rows, reader.Options);
        var templateAreas = DeclaredValues.Read(PropertyId.GridTemplateAreas, areas, reader.Options);
        return templateRows is not null && templateAreas is not null && Shorthands.AddAll(sink, Template, [templateRows, columns, templateAreas]);
    }

    private static readonly CssToken[] Auto = CssTokenizer.Tokenize("auto");
    private static readonly CssToken Space = new(CssTokenKind.Whitespace, 0, '\0', 0, 0, 0);

    private static bool TakeNames(ValueReader reader, List<CssToken> into)
    {
        while (reader.Peek().Kind == CssTokenKind.OpenSquare)
        {
            var mark = reader.Position;
            if (!GridParser.TryNames(reader, out _)) return false;
            into.AddRange(reader.Copy(mark));
        }

        into.Add(Space);
        return true;
    }

    /// <summary>grid-template, or automatic tracks in one direction (css-grid-2, section 7.8).</summary>
    private static bool TryGrid(ValueReader reader, DeclarationSink sink)
    {
        var mark = reader.Position;
        if (TryFlow(reader, out var dense))
        {
            var rows = Shorthands.TryOne(reader, PropertyId.GridAutoRows);
            if (!reader.TrySlash() || Shorthands.TryOne(reader, PropertyId.GridTemplateColumns) is not { } columns) return false;
            return AddGrid(sink, null, columns, dense ? GridAutoFlow.RowDense : GridAutoFlow.Row, rows, null);
        }

        reader.Position = mark;
        if (Shorthands.TryOne(reader, PropertyId.GridTemplateRows) is { } template && reader.TrySlash() && TryFlow(reader, out dense))
            return AddGrid(sink, template, null, dense ? GridAutoFlow.ColumnDense : GridAutoFlow.Column, null, Shorthands.TryOne(reader, PropertyId.GridAutoColumns));
        reader.Position = mark;
        if (!TryTemplate(reader, sink)) return false;
        sink.AddOrInitial(PropertyId.GridAutoFlow, null);
        sink.AddOrInitial(PropertyId.GridAutoRows, null);
        sink.AddOrInitial(PropertyId.GridAutoColumns, null);
        return true;
    }

    private static bool TryFlow(ValueReader reader, out bool dense)
    {
        dense = reader.TryIdent("dense");
        if (!reader.TryIdent("auto-flow")) return false;
        dense |= reader.TryIdent("dense");
        return true;
    }

    private static bool AddGrid(DeclarationSink sink, DeclaredValue? rows, DeclaredValue? columns, GridAutoFlow flow, DeclaredValue? autoRows, DeclaredValue? autoColumns)
    {
        Shorthands.AddAll(sink, Template, [rows, columns, null]);
        sink.AddTyped(PropertyId.GridAutoFlow, flow);
        sink.AddOrInitial(PropertyId.GridAutoRows, autoRows);
        sink.AddOrInitial(PropertyId.GridAutoColumns, autoColumns);
        return true;
    }
}
