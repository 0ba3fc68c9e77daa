namespace WasmEngine.Render.Style;

/// <summary>Properties that are applied first: colour, direction, font.</summary>
internal static class FontProperties
{
    private static readonly KeywordMap<FontVariants> Caps = KeywordMap.Of(
        KeywordMap.Is("normal", FontVariants.None), KeywordMap.Is("small-caps", FontVariants.SmallCaps), KeywordMap.Is("all-small-caps", FontVariants.AllSmallCaps), KeywordMap.Is("petite-caps", FontVariants.PetiteCaps),
        KeywordMap.Is("all-petite-caps", FontVariants.AllPetiteCaps), KeywordMap.Is("unicase", FontVariants.Unicase), KeywordMap.Is("titling-caps", FontVariants.TitlingCaps));

    internal static readonly KeywordMap<FontVariants> Ligatures = KeywordMap.Of(
        KeywordMap.Is("common-ligatures", FontVariants.CommonLigatures), KeywordMap.Is("no-common-ligatures", FontVariants.NoCommonLigatures), KeywordMap.Is("discretionary-ligatures", FontVariants.DiscretionaryLigatures),
        KeywordMap.Is("no-discretionary-ligatures", FontVariants.NoDiscretionary), KeywordMap.Is("historical-ligatures", FontVariants.HistoricalLigatures),
        KeywordMap.Is("no-historical-ligatures", FontVariants.NoHistorical), KeywordMap.Is("contextual", FontVariants.Contextual), KeywordMap.Is("no-contextual", FontVariants.NoContextual));

    internal static readonly KeywordMap<FontVariants> Numeric = KeywordMap.Of(
        KeywordMap.Is("lining-nums", FontVariants.LiningNumbers), KeywordMap.Is("oldstyle-nums", FontVariants.OldstyleNumbers), KeywordMap.Is("proportional-nums", FontVariants.ProportionalNumbers),
        KeywordMap.Is("tabular-nums", FontVariants.TabularNumbers), KeywordMap.Is("diagonal-fractions", FontVariants.DiagonalFractions), KeywordMap.Is("stacked-fractions", FontVariants.StackedFractions),
        KeywordMap.Is("ordinal", FontVariants.Ordinal), KeywordMap.Is("slashed-zero", FontVariants.SlashedZero));

    private static readonly KeywordMap<FontVariants> Positions =
        KeywordMap.Of(KeywordMap.Is("normal", FontVariants.None), KeywordMap.Is("sub", FontVariants.Subscript), KeywordMap.Is("super", FontVariants.Superscript));

    private static readonly KeywordMap<bool> Kerning = KeywordMap.Of(KeywordMap.Is("auto", true), KeywordMap.Is("normal", true), KeywordMap.Is("none", false));

