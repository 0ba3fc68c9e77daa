namespace WasmEngine.Render.Style;

/// <summary>The definitions of all shorthands.</summary>
internal static class ShorthandTable
{
    internal static readonly Shorthand[] All =
    [
        .. BoxShorthands.All, .. BorderShorthands.All, .. LayerShorthands.All, .. FlexGridShorthands.All, .. TextShorthands.All, .. TimeShorthands.All,
        new("all", [.. PropertyTable.All.Where(id => id is not (PropertyId.Direction or PropertyId.UnicodeBidi))], (_, _) => false),
    ];
}

/// <summary>Ways in which shorthands are read.</summary>
internal static class Shorthands
{
    /// <summary>One to four values for four longhands: top, right, bottom, left.</summary>
    internal static Shorthand Sides(string name, params PropertyId[] ids) => new(name, ids, (reader, sink) =>
    {
        Span<DeclaredValue?> values = new DeclaredValue?[4];
        var count = 0;
        while (count < 4 && TryOne(reader, ids[0]) is { } value) values[count++] = value;
        if (count == 0) return false;
        sink.Add(ids[0], values[0]!);
        sink.Add(ids[1], values[1] ?? values[0]!);
        sink.Add(ids[2], values[2] ?? values[0]!);
        sink.Add(ids[3], values[3] ?? values[1] ?? values[0]!);
        return true;
    });

    /// <summary>One or two values for two longhands.</summary>
    internal static Shorthand Pair(string name, PropertyId first, PropertyId second) => new(name, [first, second], (reader, sink) =>
    {
        if (PropertyTable.Of(first).Parse(reader) is not { } a) return false;
        sink.Add(first, a);
        sink.Add(second, TryOne(reader, second) ?? a);
        return true;
    });

    /// <summary>Values in any order, each at most once, at least one.</summary>
    internal static Shorthand AnyOrder(string name, params PropertyId[] ids) => new(name, ids, (reader, sink) => TryAnyOrder(reader, ids, out var values) && AddAll(sink, ids, values));

    internal static bool AddAll(DeclarationSink sink, PropertyId[] ids, DeclaredValue?[] values)
    {
        for (var i = 0; i < ids.Length; i++) sink.AddOrInitial(ids[i], values[i]);
        return true;
    }

    internal static bool TryAnyOrder(ValueReader reader, PropertyId[] ids, out DeclaredValue?[] values)
    {
        values = new DeclaredValue?[ids.Length];
        var any = false;
        for (var found = true; found && !reader.IsAtEnd;)
        {
            found = false;
            for (var i = 0; i < ids.Length && !found; i++)
            {
                if (values[i] is not null || TryOne(reader, ids[i]) is not { } value) continue;
                values[i] = value;
                found = any = true;
            }
        }

        return any;
    }

    /// <summary>A longhand's value if there is one; the reader stays where it was otherwise.</summary>
    internal static DeclaredValue? TryOne(ValueReader reader, PropertyId id)
    {
        if (reader.IsAtEnd) return null;
        var mark = reader.Position;
        if (PropertyTable.Of(id).Parse(reader) is { } value) return value;
        reader.Position = mark;
        return null;
    }
}
