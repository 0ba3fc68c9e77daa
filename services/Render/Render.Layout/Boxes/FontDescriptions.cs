using System.Runtime.CompilerServices;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;
using TextSlant = WasmEngine.Render.Text.Fonts.FontSlant;

namespace WasmEngine.Render.Layout;

/// <summary>The font that a style asks for, as text's key.</summary>
internal static class FontDescriptions
{
    private static readonly ConditionalWeakTable<FontStyle, FontDescription> Known = [];

    /// <summary>A style's font in its language; the same object for one group of font properties mostly. Thread-safe.</summary>
    internal static FontDescription Of(ComputedStyle style)
    {
        var language = style.Text.Language;
        var loose = style.Text.LetterSpacing != 0;
        if (Known.TryGetValue(style.Font, out var known) && known.Language == language && (known.Ligatures == FontLigatures.Required) == (loose && style.Font.Ligatures))
            return known;
        var description = Make(style.Font, language, loose);
        Known.AddOrUpdate(style.Font, description);
        return description;
    }

    private static FontDescription Make(FontStyle font, string language, bool loose) => new()
    {
        Families = new ValueList<FontFamilyName>([.. font.Families.Select(FontFamilyName.FromIdentifier)]),
        Size = font.Size,
        Weight = font.Weight,
        Stretch = font.Stretch,
        Slant = font.Slant switch { Style.FontSlant.Italic => TextSlant.Italic, Style.FontSlant.Oblique => TextSlant.Oblique, _ => TextSlant.Normal },
        ObliqueAngle = font.ObliqueAngle,
        Kerning = font.Kerning ? FontKerning.Auto : FontKerning.None,
        Ligatures = !font.Ligatures ? FontLigatures.None : loose ? FontLigatures.Required : FontLigatures.Normal,
        Features = FeaturesOf(font),
        Variations = new ValueList<FontVariation>([.. font.Variations.Where(v => v.Axis.Length == 4).Select(v => new FontVariation(new OpenTypeTag(v.Axis), v.Value))]),
        Language = language,
    };

    private static ValueList<FontFeature> FeaturesOf(FontStyle font)
    {
        if (font.Features.Count == 0 && !font.SmallCaps) return ValueList<FontFeature>.Empty;
        var features = new List<FontFeature>();
        if (font.SmallCaps) features.Add(new FontFeature(new OpenTypeTag("smcp"), 1));
        foreach (var (tag, value) in font.Features)
        {
            if (tag.Length == 4) features.Add(new FontFeature(new OpenTypeTag(tag), value));
        }

        return new ValueList<FontFeature>([.. features]);
    }
}
