using System.Collections.Frozen;
using System.Text;

namespace WasmEngine.Render.Style;

/// <summary>Names of properties.</summary>
internal static class PropertyNames
{
    private static readonly string[] Names = MakeNames();

    internal static string Of(PropertyId id) => Names[(int)id];

    /// <summary>A <see cref="Longhand"/>, a <see cref="Shorthand"/>, or null.</summary>
    internal static object? Find(string name) => Index.ByName.GetValueOrDefault(name);

    /// <summary>CamelCase to kebab-case.</summary>
    internal static string Kebab(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var c in name)
        {
            if (char.IsAsciiLetterUpper(c) && text.Length > 0) text.Append('-');
            text.Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }

    private static string[] MakeNames()
    {
        var ids = Enum.GetValues<PropertyId>();
        var names = new string[ids.Length];
        foreach (var id in ids) names[(int)id] = id == PropertyId.WebkitBoxOrient ? "-webkit-box-orient" : Kebab(id.ToString());
        return names;
    }

    /// <summary>Apart, as the longhands ask for their names while they are made.</summary>
    private static class Index
    {
        internal static readonly FrozenDictionary<string, object> ByName = Make();

        private static FrozenDictionary<string, object> Make()
        {
            var all = new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase);
            foreach (var longhand in LonghandTable.ById.Skip(1)) all.Add(longhand.Name, longhand);
            foreach (var shorthand in ShorthandTable.All) all.Add(shorthand.Name, shorthand);
            foreach (var (alias, name) in PropertyAliases.All) all.Add(alias, all[name]);
            return all.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
        }
    }
}
