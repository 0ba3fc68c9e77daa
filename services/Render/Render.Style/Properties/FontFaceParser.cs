using System.Globalization;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>One source of a font: an address or a local name.</summary>
/// <param name="Url">Absolute address; null for local().</param>
/// <param name="LocalName">Name of local(); null for url().</param>
/// <param name="Format">format(…) in lower case; null when none was given.</param>
public sealed record FontSource(string? Url, string? LocalName, string? Format);

/// <summary>A range of code points, ends included.</summary>
public readonly record struct CodePointRange(int First, int Last);

/// <summary>An @font-face rule (css-fonts-4, section 4).</summary>
/// <param name="Family">Family name.</param>
/// <param name="Sources">Sources in order of preference.</param>
/// <param name="MinWeight">Least weight that it serves, 1 to 1000.</param>
/// <param name="MaxWeight">Greatest weight.</param>
/// <param name="MinStretch">Least stretch, percent.</param>
/// <param name="MaxStretch">Greatest stretch.</param>
/// <param name="Slant">Slant.</param>
/// <param name="Ranges">Code points that it serves; empty: all.</param>
/// <param name="Line">Line of the rule.</param>
public sealed record FontFace(
    string Family, IReadOnlyList<FontSource> Sources, float MinWeight, float MaxWeight, float MinStretch, float MaxStretch, FontSlant Slant,
    IReadOnlyList<CodePointRange> Ranges, int Line);

/// <summary>Reads @font-face rules.</summary>
public static class FontFaceParser
{
    private const int MaxRanges = 4096;

    /// <summary>The font that a rule declares; null, with an issue, when it has no family or no source.</summary>
    public static FontFace? Parse(AtRule rule, CssOptions options)
    {
        var face = new FontFace("", [], 400, 400, 100, 100, FontSlant.Normal, [], rule.Line);
        foreach (var descriptor in rule.Descriptors)
        {
            var reader = new ValueReader();
            reader.Begin(descriptor.Value, 0, descriptor.Value.Length, options, null);
            if (Take(face, descriptor, reader) is { } next) face = next;
            else options.Report(IssueSeverity.Invalid, $"\"{RuleReader.Shorten(descriptor.Text)}\" is not a value of the descriptor {RuleReader.Shorten(descriptor.Name)} and is ignored", descriptor.Line);
        }

        if (face.Family.Length > 0 && face.Sources.Count > 0) return face;
        options.Report(IssueSeverity.Invalid, "@font-face needs font-family and src and is ignored", rule.Line);
        return null;
    }

    private static FontFace? Take(FontFace face, Descriptor descriptor, ValueReader reader)
    {
        switch (descriptor.Name)
        {
            case "font-family":
                return FontParser.Families(reader, out var names) && names.Count == 1 && reader.IsAtEnd ? face with { Family = names[0] } : null;
            case "src":
                return Sources(reader) is { } sources ? face with { Sources = sources } : null;
            case "font-weight":
                return TryRange(reader, FontParser.Weight, 1, 1000, out var low, out var high) ? face with { MinWeight = low, MaxWeight = high } : null;
            case "font-stretch" or "font-width":
                return TryRange(reader, FontParser.Stretch, 50, 200, out low, out high) ? face with { MinStretch = low, MaxStretch = high } : null;
            case "font-style":
                if (reader.TryIdent("auto")) return face;
                return FontParser.Slant(reader, out var slant) ? face with { Slant = slant.Slant } : null;
            case "unicode-range":
                return Ranges(descriptor.Text) is { } ranges ? face with { Ranges = ranges } : null;
            default:
                return face; // font-display and the like change nothing here
        }
    }

    private static bool TryRange(ValueReader reader, ValueParser<float> parse, float least, float most, out float low, out float high)
    {
        (low, high) = (least, most);
        if (reader.TryIdent("auto")) return true;
        if (!BoxParser.Two(reader, parse, out low, out high) || !reader.IsAtEnd) return false;
        if (low > high) (low, high) = (high, low);
        return true;
    }

    /// <summary>Sources that can be read; one that is not valid spoils only itself.</summary>
    private static ValueList<FontSource>? Sources(ValueReader reader)
    {
        var list = new List<FontSource>();
        do
        {
            if (Source(reader) is { } source) list.Add(source);
            while (reader.Peek().Kind is not (CssTokenKind.Comma or CssTokenKind.End)) SkipOne(reader);
        }
        while (reader.TryComma());
        return list.Count == 0 ? null : new ValueList<FontSource>(list);
    }

    private static FontSource? Source(ValueReader reader)
    {
        if (reader.TryFunction("local"))
        {
            var valid = FontParser.Families(reader, out var names) && names.Count == 1;
            return valid && reader.TryClose() ? new FontSource(null, names[0], null) : null;
        }

        if (!ImageParser.TryUrl(reader, out var url)) return null;
        string? format = null;
        if (reader.TryFunction("format"))
        {
            if (!reader.TryString(out format) && !reader.TryAnyIdent(out format)) return null;
            if (!reader.TryClose()) return null;
        }

        return new FontSource(url, null, format?.ToLowerInvariant());
    }

    /// <summary>A token, or a whole function.</summary>
    private static void SkipOne(ValueReader reader)
    {
        var depth = 0;
        do
        {
            var token = reader.Next();
            if (token.Kind == CssTokenKind.End) return;
            if (token.Opens) depth++;
            else if (token.Closes) depth--;
        }
        while (depth > 0);
    }

    /// <summary>U+26, U+0-7F, U+4??: read from the text, as tokens split it strangely.</summary>
    private static ValueList<CodePointRange>? Ranges(string text)
    {
        var ranges = new List<CodePointRange>();
        foreach (var part in text.Split(','))
        {
            var range = part.Trim();
            if (ranges.Count >= MaxRanges || !range.StartsWith("U+", StringComparison.OrdinalIgnoreCase)) return null;
            var ends = range[2..].Split('-');
            if (ends.Length > 2 || (ends.Length == 2 && ends[0].Contains('?', StringComparison.Ordinal))) return null;
            var last = ends[^1];
            if (!TryHex(ends[0].Replace('?', '0'), out var from) || !TryHex(last.Replace('?', 'F'), out var to) || to < from || to > 0x10FFFF) return null;
            ranges.Add(new CodePointRange(from, to));
        }

        return new ValueList<CodePointRange>(ranges);
    }

    private static bool TryHex(string text, out int value)
    {
        value = 0;
        return text.Length is > 0 and <= 6 && int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
    }
}
