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

/// <summary>A keyword and what it means. (A tuple would cost the just-in-time compiler a method for each T at the start.)</summary>
internal readonly record struct Keyword<T>(string Name, T Value);

/// <summary>Makes <see cref="KeywordMap{T}"/>. Without LINQ: there are a hundred types of T, and each would be compiled at the start.</summary>
internal static class KeywordMap
{
    /// <summary>Keywords of an enumeration in its order, separated by spaces; `-` where a member has none.</summary>
    internal static KeywordMap<T> Of<T>(string names)
        where T : struct, Enum
    {
        var words = names.Split(' ');
        var count = 0;
        foreach (var word in words)
        {
            if (word != "-") count++;
        }

        var (keywords, values, next) = (new string[count], new T[count], 0);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i] == "-") continue;
            keywords[next] = words[i];
            values[next++] = (T)Enum.ToObject(typeof(T), i);
        }

        return new KeywordMap<T>(keywords, values);
    }

    /// <summary>All members of an enumeration by their names in kebab case.</summary>
    internal static KeywordMap<T> Of<T>()
        where T : struct, Enum
    {
        var names = Enum.GetNames<T>();
        var values = new T[names.Length];
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = (T)Enum.ToObject(typeof(T), i);
            names[i] = PropertyNames.Kebab(names[i]);
        }

        return new KeywordMap<T>(names, values);
    }

    internal static KeywordMap<T> Of<T>(params Keyword<T>[] keywords)
    {
        var (names, values) = (new string[keywords.Length], new T[keywords.Length]);
        for (var i = 0; i < keywords.Length; i++) (names[i], values[i]) = (keywords[i].Name, keywords[i].Value);
        return new KeywordMap<T>(names, values);
    }

    /// <summary>Keywords that mean themselves, and more that all mean the same.</summary>
    internal static KeywordMap<T> OfMany<T>(Keyword<T>[] keywords, string others, T meaning)
    {
        var words = others.Split(' ');
        var all = new Keyword<T>[keywords.Length + words.Length];
        keywords.CopyTo(all, 0);
        for (var i = 0; i < words.Length; i++) all[keywords.Length + i] = new Keyword<T>(words[i], meaning);
        return Of(all);
    }

    internal static Keyword<T> Is<T>(string name, T value) => new(name, value);
}
