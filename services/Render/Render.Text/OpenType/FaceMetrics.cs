using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>
/// Metrics of a face in font units: from head, hhea, OS/2 and post, chosen as FreeType and Skia choose them, so that lines
/// are as high as in Chromium on Linux.
/// </summary>
public sealed record FaceMetrics
{
    private const int UseTypoMetrics = 1 << 7;

    /// <summary>Units per em, 16 to 16384.</summary>
    public required int UnitsPerEm { get; init; }

    /// <summary>From the baseline up.</summary>
    public required int Ascent { get; init; }

    /// <summary>From the baseline down (positive).</summary>
    public required int Descent { get; init; }

    /// <summary>Extra space between lines.</summary>
    public required int LineGap { get; init; }

    /// <summary>Height of x; 0 if the face does not tell.</summary>
    public required int XHeight { get; init; }

    /// <summary>Height of capitals; 0 if the face does not tell.</summary>
    public required int CapHeight { get; init; }

    /// <summary>Average advance; 0 if the face does not tell.</summary>
    public required int AverageWidth { get; init; }

    /// <summary>Middle of the underline, below the baseline (positive).</summary>
    public required int UnderlinePosition { get; init; }

    /// <summary>Its thickness.</summary>
    public required int UnderlineThickness { get; init; }

    /// <summary>Top of the line-through, above the baseline.</summary>
    public required int StrikeoutPosition { get; init; }

    /// <summary>Its thickness.</summary>
    public required int StrikeoutThickness { get; init; }

    /// <summary>The box around all glyphs, y up.</summary>
    public required (int Left, int Bottom, int Right, int Top) Box { get; init; }

    /// <summary>Reads the tables.</summary>
    /// <exception cref="InvalidFontException">A table that every font must have is missing or broken.</exception>
    public static FaceMetrics Read(TableSource tables)
    {
        var head = new SfntReader(tables(TableTags.Head).Span, "table head") { Position = 18 };
        int unitsPerEm = head.U16();
        if (unitsPerEm is < 16 or > 16384) throw head.Invalid($"has {unitsPerEm} units per em; 16 to 16384 are possible");
        head.Position = 36;
        var box = (head.I16(), head.I16(), head.I16(), head.I16());
        var hhea = new SfntReader(tables(TableTags.Hhea).Span, "table hhea") { Position = 4 };
        var lines = (Ascent: (int)hhea.I16(), Descent: (int)hhea.I16(), Gap: (int)hhea.I16());
        var os2 = Os2.Read(new SfntReader(tables(TableTags.Os2).Span, "table OS/2"));
        if (os2 is { } metrics && ((metrics.Selection & UseTypoMetrics) != 0 || lines is { Ascent: 0, Descent: 0 })) lines = metrics.Lines;
        var (underlinePosition, underlineThickness) = ReadUnderline(new SfntReader(tables(TableTags.Post).Span, "table post"));
        return new FaceMetrics
        {
            UnitsPerEm = unitsPerEm,
            Ascent = lines.Ascent,
            Descent = -lines.Descent,
            LineGap = lines.Gap,
            XHeight = os2?.XHeight ?? 0,
            CapHeight = os2?.CapHeight ?? 0,
            AverageWidth = os2?.AverageWidth ?? 0,
            UnderlinePosition = -underlinePosition,
            UnderlineThickness = underlineThickness,
            StrikeoutPosition = os2?.StrikeoutPosition ?? 0,
            StrikeoutThickness = os2?.StrikeoutThickness ?? 0,
            Box = box,
        };
    }

    private static (int Position, int Thickness) ReadUnderline(SfntReader post)
    {
        if (post.Length < 12) return default;
        post.Position = 8;
        return (post.I16(), post.I16());
    }

    private readonly record struct Os2(int Selection, (int Ascent, int Descent, int Gap) Lines, int XHeight, int CapHeight, int AverageWidth, int StrikeoutPosition, int StrikeoutThickness)
    {
        internal static Os2? Read(SfntReader reader)
        {
            if (reader.Length < 78) return null;
            int version = reader.U16(), average = reader.I16();
            reader.Position = 26;
            int strikeoutThickness = reader.I16(), strikeoutPosition = reader.I16();
            reader.Position = 62;
            int selection = reader.U16();
            reader.Position = 68;
            var typo = (Ascent: (int)reader.I16(), Descent: (int)reader.I16(), Gap: (int)reader.I16());
            var win = (Ascent: (int)reader.U16(), Descent: -(int)reader.U16(), Gap: 0);
            int xHeight = 0, capHeight = 0;
            if (version >= 2 && reader.Length >= 90)
            {
                reader.Position = 86;
                (xHeight, capHeight) = (reader.I16(), reader.I16());
            }

            return new Os2(selection, typo is { Ascent: 0, Descent: 0 } ? win : typo, xHeight, capHeight, average, strikeoutPosition, strikeoutThickness);
        }
    }

    /// <summary>The metrics at a size.</summary>
    /// <param name="size">The size in px.</param>
    /// <param name="advances">Advances at that size, as the shaper tells: of the space, 0 and U+6C34; 0 where there is no glyph.</param>
    /// <param name="overrides">The descriptors of an @font-face rule, if the face is of one.</param>
    public FontMetrics Scale(float size, (float Space, float Zero, float Ideograph) advances, FontFaceDescriptor? overrides = null)
    {
        var scale = size / UnitsPerEm;
        var ascent = overrides?.AscentOverride is { } a ? a * size : Ascent * scale;
        var descent = overrides?.DescentOverride is { } d ? d * size : Descent * scale;
        var gap = overrides?.LineGapOverride is { } g ? g * size : LineGap * scale;
        float roundedAscent = Round(ascent), roundedDescent = Round(descent);
        return new FontMetrics
        {
            Ascent = roundedAscent,
            Descent = roundedDescent,
            UnroundedAscent = ascent,
            UnroundedDescent = descent,
            LineGap = gap,
            LineSpacing = roundedAscent + roundedDescent + Round(gap),
            XHeight = XHeight > 0 ? XHeight * scale : ascent * 0.56f,
            CapHeight = CapHeight > 0 ? CapHeight * scale : ascent,
            ZeroWidth = advances.Zero > 0 ? advances.Zero : size / 2,
            IdeographWidth = advances.Ideograph > 0 ? advances.Ideograph : size,
            SpaceWidth = advances.Space,
            AverageWidth = AverageWidth > 0 ? AverageWidth * scale : size / 2,
            MaximumWidth = (Box.Right - Box.Left) * scale,
            UnderlinePosition = UnderlinePosition * scale,
            UnderlineThickness = UnderlineThickness * scale,
            StrikeoutPosition = (StrikeoutPosition - (StrikeoutThickness / 2f)) * scale,
            StrikeoutThickness = StrikeoutThickness * scale,
            InkAscent = Math.Max(Box.Top * scale, ascent),
            InkDescent = Math.Max(-Box.Bottom * scale, descent),
            InkLeft = Math.Max(-Box.Left * scale, 0),
            InkRight = Math.Max(Box.Right * scale, 0),
            UnitsPerEm = UnitsPerEm,
        };
    }

    // As lroundf does: halves away from zero.
    private static float Round(float value) => MathF.Round(value, MidpointRounding.AwayFromZero);
}
