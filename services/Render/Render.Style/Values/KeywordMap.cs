namespace WasmEngine.Render.Style;

/// <summary>Keywords and what they mean. Few each, so a walk is faster than a hash.</summary>
internal sealed class KeywordMap<T>
{
    private readonly string[] _names;
    private readonly T[] _values;

    internal KeywordMap(string[] names, T[] values) => (_names, _values) = (names, values);

    internal bool TryGet(string name, out T value)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i].Length != name.Length || !_names[i].Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            value = _values[i];
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>The first keyword with a meaning; null when it has none.</summary>
    internal string? NameOf(T value)
    {
        var index = Array.IndexOf(_values, value);
        return index < 0 ? null : _names[index];
    }

    internal bool Parse(ValueReader reader, out T value) => reader.TryKeyword(this, out value);
}

/// <summary>Makes <see cref="KeywordMap{T}"/>.</summary>
internal static class KeywordMap
{
    /// <summary>Keywords of an enumeration in its order, separated by spaces; `-` where a member has none.</summary>
    internal static KeywordMap<T> Of<T>(string names)
        where T : struct, Enum
    {
        var words = names.Split(' ');
        var members = Enum.GetValues<T>();
        var pairs = words.Zip(members).Where(p => p.First != "-").ToArray();
        return new KeywordMap<T>([.. pairs.Select(p => p.First)], [.. pairs.Select(p => p.Second)]);
    }

    /// <summary>All members of an enumeration by their names in kebab case.</summary>
    internal static KeywordMap<T> Of<T>()
        where T : struct, Enum
    {
        var members = Enum.GetValues<T>();
        return new KeywordMap<T>([.. members.Select(m => PropertyNames.Kebab(m.ToString()))], members);
    }

    internal static KeywordMap<T> Of<T>(params (string Name, T Value)[] pairs) => new([.. pairs.Select(p => p.Name)], [.. pairs.Select(p => p.Value)]);
}
