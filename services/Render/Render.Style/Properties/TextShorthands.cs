namespace WasmEngine.Render.Style;

/// <summary>Shorthands of fonts, text, lists.</summary>
internal static class TextShorthands
{
    private static readonly PropertyId[] Variants =
        [PropertyId.FontVariantLigatures, PropertyId.FontVariantCaps, PropertyId.FontVariantNumeric, PropertyId.FontVariantEastAsian, PropertyId.FontVariantPosition];

    private static readonly PropertyId[] Font =
    [
        PropertyId.FontStyle, PropertyId.FontVariantCaps, PropertyId.FontWeight, PropertyId.FontStretch, PropertyId.FontSize, PropertyId.LineHeight, PropertyId.FontFamily,
        PropertyId.FontVariantLigatures, PropertyId.FontVariantNumeric, PropertyId.FontVariantEastAsian, PropertyId.FontVariantPosition, PropertyId.FontKerning,
        PropertyId.FontFeatureSettings, PropertyId.FontVariationSettings, PropertyId.FontSizeAdjust, PropertyId.FontOpticalSizing,
    ];

    private static readonly PropertyId[] WhiteSpace = [PropertyId.WhiteSpaceCollapse, PropertyId.TextWrapMode];
    private static readonly PropertyId[] ListStyle = [PropertyId.ListStylePosition, PropertyId.ListStyleImage, PropertyId.ListStyleType];

    private static readonly KeywordMap<(WhiteSpaceCollapse Collapse, bool NoWrap)> WhiteSpaces = KeywordMap.Of(
        KeywordMap.Is("normal", (WhiteSpaceCollapse.Collapse, false)), KeywordMap.Is("pre", (WhiteSpaceCollapse.Preserve, true)), KeywordMap.Is("pre-wrap", (WhiteSpaceCollapse.Preserve, false)),
        KeywordMap.Is("pre-line", (WhiteSpaceCollapse.PreserveBreaks, false)), KeywordMap.Is("-webkit-nowrap", (WhiteSpaceCollapse.Collapse, true)));

    private static readonly string[] SystemFamily = ["Arial"];

    private static readonly HashSet<string> SystemFonts = new(StringComparer.OrdinalIgnoreCase) { "caption", "icon", "menu", "message-box", "small-caption", "status-bar" };

    internal static IEnumerable<Shorthand> All =>
    [
        new("font", Font, TryFont),
        new("font-variant", Variants, TryVariant),
        new("list-style", ListStyle, TryListStyle),
        Shorthands.AnyOrder("text-decoration", PropertyId.TextDecorationLine, PropertyId.TextDecorationStyle, PropertyId.TextDecorationColor, PropertyId.TextDecorationThickness),
        new("white-space", WhiteSpace, TryWhiteSpace),
        Shorthands.AnyOrder("text-wrap", PropertyId.TextWrapMode, PropertyId.TextWrapStyle),
    ];

    /// <summary>css-fonts-4, section 4.7.</summary>
    private static bool TryFont(ValueReader reader, DeclarationSink sink)
    {
        var values = new DeclaredValue?[Font.Length];
        if (reader.Peek() is { Kind: CssTokenKind.Ident, Text: { } system } && SystemFonts.Contains(system))
        {
            reader.Next();
            values[4] = new TypedValue<FontSizeValue>(new FontSizeValue(0, 0, new LengthPercentage(16), true));
            values[6] = new TypedValue<IReadOnlyList<string>>(new ValueList<string>(SystemFamily));
            return Shorthands.AddAll(sink, Font, values);
        }

        for (var count = 0; count < 4; count++)
        {
            if (reader.TryIdent("normal")) continue;
            var found = false;
            for (var i = 0; i < 4 && !found; i++)
            {
                if (values[i] is not null || TryLeading(reader, i) is not { } value) continue;
                values[i] = value;
                found = true;
            }

            if (!found) break;
        }

        if ((values[4] = Shorthands.TryOne(reader, PropertyId.FontSize)) is null) return false;
        if (reader.TrySlash() && (values[5] = Shorthands.TryOne(reader, PropertyId.LineHeight)) is null) return false;
        if ((values[6] = Shorthands.TryOne(reader, PropertyId.FontFamily)) is null) return false;
        return Shorthands.AddAll(sink, Font, values);
    }

