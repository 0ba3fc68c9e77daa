namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="TextStyle"/> and <see cref="TextDecorationStyleGroup"/>.</summary>
internal static class TextProperties
{
    internal static readonly KeywordMap<WhiteSpaceCollapse> Collapses = KeywordMap.Of<WhiteSpaceCollapse>();
    internal static readonly KeywordMap<TextWrap> WrapStyles = KeywordMap.Of(
        KeywordMap.Is("auto", TextWrap.Wrap), KeywordMap.Is("balance", TextWrap.Balance), KeywordMap.Is("pretty", TextWrap.Pretty), KeywordMap.Is("stable", TextWrap.Stable));

    internal static readonly KeywordMap<bool> WrapModes = KeywordMap.Of(KeywordMap.Is("wrap", false), KeywordMap.Is("nowrap", true));

    internal static readonly KeywordMap<TextDecorationStyle> DecorationStyles = KeywordMap.Of<TextDecorationStyle>();

    private static readonly KeywordMap<TextAlign> Aligns = KeywordMap.Of<TextAlign>("start end left right center justify match-parent -webkit-left -webkit-right -webkit-center");

    private static readonly KeywordMap<TextDecorationLines> Lines = KeywordMap.Of(
        KeywordMap.Is("underline", TextDecorationLines.Underline), KeywordMap.Is("overline", TextDecorationLines.Overline), KeywordMap.Is("line-through", TextDecorationLines.LineThrough), KeywordMap.Is("blink", TextDecorationLines.None));

    internal static IEnumerable<Longhand> All =>
    [
        Define.Keyword(PropertyId.TextAlign, Aligns, s => s.Text.Align, (b, v) => b.Text.Align = v, true),
        Define.Keyword(PropertyId.TextAlignLast, KeywordMap.Of<TextAlignLast>(), s => s.Text.AlignLast, (b, v) => b.Text.AlignLast = v, true),
        Define.Value<LengthPercentage>(PropertyId.TextIndent, Numeric.LengthPercentage, s => s.Text.Indent, (b, v) => b.Text.Indent = v, Between.Length, inherited: true, unitless: true),
        Define.Value(PropertyId.LetterSpacing, TrySpacing, s => s.Text.LetterSpacing, (b, v) => b.Text.LetterSpacing = v, Between.Float, WritePx, true, true),
        Define.Value(PropertyId.WordSpacing, TrySpacing, s => s.Text.WordSpacing, (b, v) => b.Text.WordSpacing = v, Between.Float, WritePx, true, true),
        Define.Keyword(PropertyId.TextTransform, KeywordMap.Of<TextTransform>(), s => s.Text.Transform, (b, v) => b.Text.Transform = v, true),
        Define.Keyword(PropertyId.WhiteSpaceCollapse, Collapses, s => s.Text.WhiteSpace, (b, v) => b.Text.WhiteSpace = v, true),
        Define.Keyword(PropertyId.TextWrapMode, WrapModes, s => s.Text.IsNoWrap, (b, v) => SetWrap(b, v, b.Values.Text.WrapStyle), true),
        Define.Keyword(PropertyId.TextWrapStyle, WrapStyles, s => s.Text.WrapStyle, (b, v) => SetWrap(b, b.Values.Text.IsNoWrap, v), true),
        Define.Keyword(PropertyId.OverflowWrap, KeywordMap.Of<OverflowWrap>(), s => s.Text.OverflowWrap, (b, v) => b.Text.OverflowWrap = v, true),
        Define.Keyword(
            PropertyId.WordBreak, KeywordMap.Of(KeywordMap.Is("normal", WordBreak.Normal), KeywordMap.Is("break-all", WordBreak.BreakAll), KeywordMap.Is("keep-all", WordBreak.KeepAll), KeywordMap.Is("break-word", WordBreak.BreakWord), KeywordMap.Is("auto-phrase", WordBreak.Normal)),
            s => s.Text.WordBreak, (b, v) => b.Text.WordBreak = v, true),
        Define.Keyword(PropertyId.LineBreak, KeywordMap.Of<LineBreak>(), s => s.Text.LineBreak, (b, v) => b.Text.LineBreak = v, true),
        Define.Keyword(PropertyId.Hyphens, KeywordMap.Of<Hyphens>(), s => s.Text.Hyphens, (b, v) => b.Text.Hyphens = v, true),
        Define.Value(
            PropertyId.TabSize, TryTabSize, s => (s.Text.TabSize, s.Text.TabIsLength), (b, v) => (b.Text.TabSize, b.Text.TabIsLength) = v,
            write: v => ValueWriter.Write(v.Item1) + (v.Item2 ? "px" : ""), inherited: true),
        Define.List(
            PropertyId.TextShadow, Lists.CommasOrNone<Shadow>(EffectParsers.TextShadow), s => s.Text.Shadow, (b, v) => b.Text.Shadow = v, Between.Shadows, EffectWriter.WriteTextShadow, inherited: true),
        Define.Value(
            PropertyId.TextUnderlineOffset, TryAutoLength, s => s.Text.UnderlineOffset, (b, v) => b.Text.UnderlineOffset = v, Between.OptionalLength, WriteAuto, true),
        Define.Value(PropertyId.TextDecorationLine, TryLines, s => s.Decoration.Lines, (b, v) => b.Decoration.Lines = v, write: WriteLines),
        Define.Keyword(PropertyId.TextDecorationStyle, DecorationStyles, s => s.Decoration.Style, (b, v) => b.Decoration.Style = v),
        Define.Value(
            PropertyId.TextDecorationColor, ColorParser.ColorOrCurrent, s => s.Decoration.SpecifiedColor, (b, v) => b.Decoration.SpecifiedColor = v,
            BorderProperties.BetweenColors, BorderProperties.WriteColor),
        Define.Value(
            PropertyId.TextDecorationThickness, TryThickness, s => s.Decoration.Thickness, (b, v) => b.Decoration.Thickness = v, Between.OptionalLength, WriteAuto),
    ];

