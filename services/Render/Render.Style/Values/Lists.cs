namespace WasmEngine.Render.Style;

/// <summary>Reads lists of values.</summary>
internal static class Lists
{
    /// <summary>Values separated by commas, at least one.</summary>
    internal static ValueParser<IReadOnlyList<T>> Commas<T>(ValueParser<T> item) => (ValueReader reader, out IReadOnlyList<T> value) =>
    {
        var list = new List<T>(1);
        value = [];
        do
        {
            if (!item(reader, out var one)) return false;
            list.Add(one);
        }
        while (reader.TryComma());
        value = new ValueList<T>(list);
        return true;
    };

    /// <summary>Values one after another, or `none` for an empty list. Ends where no further value begins.</summary>
    internal static ValueParser<IReadOnlyList<T>> SpacesOrNone<T>(ValueParser<T> item) => (ValueReader reader, out IReadOnlyList<T> value) =>
    {
        value = [];
        if (reader.TryIdent("none")) return true;
        var list = new List<T>(1);
        while (StartsItem(reader))
        {
            if (!item(reader, out var one)) return false;
            list.Add(one);
        }

        value = new ValueList<T>(list);
        return list.Count > 0;
    };

    /// <summary>A list separated by commas, or `none` for an empty one.</summary>
    internal static ValueParser<IReadOnlyList<T>> CommasOrNone<T>(ValueParser<T> item)
    {
        var commas = Commas(item);
        return (ValueReader reader, out IReadOnlyList<T> value) =>
        {
            value = [];
            return reader.TryIdent("none") || commas(reader, out value);
        };
    }

    private static bool StartsItem(ValueReader reader) =>
        reader.Peek().Kind is not (CssTokenKind.End or CssTokenKind.Comma or CssTokenKind.CloseParen or CssTokenKind.Delim);
}
