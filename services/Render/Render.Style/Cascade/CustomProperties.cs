using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace WasmEngine.Render.Style;

/// <summary>
/// Custom properties of an element: its own over its parent's, so that setting one does not copy all. Immutable.
/// </summary>
internal sealed class CustomProperties : IReadOnlyDictionary<string, string>
{
    private const int MaxChain = 12;
    private readonly IReadOnlyDictionary<string, string> _parent;
    private readonly Dictionary<string, string?> _own;
    private readonly int _chain;

    /// <summary>With an element's own values; null takes the parent's away.</summary>
    public CustomProperties(IReadOnlyDictionary<string, string> parent, Dictionary<string, string?> own)
    {
        _chain = parent is CustomProperties layered ? layered._chain + 1 : 1;
        (_parent, _own) = (parent, own);
        if (_chain <= MaxChain) return;
        foreach (var (name, value) in parent) own.TryAdd(name, value);
        (_parent, _chain) = (ComputedStyle.Initial.Custom, 1);
    }

    public int Count => All().Count;

    public IEnumerable<string> Keys => All().Keys;

    public IEnumerable<string> Values => All().Values;

    public string this[string key] => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"{key} is not set");

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value)
    {
        if (!_own.TryGetValue(key, out value)) return _parent.TryGetValue(key, out value);
        return value is not null;
    }

    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => All().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether two sets have the same values.</summary>
    public static bool AreEqual(IReadOnlyDictionary<string, string> a, IReadOnlyDictionary<string, string> b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is CustomProperties x && b is CustomProperties y && ReferenceEquals(x._parent, y._parent)) return SameOwn(x, y);
        if (a.Count != b.Count) return false;
        foreach (var (name, value) in a)
        {
            if (!b.TryGetValue(name, out var other) || !string.Equals(value, other, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private static bool SameOwn(CustomProperties x, CustomProperties y)
    {
        if (x._own.Count != y._own.Count) return false;
        foreach (var (name, value) in x._own)
        {
            if (!y._own.TryGetValue(name, out var other) || !string.Equals(value, other, StringComparison.Ordinal)) return false;
        }

        return true;
    }

    private Dictionary<string, string> All()
    {
        var all = new Dictionary<string, string>(_parent, StringComparer.Ordinal);
        foreach (var (name, value) in _own)
        {
            if (value is null) all.Remove(name);
            else all[name] = value;
        }

        return all;
    }
}
