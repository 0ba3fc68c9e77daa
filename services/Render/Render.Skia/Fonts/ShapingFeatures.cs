using WasmEngine.Render.Text.Fonts;
using HarfBuzz = HarfBuzzSharp;

namespace WasmEngine.Render.Skia;

/// <summary>The OpenType features that a description turns on or off beyond a font's defaults (css-fonts-4 §7.2: later ones win).</summary>
internal static class ShapingFeatures
{
    internal static HarfBuzz.Feature[] Of(FontDescription description, FontFaceDescriptor? descriptor)
    {
        var features = new List<HarfBuzz.Feature>();
        if (descriptor is not null) AddAll(features, descriptor.Features);
        if (description.Kerning == FontKerning.None || (description.OptimizeSpeed && description.Kerning == FontKerning.Auto)) Off(features, "kern");
        if (description.Ligatures != FontLigatures.Normal || description.OptimizeSpeed) Off(features, "liga", "clig");
        if (description.Ligatures == FontLigatures.None) Off(features, "dlig", "hlig", "calt");
        AddAll(features, description.Features);
        return [.. features];
    }

    private static void Off(List<HarfBuzz.Feature> features, params ReadOnlySpan<string> tags)
    {
        foreach (var tag in tags) features.Add(new HarfBuzz.Feature(HarfBuzz.Tag.Parse(tag), 0));
    }

    private static void AddAll(List<HarfBuzz.Feature> features, ValueList<FontFeature> wanted)
    {
        foreach (var feature in wanted) features.Add(new HarfBuzz.Feature(HarfBuzz.Tag.Parse(feature.Tag.ToString()), (uint)Math.Max(feature.Value, 0)));
    }
}
