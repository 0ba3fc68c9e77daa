namespace WasmEngine.Render.Style;

/// <summary>Reads track lists, areas and lines (css-grid-2).</summary>
internal static class GridParser
{
    /// <summary>Tracks of one repeat(), and tracks of a list: as Blink limits them.</summary>
    internal const int MaxTracks = 10_000;

    private static readonly KeywordMap<TrackBreadthKind> Breadths = KeywordMap.Of<TrackBreadthKind>("auto - - min-content max-content -");

    /// <summary>grid-template-rows and -columns.</summary>
    internal static bool Template(ValueReader reader, out TrackList value)
    {
        value = TrackList.None;
        if (reader.TryIdent("none")) return true;
        var builder = new TrackListBuilder();
        var automatic = 0;
        while (StartsTrack(reader))
        {
            if (reader.Peek().Kind == CssTokenKind.OpenSquare)
            {
                // Two sets of names never follow each other.
                if (!TryNames(reader, out var names) || reader.Peek().Kind == CssTokenKind.OpenSquare) return false;
                builder.AddNames(names);
            }
            else if (reader.TryFunction("repeat"))
            {
                if (!TryRepeat(reader, builder, ref automatic)) return false;
            }
            else
            {
                if (!Size(reader, out var size)) return false;
                builder.AddTrack(size);
            }
        }

        value = builder.Build();
        return automatic <= 1 && value.Parts.Count > 0 && (automatic == 0 || builder.AreOthersFixed);
    }

    /// <summary>grid-auto-rows and -columns.</summary>
    internal static bool AutoTracks(ValueReader reader, out IReadOnlyList<TrackSize> value)
    {
        var list = new List<TrackSize>();
        value = [];
        while (StartsTrack(reader) && reader.Peek().Kind != CssTokenKind.OpenSquare)
        {
            if (list.Count >= MaxTracks || !Size(reader, out var size)) return false;
            list.Add(size);
        }

        if (list is not [{ Min.Kind: TrackBreadthKind.Auto, Max.Kind: TrackBreadthKind.Auto }]) value = new ValueList<TrackSize>(list);
        return list.Count > 0;
    }

    private static bool StartsTrack(ValueReader reader) =>
        reader.Peek().Kind is not (CssTokenKind.End or CssTokenKind.Delim or CssTokenKind.CloseParen or CssTokenKind.Comma or CssTokenKind.String);

    private static bool TryRepeat(ValueReader reader, TrackListBuilder builder, ref int automatic)
    {
        var kind = RepeatKind.Count;
        var count = 1;
        if (reader.TryIdent("auto-fill")) kind = RepeatKind.AutoFill;
        else if (reader.TryIdent("auto-fit")) kind = RepeatKind.AutoFit;
        else if (!Numeric.Integer(reader, 1, out count)) return false;
        if (kind != RepeatKind.Count) automatic++;
        if (!reader.TryComma()) return false;
        var inner = new TrackListBuilder();
        while (StartsTrack(reader))
        {
            if (reader.Peek().Kind == CssTokenKind.OpenSquare)
            {
                // Two sets of names never follow each other.
                if (!TryNames(reader, out var names) || reader.Peek().Kind == CssTokenKind.OpenSquare) return false;
                inner.AddNames(names);
            }
            else
            {
                if (!Size(reader, out var size)) return false;
                inner.AddTrack(size);
            }
        }

        if (inner.Count == 0 || (kind != RepeatKind.Count && !inner.AreFixed)) return false;
        builder.AddRepeat(kind, Math.Min(count, Math.Max(1, MaxTracks / inner.Count)), inner);
        return reader.TryClose();
    }

    /// <summary>[names].</summary>
    internal static bool TryNames(ValueReader reader, out IReadOnlyList<string> names)
    {
        var list = new List<string>();
        names = list;
        if (!reader.TryKind(CssTokenKind.OpenSquare)) return false;
        while (reader.TryCustomIdent(out var name))
        {
            if (name.Equals("span", StringComparison.OrdinalIgnoreCase) || name.Equals("auto", StringComparison.OrdinalIgnoreCase)) return false;
            list.Add(name);
        }

        names = new ValueList<string>(list);
        return reader.TryKind(CssTokenKind.CloseSquare) || reader.IsAtEnd;
    }

    /// <summary>One track's size.</summary>
    internal static bool Size(ValueReader reader, out TrackSize value)
    {
        value = default;
        if (reader.TryFunction("minmax"))
        {
            if (!Breadth(reader, out var min) || min.Kind == TrackBreadthKind.Flex || !reader.TryComma() || !Breadth(reader, out var max)) return false;
            value = new TrackSize(min, max);
            return reader.TryClose();
        }

        if (reader.TryFunction("fit-content"))
        {
            if (!Numeric.NonNegative(reader, out var limit)) return false;
            value = new TrackSize(new TrackBreadth(TrackBreadthKind.Auto), new TrackBreadth(TrackBreadthKind.FitContent, limit));
            return reader.TryClose();
        }

        if (!Breadth(reader, out var breadth)) return false;
        value = new TrackSize(breadth.Kind == TrackBreadthKind.Flex ? new TrackBreadth(TrackBreadthKind.Auto) : breadth, breadth);
        return true;
    }