    private static void SetWrap(StyleBuilder builder, bool noWrap, TextWrap style)
    {
        builder.Text.IsNoWrap = noWrap;
        builder.Text.WrapStyle = style;
        builder.Text.Wrap = noWrap ? TextWrap.NoWrap : style;
    }

    private static string WritePx(float px) => ValueWriter.Write(px) + "px";

    private static string WriteAuto(LengthPercentage? length) => length is { } given ? ValueWriter.Write(given) : "auto";

    /// <summary>letter-spacing and word-spacing; percentages are of the font size.</summary>
    private static bool TrySpacing(ValueReader reader, out float value)
    {
        value = 0;
        if (reader.TryIdent("normal")) return true;
        if (!Numeric.LengthPercentage(reader, out var length)) return false;
        if (length.HasPercent) reader.Dependencies |= ValueDependencies.FontSize;
        value = length.Resolve(reader.Context?.FontForUnits.Size ?? 16);
        return true;
    }

    private static bool TryTabSize(ValueReader reader, out (float Size, bool IsLength) value)
    {
        value = default;
        var mark = reader.Position;
        if (Numeric.NonNegativeNumber(reader, out value.Size)) return true;
        reader.Position = mark;
        value.IsLength = true;
        return Numeric.NonNegativeLength(reader, out value.Size);
    }

    private static bool TryAutoLength(ValueReader reader, out LengthPercentage? value)
    {
        value = null;
        if (reader.TryIdent("auto")) return true;
        if (!OfFont(reader, out var length)) return false;
        value = length;
        return true;
    }

    internal static bool TryThickness(ValueReader reader, out LengthPercentage? value)
    {
        value = null;
        return reader.TryIdent("from-font") || TryAutoLength(reader, out value);
    }

    /// <summary>A length; percentages are of the font size.</summary>
    private static bool OfFont(ValueReader reader, out LengthPercentage value)
    {
        if (!Numeric.LengthPercentage(reader, out value)) return false;
        if (!value.HasPercent) return true;
        reader.Dependencies |= ValueDependencies.FontSize;
        value = new LengthPercentage(value.Resolve(reader.Context?.FontForUnits.Size ?? 16));
        return true;
    }

    internal static bool TryLines(ValueReader reader, out TextDecorationLines value)
    {
        value = TextDecorationLines.None;
        if (reader.TryIdent("none")) return true;
        var any = false;
        while (reader.TryKeyword(Lines, out var line))
        {
            value |= line;
            any = true;
        }

        return any;
    }

    private static string WriteLines(TextDecorationLines lines) =>
        lines == TextDecorationLines.None ? "none" : string.Join(' ', Enum.GetValues<TextDecorationLines>().Where(l => l != 0 && (lines & l) != 0).Select(Lines.NameOf));
}
