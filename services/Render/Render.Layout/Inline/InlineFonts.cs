using System.Runtime.CompilerServices;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;
using SlantValue = WasmEngine.Render.Text.Fonts.FontSlant;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Finds the fonts of computed styles. Font groups are shared between styles with equal fonts, so what was found is remembered for the group. Any thread.
/// </summary>
internal static class InlineFonts
{
    private static readonly ConditionalWeakTable<FontStyle, Known> Fonts = [];

    // A group's fonts with and without ligatures, in one language and font system at one generation.
    private sealed record Known(IFontSystem System, int Generation, string Language, ResolvedFont Plain, ResolvedFont Spaced);

    /// <summary>The fonts of a style.</summary>
    internal static ResolvedFont Resolve(ComputedStyle style, IFontSystem system)
    {
        var spaced = style.Text.LetterSpacing != 0;
        if (Fonts.TryGetValue(style.Font, out var known) && known.System == system && known.Generation == system.Generation
            && string.Equals(known.Language, style.Text.Language, StringComparison.Ordinal))
            return spaced ? known.Spaced : known.Plain;
        var description = Describe(style);
        known = new Known(system, system.Generation, style.Text.Language, system.Resolve(description), system.Resolve(WithoutLigatures(description)));
        Fonts.AddOrUpdate(style.Font, known);
        return spaced ? known.Spaced : known.Plain;
    }

    // css-text-3, 8.2: optional ligatures are off where letters are spaced.
    private static FontDescription WithoutLigatures(FontDescription description) =>
        description.Ligatures == FontLigatures.Normal ? description with { Ligatures = FontLigatures.Required } : description;

    private static FontDescription Describe(ComputedStyle style)
    {
        var font = style.Font;
        var features = new List<FontFeature>();
        if (font.SmallCaps) features.Add(new FontFeature(new OpenTypeTag("smcp"), 1));
        foreach (var (tag, value) in font.Features.Where(static f => f.Tag.Length == 4)) features.Add(new FontFeature(new OpenTypeTag(tag), value));
        var variations = new FontVariation[font.Variations.Count];
        for (var i = 0; i < variations.Length; i++) variations[i] = new FontVariation(new OpenTypeTag(font.Variations[i].Axis), font.Variations[i].Value);
        var families = new FontFamilyName[font.Families.Count];
        for (var i = 0; i < families.Length; i++) families[i] = FontFamilyName.FromIdentifier(font.Families[i]);
        return new FontDescription
        {
            Families = new ValueList<FontFamilyName>(families),
            Size = font.Size,
            Weight = font.Weight,
            Stretch = font.Stretch,
            Slant = (SlantValue)font.Slant,
            ObliqueAngle = font.ObliqueAngle,
            Kerning = font.Kerning ? FontKerning.Auto : FontKerning.None,
            Ligatures = font.Ligatures ? FontLigatures.Normal : FontLigatures.None,
            Features = features.Count == 0 ? ValueList<FontFeature>.Empty : new ValueList<FontFeature>(features.ToArray()),
            Variations = variations.Length == 0 ? ValueList<FontVariation>.Empty : new ValueList<FontVariation>(variations),
            Language = style.Text.Language,
        };
    }
}
