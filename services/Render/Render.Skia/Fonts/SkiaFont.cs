using System.Collections.Concurrent;
using SkiaSharp;
using WasmEngine.Render.Text.Fonts;
using HarfBuzz = HarfBuzzSharp;

namespace WasmEngine.Render.Skia;

/// <summary>A face at a size, as HarfBuzz shapes and Skia draws it. Immutable and thread-safe.</summary>
internal sealed class SkiaFont : ScaledFont
{
    // HarfBuzz counts in 1/65536 px: advances are as exact as FreeType's, without hinting or rounding to pixels.
    internal const float FixedPoint = 65536;
    private const float SmallestHinted = 7.5f;
    private const float SyntheticSkew = -0.25f; // Skia's own for imitated italics
    private readonly FontFaceDescriptor? _descriptor;
    private readonly Lazy<FontMetrics> _metrics;
    private readonly Lazy<SKFont> _drawing;
    private readonly FontVariation[] _variations;
    private readonly ConcurrentDictionary<ushort, InkBounds> _ink = new(); // bounded by the face's glyphs

    internal SkiaFont(FontFile file, FontDescription description, FontFaceDescriptor? descriptor)
    {
        File = file;
        Description = description;
        _descriptor = descriptor;
        var style = descriptor is null ? file.Style : StyleOf(descriptor);
        SyntheticBold = FaceMatching.NeedsSyntheticBold(style, description);
        SyntheticItalic = FaceMatching.NeedsSyntheticSlant(style, description);
        // Blink tells sizes apart by 1/100 px.
        Size = MathF.Floor(Math.Clamp(description.Size, 0, 10_000) * 100) / 100 * (descriptor?.SizeAdjust ?? 1) * AspectFactor(file, description);
        _variations = file.IsVariable ? file.VariationsFor(description) : [];
        Shaping = new HarfBuzz.Font(file.Face);
        Shaping.SetFunctionsOpenType();
        var scale = (int)(Size * FixedPoint);
        Shaping.SetScale(scale, scale);
        AdvanceFactor = Size > 0 ? Math.Floor(Size * 64) / (Size * 64) : 1;
        if (_variations.Length > 0) HarfBuzzNative.SetVariations(Shaping, _variations);
        Language = description.Language.Length > 0 ? new HarfBuzz.Language(description.Language) : HarfBuzz.Language.Default;
        Features = ShapingFeatures.Of(description, descriptor);
        _metrics = new Lazy<FontMetrics>(Measure);
        _drawing = new Lazy<SKFont>(CreateDrawing);
    }

    internal FontFile File { get; }

    /// <summary>Not to be changed any more.</summary>
    internal HarfBuzz.Font Shaping { get; }

    /// <summary>
    /// What glyphs' own advances are to be multiplied with. FreeType, which Chromium takes them from, knows sizes in 1/64 px and
    /// cuts off what is less; kerning is HarfBuzz's and knows all of the size.
    /// </summary>
    internal double AdvanceFactor { get; }

    internal HarfBuzz.Language Language { get; }

    internal HarfBuzz.Feature[] Features { get; }

    /// <summary>What glyphs are drawn with; not to be changed.</summary>
    internal SKFont Drawing => _drawing.Value;

    /// <inheritdoc/>
    public override string FamilyName => File.Info.Families[0];

    /// <inheritdoc/>
    public override float Size { get; }

    /// <inheritdoc/>
    public override FontDescription Description { get; }

    /// <inheritdoc/>
    public override FontMetrics Metrics => _metrics.Value;

    /// <inheritdoc/>
    public override bool SyntheticBold { get; }

    /// <inheritdoc/>
    public override bool SyntheticItalic { get; }

    /// <inheritdoc/>
    public override bool HasColor => File.HasColor;

    /// <inheritdoc/>
    public override bool Contains(int codepoint) => File.Contains(codepoint);

    /// <inheritdoc/>
    public override bool TryGetInk(ushort glyph, out InkBounds ink)
    {
        if (_ink.TryGetValue(glyph, out ink)) return true;
        if (HasColor || !Shaping.TryGetGlyphExtents(glyph, out var extents)) return false; // coloured glyphs may be pictures of another size
        // Hinting and imitated styles change outlines a little.
        var reach = 1 + (SyntheticBold ? Size / 12 : 0);
        float left = extents.XBearing / FixedPoint, top = -extents.YBearing / FixedPoint;
        float right = left + (extents.Width / FixedPoint), bottom = top - (extents.Height / FixedPoint);
        ink = right <= left || bottom <= top ? InkBounds.Empty
            : new InkBounds(left - reach - (SyntheticItalic ? bottom * -SyntheticSkew : 0), top - reach, right + reach + (SyntheticItalic ? top * SyntheticSkew : 0), bottom + reach);
        _ink.TryAdd(glyph, ink);
        return true;
    }

    internal static FaceStyle StyleOf(FontFaceDescriptor descriptor) =>
        new(descriptor.MinWeight, descriptor.MaxWeight, descriptor.MinStretch, descriptor.MaxStretch, descriptor.Slant != FontSlant.Normal);

    // font-size-adjust: the wanted x-height is a share of the size that was asked for.
    private static float AspectFactor(FontFile file, FontDescription description)
    {
        if (description.SizeAdjust is not { } aspect) return 1;
        var metrics = file.Metrics;
        return metrics.XHeight > 0 ? aspect * metrics.UnitsPerEm / metrics.XHeight : 1;
    }

    private float Advance(int codepoint) =>
        File.Contains(codepoint) && Shaping.TryGetNominalGlyph(codepoint, out var glyph) ? CutAdvance(Shaping.GetHorizontalGlyphAdvance(glyph)) / FixedPoint : 0;

    /// <summary>A glyph's own advance as FreeType gives it, in HarfBuzz's fixed point.</summary>
    internal int CutAdvance(int advance) => (int)Math.Round(advance * AdvanceFactor);

    private FontMetrics Measure()
    {
        var face = File.Metrics;
        var metrics = face.Scale(Size, (Advance(' '), Advance('0'), Advance(0x6C34)), _descriptor);
        if (face.XHeight > 0 && face.CapHeight > 0) return metrics;
        // The face does not tell: the height of the glyphs themselves, as they are drawn.
        var measured = Drawing.Metrics;
        return metrics with
        {
            XHeight = face.XHeight == 0 && measured.XHeight > 0 ? measured.XHeight : metrics.XHeight,
            CapHeight = face.CapHeight == 0 && measured.CapHeight > 0 ? measured.CapHeight : metrics.CapHeight,
        };
    }

    // Debian's fontconfig has small sizes of DejaVu drawn as they are, all else hinted in height alone.
    private SKFontHinting HintingOf() =>
        Size < SmallestHinted && FamilyName.StartsWith("DejaVu", StringComparison.Ordinal) ? SKFontHinting.None : SKFontHinting.Slight;

    private SKFont CreateDrawing()
    {
        var typeface = File.Typeface;
        if (_variations.Length > 0)
            typeface = typeface.Clone([.. _variations.Select(v => new SKFontVariationPositionCoordinate { Axis = v.Axis.Value, Value = v.Value })]) ?? typeface;
        return new SKFont(typeface, Size)
        {
            Subpixel = true,
            LinearMetrics = true,
            Edging = SKFontEdging.Antialias,
            Hinting = HintingOf(),
            Embolden = SyntheticBold,
            SkewX = SyntheticItalic ? SyntheticSkew : 0,
        };
    }
}