    /// <summary>What may stand before the size: of the variants small-caps, of the stretches the keywords.</summary>
    private static DeclaredValue? TryLeading(ValueReader reader, int index)
    {
        var token = reader.Peek();
        if (index == 1 && !token.IsIdent("small-caps")) return null;
        if (index == 3 && token.Kind != CssTokenKind.Ident) return null;
        if (index == 2 && token.Kind is not (CssTokenKind.Ident or CssTokenKind.Number) && !MathParser.Starts(token)) return null;
        return Shorthands.TryOne(reader, Font[index]);
    }

    private static bool TryVariant(ValueReader reader, DeclarationSink sink)
    {
        var values = new DeclaredValue?[Variants.Length];
        if (reader.TryIdent("normal")) return Shorthands.AddAll(sink, Variants, values);
        if (reader.TryIdent("none"))
        {
            values[0] = new TypedValue<FontVariants>(FontProperties.NoLigatures);
            return Shorthands.AddAll(sink, Variants, values);
        }

        // Keywords of one property may be scattered: each by itself, joined as flags.
        var (ligatures, numeric) = (FontVariants.None, FontVariants.None);
        while (!reader.IsAtEnd)
        {
            if (reader.TryKeyword(FontProperties.Ligatures, out var ligature)) ligatures |= ligature;
            else if (reader.TryKeyword(FontProperties.Numeric, out var number)) numeric |= number;
            else if (values[1] is null && Shorthands.TryOne(reader, PropertyId.FontVariantCaps) is { } caps) values[1] = caps;
            else if (values[4] is null && Shorthands.TryOne(reader, PropertyId.FontVariantPosition) is { } position) values[4] = position;
            else if (Shorthands.TryOne(reader, PropertyId.FontVariantEastAsian) is { } asian) values[3] = asian;
            else return false;
        }

        if (ligatures != FontVariants.None) values[0] = new TypedValue<FontVariants>(ligatures);
        if (numeric != FontVariants.None) values[2] = new TypedValue<FontVariants>(numeric);
        return Shorthands.AddAll(sink, Variants, values);
    }

    /// <summary>`none` may be the image's or the type's: it is that of whichever is not given (css-lists-3, section 3.4).</summary>
    private static bool TryListStyle(ValueReader reader, DeclarationSink sink)
    {
        var values = new DeclaredValue?[3];
        var nones = 0;
        while (!reader.IsAtEnd)
        {
            if (reader.TryIdent("none")) nones++;
            else if (values[0] is null && Shorthands.TryOne(reader, ListStyle[0]) is { } position) values[0] = position;
            else if (values[1] is null && Shorthands.TryOne(reader, ListStyle[1]) is { } image) values[1] = image;
            else if (values[2] is null && Shorthands.TryOne(reader, ListStyle[2]) is { } type) values[2] = type;
            else return false;
        }

        if (nones > (values[1] is null ? 1 : 0) + (values[2] is null ? 1 : 0)) return false;
        if (nones > 0 && values[2] is null) values[2] = new TypedValue<string>("none");
        return Shorthands.AddAll(sink, ListStyle, values);
    }

    private static bool TryWhiteSpace(ValueReader reader, DeclarationSink sink)
    {
        if (!reader.TryKeyword(WhiteSpaces, out var both)) return Shorthands.TryAnyOrder(reader, WhiteSpace, out var values) && Shorthands.AddAll(sink, WhiteSpace, values);
        sink.AddTyped(PropertyId.WhiteSpaceCollapse, both.Collapse);
        sink.AddTyped(PropertyId.TextWrapMode, both.NoWrap);
        return true;
    }
}
