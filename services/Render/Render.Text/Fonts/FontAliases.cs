namespace WasmEngine.Render.Text.Fonts;

/// <summary>
/// Which families of a machine stand for generic families and for widely used names that it lacks, as Chromium on Debian
/// chooses them (found by experiment): names are replaced only by families of equal advances.
/// </summary>
public static class FontAliases
{
    private static readonly string[] Sans = ["Liberation Sans", "Arimo", "Albany AMT", "Nimbus Sans", "TeX Gyre Heros", "FreeSans"];
    private static readonly string[] Serif = ["Liberation Serif", "Tinos", "Thorndale AMT", "Nimbus Roman", "TeX Gyre Termes", "FreeSerif"];
    private static readonly string[] Mono = ["Liberation Mono", "Cousine", "Cumberland AMT", "Nimbus Mono PS", "TeX Gyre Cursor", "FreeMono"];
    private static readonly string[] System = ["DejaVu Sans", "Noto Sans", "Cantarell", "Ubuntu", "Open Sans", "Liberation Sans", "FreeSans"];

    private static readonly Dictionary<string, string[]> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Arial"] = Sans,
        ["Helvetica"] = ["Arial", .. Sans],
        ["Times New Roman"] = Serif,
        ["Times"] = ["Times New Roman", .. Serif],
        ["Courier New"] = Mono,
        ["Courier"] = ["Courier New", .. Mono],
        ["Liberation Sans"] = ["Arial", "Arimo"],
        ["Liberation Serif"] = ["Times New Roman", "Tinos"],
        ["Liberation Mono"] = ["Courier New", "Cousine"],
        ["Georgia"] = ["Gelasio"],
        ["Calibri"] = ["Carlito"],
        ["Cambria"] = ["Caladea"],
        ["Sans"] = System,
        ["sans-serif"] = System,
        ["monospace"] = ["DejaVu Sans Mono", .. Mono],
    };

    private static string[] Generic(GenericFamily family) => family switch
    {
        GenericFamily.Serif => ["Times New Roman", .. Serif, "DejaVu Serif", "Noto Serif"],
        GenericFamily.SansSerif => ["Arial", .. Sans, .. System],
        GenericFamily.Monospace => ["DejaVu Sans Mono", "Noto Sans Mono", "Noto Mono", .. Mono, "Courier New"],
        GenericFamily.SystemUi => System,
        GenericFamily.Cursive => ["Comic Sans MS"],
        GenericFamily.Fantasy => ["Impact"],
        GenericFamily.Math => ["Latin Modern Math"],
        GenericFamily.Emoji => ["Noto Color Emoji", "Noto Emoji", "Twemoji", "EmojiOne Color"],
        GenericFamily.Fangsong => ["FangSong"],
        _ => [],
    };

    /// <summary>Families that are looked through first for characters which the wanted ones lack.</summary>
    public static IReadOnlyList<string> Fallbacks { get; } = ["DejaVu Sans", "Noto Sans", "Liberation Sans", "FreeSans", "Unifont"];

    /// <summary>Families for emoji in colour, best first.</summary>
    public static IReadOnlyList<string> Emoji { get; } = Generic(GenericFamily.Emoji);

    /// <summary>Names to be tried for an entry of font-family, best first; none for a generic family that stands for nothing here.</summary>
    public static IEnumerable<string> Candidates(FontFamilyName family)
    {
        if (family.Generic != GenericFamily.None) return Generic(family.Generic);
        return Names.TryGetValue(family.Name, out var others) ? others.Prepend(family.Name) : [family.Name];
    }

    /// <summary>What Han characters of a language are shown with: part of the name of a family; null if that is of no matter.</summary>
    public static string? HanSuffix(string language)
    {
        if (language.StartsWith("ja", StringComparison.OrdinalIgnoreCase)) return "JP";
        if (language.StartsWith("ko", StringComparison.OrdinalIgnoreCase)) return "KR";
        if (!language.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return null;
        if (language.Contains("HK", StringComparison.OrdinalIgnoreCase)) return "HK";
        return language.Contains("TW", StringComparison.OrdinalIgnoreCase) || language.Contains("Hant", StringComparison.OrdinalIgnoreCase) ? "TC" : "SC";
    }
}
