namespace WasmEngine.Render.Style;

/// <summary>One string for all equal names of a thread's sheets: names repeat, so that tokens rarely cost an allocation.</summary>
internal sealed class NamePool
{
    private const int Most = 32_768;
    private const int Longest = 64;

    [ThreadStatic]
    private static NamePool? t_shared;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    private NamePool() => _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The calling thread's.</summary>
    internal static NamePool Shared => t_shared ??= new NamePool();

    internal string Get(ReadOnlySpan<char> name)
    {
        if (name.Length > Longest) return name.ToString();
        if (_lookup.TryGetValue(name, out var known)) return known;
        if (_names.Count >= Most) _names.Clear();
        var made = name.ToString();
        _names.Add(made);
        return made;
    }
}
