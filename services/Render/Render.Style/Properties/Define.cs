namespace WasmEngine.Render.Style;

/// <summary>Short forms for definitions.</summary>
internal static class Define
{
    internal static Longhand<T> Keyword<T>(PropertyId id, KeywordMap<T> keywords, Func<ComputedStyle, T> get, Action<StyleBuilder, T> set, bool inherited = false) =>
        new(id, inherited, keywords.Parse, get, set) { Write = v => keywords.NameOf(v) ?? "" };
}
