using SkiaSharp;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Makes text as strong as browsers on Linux draw it. Skia corrects the coverage of glyphs for contrast and gamma (SkMaskGamma), but
/// not of greyscale ones unless it is built so, as Chromium's is and this one is not. The same curves as filters of glyph masks do
/// it: they are applied once for each cached glyph, not when it is drawn. Thread-safe.
/// </summary>
internal static class TextContrast
{
    // Chromium's constants on Linux; both found again by fitting its screenshots.
    private const double Contrast = 0.2, Gamma = 1.2;
    private const float LargestCorrected = 200; // larger glyphs are drawn as paths
    private const int LuminanceBits = 3;
    private static readonly SKMaskFilter[] Filters = [.. Enumerable.Range(0, 1 << LuminanceBits).Select(Create)];

    /// <summary>The filter for text of a colour; null where none applies. Not to be disposed of.</summary>
    internal static SKMaskFilter? For(SKColor color, ScaledFont font)
    {
        if (font.HasColor || font.Size > LargestCorrected) return null;
        var luminance = (0.2126 * ToLinear(color.Red / 255.0)) + (0.7152 * ToLinear(color.Green / 255.0)) + (0.0722 * ToLinear(color.Blue / 255.0));
        return Filters[(int)Math.Round(ToEncoded(luminance) * 255) >> (8 - LuminanceBits)];
    }

    private static double ToLinear(double value) => Math.Pow(value, Gamma);

    private static double ToEncoded(double value) => Math.Pow(value, 1 / Gamma);

    // What is behind the text is not known: it is guessed to be the inverse of the text's luminance.
    private static SKMaskFilter Create(int step)
    {
        var source = step / (double)((1 << LuminanceBits) - 1);
        var behind = 1 - source;
        double linearSource = ToLinear(source), linearBehind = ToLinear(behind);
        var contrast = Contrast * linearBehind;
        var table = new byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            var coverage = i / 255.0;
            coverage += (1 - coverage) * contrast * coverage;
            if (Math.Abs(behind - source) >= 1 / 256.0)
                coverage = (ToEncoded((linearSource * coverage) + ((1 - coverage) * linearBehind)) - behind) / (source - behind);
            table[i] = (byte)Math.Round(255 * Math.Clamp(coverage, 0, 1));
        }

        return SKMaskFilter.CreateTable(table);
    }
}
