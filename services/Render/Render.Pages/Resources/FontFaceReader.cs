using System.Globalization;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;
using Slant = WasmEngine.Render.Text.Fonts.FontSlant;

namespace WasmEngine.Render.Pages;

/// <summary>An entry of src.</summary>
/// <param name="Name">Address, or name of a local face.</param>
/// <param name="IsLocal">local(…).</param>
internal readonly record struct FontSource(string Name, bool IsLocal);

/// <summary>An @font-face rule, read.</summary>
internal sealed record FontFace(FontFaceDescriptor Descriptor, IReadOnlyList<FontSource> Sources);

/// <summary>Reads the descriptors of @font-face (css-fonts-4, chapter 4).</summary>
internal static class FontFaceReader
{
    internal static FontFace? Read(FontFaceRule rule)
    {
        var sources = Sources(Tokens(rule, "src"));
        var family = Family(Tokens(rule, "font-family"));
        if (family.Length == 0 || sources.Count == 0) return null;
        var (minWeight, maxWeight) = Range(Tokens(rule, "font-weight"), 400, WeightOf);
        var (minStretch, maxStretch) = Range(Tokens(rule, "font-stretch"), 100, StretchOf);
        return new FontFace(
            new FontFaceDescriptor
            {
                Family = family,
                MinWeight = minWeight,
                MaxWeight = maxWeight,
                MinStretch = minStretch,
                MaxStretch = maxStretch,
                Slant = SlantOf(Tokens(rule, "font-style")),
                Ranges = new ValueList<CodepointRange>([.. Ranges(rule)]),
                SizeAdjust = Percent(Tokens(rule, "size-adjust")) ?? 1,
                AscentOverride = Percent(Tokens(rule, "ascent-override")),
                DescentOverride = Percent(Tokens(rule, "descent-override")),
                LineGapOverride = Percent(Tokens(rule, "line-gap-override")),
            },
            sources);
    }

    private static CssToken[] Tokens(FontFaceRule rule, string name) => rule.Descriptors.TryGetValue(name, out var descriptor) ? descriptor.Value : [];

    private static string Family(CssToken[] tokens) =>
        tokens is [{ Kind: CssTokenKind.String }] ? tokens[0].Text ?? "" : string.Join(' ', tokens.Where(t => t.Kind == CssTokenKind.Ident).Select(t => t.Text));

    private static List<FontSource> Sources(CssToken[] tokens)
    {
        var sources = new List<FontSource>();
        for (var i = 0; i < tokens.Length; i++)
        {
            var token = tokens[i];
            if (token.Kind == CssTokenKind.Url) sources.Add(new FontSource(token.Text ?? "", false));
            if (!token.IsFunction("url") && !token.IsFunction("local")) continue;
            var end = Array.FindIndex(tokens, i, t => t.Kind == CssTokenKind.CloseParen);
            if (end < 0) end = tokens.Length;
            var name = Family([.. tokens[(i + 1)..end].Where(t => t.Kind != CssTokenKind.Whitespace)]);
            if (name.Length > 0) sources.Add(new FontSource(name, token.IsFunction("local")));
        }

        return sources;
    }

    private static (float Min, float Max) Range(CssToken[] tokens, float otherwise, Func<CssToken, float?> read)
    {
        var values = new List<float>(2);
        foreach (var token in tokens)
        {
            if (read(token) is { } value) values.Add(value);
        }

        return values.Count switch
        {
            0 => (otherwise, otherwise),
            1 => (values[0], values[0]),
            _ => (Math.Min(values[0], values[1]), Math.Max(values[0], values[1])),
        };
    }

    private static float? WeightOf(CssToken token) => token switch
    {
        { Kind: CssTokenKind.Number } => (float)Math.Clamp(token.Number, 1, 1000),
        _ when token.IsIdent("normal") => 400,
        _ when token.IsIdent("bold") => 700,
        _ => null,
    };

    private static float? StretchOf(CssToken token)
    {
        if (token.Kind == CssTokenKind.Percentage) return (float)Math.Clamp(token.Number, 0, 1000);
        if (token.Kind != CssTokenKind.Ident) return null;
        return token.Text!.ToLowerInvariant() switch
        {
            "ultra-condensed" => 50,
            "extra-condensed" => 62.5f,
            "condensed" => 75,
            "semi-condensed" => 87.5f,
            "normal" => 100,
            "semi-expanded" => 112.5f,
            "expanded" => 125,
            "extra-expanded" => 150,
            "ultra-expanded" => 200,
            _ => null,
        };
    }

    private static Slant SlantOf(CssToken[] tokens) =>
        tokens.Length > 0 && tokens[0].IsIdent("italic") ? Slant.Italic : tokens.Length > 0 && tokens[0].IsIdent("oblique") ? Slant.Oblique : Slant.Normal;

    private static float? Percent(CssToken[] tokens) => tokens is [{ Kind: CssTokenKind.Percentage, Number: >= 0 } token, ..] ? (float)token.Number / 100 : null;

    /// <summary>unicode-range: U+26, U+0-7F, U+4??; its text, since tokens cut it up.</summary>
    private static IEnumerable<CodepointRange> Ranges(FontFaceRule rule)
    {
        if (!rule.Descriptors.TryGetValue("unicode-range", out var descriptor)) yield break;
        foreach (var part in descriptor.Text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length < 3 || part[0] is not ('U' or 'u') || part[1] != '+') continue;
            var dash = part.IndexOf('-', StringComparison.Ordinal);
            var first = dash < 0 ? part[2..].Replace('?', '0') : part[2..dash];
            var last = dash < 0 ? part[2..].Replace('?', 'F') : part[(dash + 1)..];
            if (Hex(first) is { } from && Hex(last) is { } to && from <= to) yield return new CodepointRange(from, to);
        }

        static int? Hex(string text) => text.Length <= 6 && int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) && value <= 0x10FFFF ? value : null;
    }
}