    internal static IEnumerable<Longhand> All =>
    [
        Define.Value(PropertyId.ColorScheme, TrySchemes, s => s.Inherited.Schemes, SetSchemes, write: WriteSchemes, inherited: true),
        Define.Value(PropertyId.Color, ColorParser.Color, s => s.Text.Color, (b, v) => b.Text.Color = v, Between.Color, inherited: true, unitless: true),
        Define.Keyword(PropertyId.Direction, KeywordMap.Of<Direction>(), s => s.Text.Direction, (b, v) => b.Text.Direction = v, true),
        Define.Keyword(PropertyId.WritingMode, KeywordMap.Of<WritingMode>(), s => s.Text.WritingMode, (b, v) => b.Text.WritingMode = v, true),
        Define.List<string>(PropertyId.FontFamily, FontParser.Families, s => s.Font.Families, (b, v) => b.Font.Families = v, write: WriteFamily, inherited: true),
        new Longhand<FontSizeValue>(
            PropertyId.FontSize, true, FontParser.Size, s => new FontSizeValue(s.Font.SizeKeyword, 0, new LengthPercentage(s.Font.Size), s.Font.IsAbsoluteSize), SetSize)
        {
            Between = BetweenSizes, Write = v => ValueWriter.Write(v.Px), AreSame = (a, b) => a.Px == b.Px, IsUnitlessInQuirks = true,
        },
        Define.Value(PropertyId.FontWeight, FontParser.Weight, s => s.Font.Weight, (b, v) => b.Font.Weight = Math.Clamp(v, 1, 1000), Between.NonNegative, inherited: true),
        Define.Value(
            PropertyId.FontStyle, FontParser.Slant, s => (Slant: s.Font.Slant, Angle: s.Font.ObliqueAngle), (b, v) => (b.Font.Slant, b.Font.ObliqueAngle) = v,
            write: v => v.Slant == FontSlant.Oblique ? $"oblique {ValueWriter.Write(v.Angle)}deg" : ValueWriter.Write(v.Slant), inherited: true),
        Define.Value(PropertyId.FontStretch, FontParser.Stretch, s => s.Font.Stretch, (b, v) => b.Font.Stretch = v, Between.NonNegative, v => $"{ValueWriter.Write(v)}%", true),
        Define.Keyword(PropertyId.FontKerning, Kerning, s => s.Font.Kerning, (b, v) => b.Font.Kerning = v, true),
        Variant(PropertyId.FontVariantLigatures, FontVariants.Ligatures, TryLigatures, Ligatures),
        Variant(PropertyId.FontVariantCaps, FontVariants.Caps, Caps.Parse, Caps),
        Variant(PropertyId.FontVariantNumeric, FontVariants.Numeric, TryNumeric, Numeric),
        Ignored(PropertyId.FontVariantEastAsian, "normal jis78 jis83 jis90 jis04 simplified traditional full-width proportional-width ruby"),
        Variant(PropertyId.FontVariantPosition, FontVariants.Position, Positions.Parse, Positions),
        Define.List<(string Tag, int Value)>(
            PropertyId.FontFeatureSettings, FontParser.Features, s => s.Font.FeatureSettings, (b, v) => b.Font.FeatureSettings = v,
            write: v => $"\"{v.Tag}\" {ValueWriter.Write(v.Value)}", inherited: true).WithEmpty("normal"),
        Define.List<(string Axis, float Value)>(
            PropertyId.FontVariationSettings, FontParser.Variations, s => s.Font.Variations, (b, v) => b.Font.Variations = v,
            write: v => $"\"{v.Axis}\" {ValueWriter.Write(v.Value)}", inherited: true).WithEmpty("normal"),
        Ignored(PropertyId.FontSizeAdjust, "none from-font"),
        Ignored(PropertyId.FontOpticalSizing, "auto none"),
        Define.Value(PropertyId.LineHeight, FontParser.LineHeight, s => s.Text.LineHeight, (b, v) => b.Text.LineHeight = v, BetweenLines, inherited: true, unitless: false),
    ];

    /// <summary>A property whose keywords are taken and have no effect.</summary>
    private static Longhand<int> Ignored(PropertyId id, string keywords)
    {
        var words = keywords.Split(' ');
        return new Longhand<int>(id, true, (ValueReader r, out int v) => (v = 0) == 0 && r.TryAnyIdent(out var name) && words.Contains(name.ToLowerInvariant()), _ => 0, (_, _) => { }) { Write = _ => words[0] };
    }

    private static Longhand<FontVariants> Variant(PropertyId id, FontVariants mask, ValueParser<FontVariants> parse, KeywordMap<FontVariants> names) => new(
        id, true, parse, s => s.Font.Variants & mask, (b, v) => b.Font.Variants = (b.Font.Variants & ~mask) | v)
    {
        Write = v => v == FontVariants.None ? "normal" : v == NoLigatures ? "none" : string.Join(' ', Enum.GetValues<FontVariants>().Where(f => f != 0 && int.IsPow2((int)f) && (v & f) != 0).Select(names.NameOf)),
    };

    internal const FontVariants NoLigatures = FontVariants.NoCommonLigatures | FontVariants.NoDiscretionary | FontVariants.NoHistorical | FontVariants.NoContextual;

    private static bool TryLigatures(ValueReader reader, out FontVariants value)
    {
        value = NoLigatures;
        return reader.TryIdent("none") || TryFlags(reader, Ligatures, out value);
    }