    private static bool Breadth(ValueReader reader, out TrackBreadth value)
    {
        value = default;
        if (reader.TryKeyword(Breadths, out var kind))
        {
            value = new TrackBreadth(kind);
            return true;
        }

        var token = reader.Peek();
        if (token is { Kind: CssTokenKind.Dimension, Number: >= 0 } && token.Text!.Equals("fr", StringComparison.OrdinalIgnoreCase))
        {
            reader.Next();
            value = new TrackBreadth(TrackBreadthKind.Flex, Flex: Numeric.ToFloat(token.Number));
            return true;
        }

        if (!Numeric.NonNegative(reader, out var length)) return false;
        value = new TrackBreadth(TrackBreadthKind.Length, length);
        return true;
    }

    /// <summary>grid-template-areas.</summary>
    internal static bool Areas(ValueReader reader, out GridAreas value)
    {
        value = GridAreas.None;
        if (reader.TryIdent("none")) return true;
        var rows = new List<string[]>();
        while (reader.TryString(out var row))
        {
            if (rows.Count >= MaxTracks || !TryRow(row, out var cells)) return false;
            rows.Add(cells);
        }

        return TryAreas(rows, out value);
    }

    /// <summary>Names of a row; null cells have none.</summary>
    internal static bool TryRow(string text, out string[] cells)
    {
        var list = new List<string>();
        cells = [];
        foreach (var token in CssTokenizer.Tokenize(text))
        {
            if (token.Kind == CssTokenKind.Ident) list.Add(token.Text!);
            else if (token.IsDelim('.'))
            {
                // Dots without space between them are one empty cell.
                if (token.Start == 0 || text[token.Start - 1] != '.') list.Add("");
            }
            else if (token.Kind != CssTokenKind.Whitespace) return false;
        }

        cells = [.. list];
        return list.Count is > 0 and <= MaxTracks;
    }

    /// <summary>Rows of names to areas: each a rectangle.</summary>
    internal static bool TryAreas(List<string[]> rows, out GridAreas value)
    {
        value = GridAreas.None;
        if (rows.Count == 0) return false;
        var areas = new Dictionary<string, GridArea>(StringComparer.Ordinal);
        var columns = rows[0].Length;
        for (var r = 0; r < rows.Count; r++)
        {
            if (rows[r].Length != columns) return false;
            for (var c = 0; c < columns; c++)
            {
                var name = rows[r][c];
                if (name.Length > 0 && !areas.ContainsKey(name)) areas.Add(name, Measure(rows, r, c));
            }
        }

        value = new GridAreas(rows.Count, columns, areas);
        return Fill(rows, areas);
    }

    private static GridArea Measure(List<string[]> rows, int row, int column)
    {
        var name = rows[row][column];
        var (bottom, right) = (row + 1, column + 1);
        while (right < rows[row].Length && rows[row][right] == name) right++;
        while (bottom < rows.Count && column < rows[bottom].Length && rows[bottom][column] == name) bottom++;
        return new GridArea(row + 1, bottom + 1, column + 1, right + 1);
    }

    /// <summary>Whether each cell lies in the area of its name and the areas have no more cells.</summary>
    private static bool Fill(List<string[]> rows, Dictionary<string, GridArea> areas)
    {
        long named = 0;
        for (var r = 0; r < rows.Count; r++)
        {
            for (var c = 0; c < rows[r].Length; c++)
            {
                if (rows[r][c].Length == 0) continue;
                named++;
                var area = areas[rows[r][c]];
                if (r + 1 < area.RowStart || r + 1 >= area.RowEnd || c + 1 < area.ColumnStart || c + 1 >= area.ColumnEnd) return false;
            }
        }

        long covered = 0;
        foreach (var area in areas.Values) covered += (long)(area.RowEnd - area.RowStart) * (area.ColumnEnd - area.ColumnStart);
        return covered == named;
    }

    /// <summary>grid-row-start and its like.</summary>
    internal static bool Line(ValueReader reader, out GridLine value)
    {
        value = default;
        if (reader.TryIdent("auto")) return true;
        int? number = null;
        string? name = null;
        var span = false;
        for (var parts = 0; parts < 3; parts++)
        {
            var token = reader.Peek();
            if (!span && token.IsIdent("span")) span = reader.TryIdent("span");
            else if (number is null && (token.Kind == CssTokenKind.Number || MathParser.Starts(token)))
            {
                if (!Numeric.Integer(reader, out var given)) return false;
                number = given;
            }
            else if (name is null && !token.IsIdent("auto") && reader.TryCustomIdent(out var given)) name = given;
            else break;
        }

        if (number is null && name is null) return false;
        if (number == 0 || (span && number < 0)) return false;
        if (number is { } line) number = Math.Clamp(line, -MaxTracks, MaxTracks);
        value = span ? new GridLine(GridLineKind.Span, number ?? 1, name) : new GridLine(GridLineKind.Line, number ?? 0, name);
        return true;
    }
}
