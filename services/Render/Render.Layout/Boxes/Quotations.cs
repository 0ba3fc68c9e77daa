namespace WasmEngine.Render.Layout;

/// <summary>Quotation marks of languages for `quotes: auto`, after CLDR.</summary>
internal static class Quotations
{
    private static readonly string[] English = ["\u201C", "\u201D", "\u2018", "\u2019"];
    private static readonly string[] German = ["\u201E", "\u201C", "\u201A", "\u2018"];
    private static readonly string[] French = ["\u00AB", "\u00BB", "\u00AB", "\u00BB"];
    private static readonly string[] Russian = ["\u00AB", "\u00BB", "\u201E", "\u201C"];
    private static readonly string[] Spanish = ["\u00AB", "\u00BB", "\u201C", "\u201D"];
    private static readonly string[] Polish = ["\u201E", "\u201D", "\u00AB", "\u00BB"];
    private static readonly string[] Swedish = ["\u201D", "\u201D", "\u2019", "\u2019"];
    private static readonly string[] Japanese = ["\u300C", "\u300D", "\u300E", "\u300F"];
    private static readonly string[] Arabic = ["\u201D", "\u201C", "\u2019", "\u2018"];
    private static readonly string[] Swiss = ["\u00AB", "\u00BB", "\u2039", "\u203A"];

    /// <summary>Pairs by level, for a language tag (BCP 47).</summary>
    internal static IReadOnlyList<string> For(string language)
    {
        if (language.StartsWith("fr-CH", StringComparison.OrdinalIgnoreCase)) return Swiss;
        var end = language.IndexOf('-', StringComparison.Ordinal);
        return (end < 0 ? language : language[..end]).ToLowerInvariant() switch
        {
            "de" or "cs" or "sk" or "sl" or "is" or "lt" or "sq" or "bg" => German,
            "fr" or "no" or "nb" or "nn" or "fa" or "hy" or "az" or "el" => French,
            "ru" or "uk" or "be" => Russian,
            "es" or "it" or "pt" or "ca" => Spanish,
            "pl" or "hu" or "ro" => Polish,
            "sv" or "fi" => Swedish,
            "ja" or "zh-tw" => Japanese,
            "ar" => Arabic,
            _ => English,
        };
    }
}