    private static bool TryNumeric(ValueReader reader, out FontVariants value) => TryFlags(reader, Numeric, out value);

    private static bool TryFlags(ValueReader reader, KeywordMap<FontVariants> map, out FontVariants value)
    {
        value = FontVariants.None;
        if (reader.TryIdent("normal")) return true;
        var any = false;
        while (reader.TryKeyword(map, out var flag))
        {
            if ((value & flag) != 0) return false;
            value |= flag;
            any = true;
        }

        return any;
    }

    private static bool TrySchemes(ValueReader reader, out ColorSchemes value)
    {
        value = ColorSchemes.None;
        if (reader.TryIdent("normal")) return true;
        var any = false;
        while (reader.TryAnyIdent(out var name))
        {
            any = true;
            value |= name.ToLowerInvariant() switch
            {
                "light" => ColorSchemes.Light,
                "dark" => ColorSchemes.Dark,
                "only" => ColorSchemes.Only,
                _ => ColorSchemes.None,
            };
        }

        return any && value != ColorSchemes.Only;
    }

    private static void SetSchemes(StyleBuilder builder, ColorSchemes schemes)
    {
        builder.Dependencies |= ValueDependencies.ColorScheme;
        builder.Inherited.Schemes = schemes;
        builder.Inherited.IsDark = (schemes & ColorSchemes.Dark) != 0 && (builder.Context.PrefersDark || (schemes & ColorSchemes.Light) == 0);
    }

    private static string WriteSchemes(ColorSchemes schemes) => schemes == ColorSchemes.None ? "normal" : ValueWriter.Write(schemes).Replace("-", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal);

    private static string WriteFamily(string family) => family.Contains(' ', StringComparison.Ordinal) || family.Any(c => !char.IsLetterOrDigit(c) && c != '-') ? ValueWriter.Quote(family) : family;

    private static void SetSize(StyleBuilder builder, FontSizeValue value)
    {
        var parent = builder.Parent.Font;
        var font = builder.Font;
        builder.IsFontSizeOpen = true;
        font.SizeKeyword = value.Keyword;
        font.IsAbsoluteSize = value.Keyword == 0 && (value.IsAbsolute || parent.IsAbsoluteSize);
        if (value.Keyword != 0) font.Size = FontSizes.OfKeyword(value.Keyword, font.IsMonospace);
        else if (value.Step != 0) font.Size = value.Step > 0 ? parent.Size * 1.2f : parent.Size / 1.2f;
        else font.Size = value.Px.Resolve(parent.Size);
        font.Size = Math.Clamp(font.Size, 0, FontSizes.Largest);
        if (!font.IsAbsoluteSize && font.Size is > 0 and < FontSizes.LeastRelative) font.Size = FontSizes.LeastRelative;
    }

    private static bool BetweenSizes(FontSizeValue from, FontSizeValue to, double progress, out FontSizeValue value)
    {
        Between.NonNegativeLength(from.Px, to.Px, progress, out var px);
        value = new FontSizeValue(0, 0, px, true);
        return true;
    }

    private static bool BetweenLines(LineHeight from, LineHeight to, double progress, out LineHeight value)
    {
        value = default;
        if (from.Kind != to.Kind || from.Kind == LineHeightKind.Normal) return false;
        value = to with { Value = (float)Math.Max(0, Between.Lerp(from.Value, to.Value, progress)) };
        return true;
    }
}

/// <summary>Sizes of the font-size keywords (HTML standard, section 15.3.10, as Blink's FontSizeFunctions has them for a medium of 16 and 13 px).</summary>
internal static class FontSizes
{
    internal const float Largest = 10_000;
    /// <summary>Sizes that are not absolute do not get smaller (Blink's minimum logical font size), unless they are 0.</summary>
    internal const float LeastRelative = 6;

    internal const float MonospaceFactor = 13f / 16;

    private static readonly float[] Proportional = [0, 9, 10, 13, 16, 18, 24, 32, 48];
    private static readonly float[] Monospace = [0, 9, 10, 12, 13, 16, 20, 26, 39];

    internal static float OfKeyword(byte keyword, bool monospace) => (monospace ? Monospace : Proportional)[keyword];
}
