namespace WasmEngine.Render.Style;

/// <summary>Properties of <see cref="BorderGroup"/>.</summary>
internal static class BorderProperties
{
    private static readonly KeywordMap<float> Widths = KeywordMap.Of(KeywordMap.Is("thin", 1f), KeywordMap.Is("medium", 3f), KeywordMap.Is("thick", 5f));

    internal static readonly KeywordMap<BorderStyle> Styles = KeywordMap.Of<BorderStyle>();

    private static readonly KeywordMap<BorderStyle> OutlineStyles = KeywordMap.Of(
        KeywordMap.Is("none", BorderStyle.None), KeywordMap.Is("dotted", BorderStyle.Dotted), KeywordMap.Is("dashed", BorderStyle.Dashed),
        KeywordMap.Is("solid", BorderStyle.Solid), KeywordMap.Is("double", BorderStyle.Double), KeywordMap.Is("groove", BorderStyle.Groove), KeywordMap.Is("ridge", BorderStyle.Ridge),
        KeywordMap.Is("inset", BorderStyle.Inset), KeywordMap.Is("outset", BorderStyle.Outset), KeywordMap.Is("auto", BorderStyle.Solid));

    private static readonly KeywordMap<BackgroundRepeat> Repeats = KeywordMap.Of(
        KeywordMap.Is("stretch", BackgroundRepeat.NoRepeat), KeywordMap.Is("repeat", BackgroundRepeat.Repeat), KeywordMap.Is("round", BackgroundRepeat.Round), KeywordMap.Is("space", BackgroundRepeat.Space));

    internal static IEnumerable<Longhand> All =>
    [
        .. Define.Sided(
            PropertyId.BorderTopWidth, PropertyId.BorderInlineStartWidth, Width, s => s.Border.SpecifiedWidth, (b, v) => b.Border.SpecifiedWidth = v,
            Between.NonNegative, WritePx, true),
        .. Define.Sided(
            PropertyId.BorderTopStyle, PropertyId.BorderInlineStartStyle, Styles.Parse, s => s.Border.Style, (b, v) => b.Border.Style = v),
        .. Define.Sided(
            PropertyId.BorderTopColor, PropertyId.BorderInlineStartColor, ColorParser.ColorOrCurrent, s => s.Border.SpecifiedColor, (b, v) => b.Border.SpecifiedColor = v,
            BetweenColors, WriteColor, true),
        .. Radii(),
        Define.Value(PropertyId.BorderImageSource, ImageParser.ImageOrNone, s => s.Border.ImageParts.Source, (b, v) => b.Border.ImageParts = b.Border.ImageParts with { Source = v }),
        Define.Value(
            PropertyId.BorderImageSlice, TrySlice, s => (s.Border.ImageParts.Slice, s.Border.ImageParts.SliceIsPercent, s.Border.ImageParts.Fill),
            (b, v) => b.Border.ImageParts = b.Border.ImageParts with { Slice = v.Item1, SliceIsPercent = v.Item2, Fill = v.Item3 },
            write: v => ValueWriter.WriteSides(v.Item1, x => ValueWriter.Write(x) + (v.Item2 ? "%" : "")) + (v.Item3 ? " fill" : "")),
        Define.Value(
            PropertyId.BorderImageWidth, TryImageWidth, s => (s.Border.ImageParts.Width, s.Border.ImageParts.WidthIsNumber),
            (b, v) => b.Border.ImageParts = b.Border.ImageParts with { Width = v.Item1, WidthIsNumber = v.Item2 },
            write: v => ValueWriter.WriteSides(v.Item1, x => v.Item2 && x.IsLength ? ValueWriter.Write(x.Length.Px) : ValueWriter.Write(x))),
        Define.Value(
            PropertyId.BorderImageOutset, TryOutset, s => s.Border.ImageParts.Outset, (b, v) => b.Border.ImageParts = b.Border.ImageParts with { Outset = v },
            write: v => ValueWriter.WriteSides(v, WritePx)),
        Define.Value(
            PropertyId.BorderImageRepeat, TryRepeat, s => new LayerRepeat(s.Border.ImageParts.RepeatX, s.Border.ImageParts.RepeatY),
            (b, v) => b.Border.ImageParts = b.Border.ImageParts with { RepeatX = v.X, RepeatY = v.Y }, write: v => $"{Repeats.NameOf(v.X)} {Repeats.NameOf(v.Y)}"),
        Define.Value(PropertyId.OutlineWidth, Width, s => s.Border.SpecifiedOutlineWidth, (b, v) => b.Border.SpecifiedOutlineWidth = v, Between.NonNegative, WritePx, unitless: true),
        Define.Keyword(PropertyId.OutlineStyle, OutlineStyles, s => s.Border.OutlineStyle, (b, v) => b.Border.OutlineStyle = v),
        Define.Value(PropertyId.OutlineColor, ColorParser.ColorOrCurrent, s => s.Border.SpecifiedOutlineColor, (b, v) => b.Border.SpecifiedOutlineColor = v, BetweenColors, WriteColor),
        Define.Value(PropertyId.OutlineOffset, Numeric.Length, s => s.Border.OutlineOffset, (b, v) => b.Border.OutlineOffset = v, Between.Float, WritePx),
    ];

    /// <summary>border-*-width, outline-width.</summary>
    internal static bool Width(ValueReader reader, out float value) => reader.TryKeyword(Widths, out value) || Numeric.NonNegativeLength(reader, out value);

    internal static string WriteColor(Color? color) => color is { } c ? ValueWriter.Write(c) : "currentcolor";

    internal static bool BetweenColors(Color? from, Color? to, double progress, out Color? value)
    {
        value = from;
        if (from is not { } a || to is not { } b) return from == to;
        Between.Color(a, b, progress, out var color);
        value = color;
        return true;
    }

    private static string WritePx(float px) => ValueWriter.Write(px) + "px";

    private static IEnumerable<Longhand> Radii()
    {
        for (var i = 0; i < 4; i++)
        {
            var corner = i;
            yield return new Longhand<Radius>(
                PropertyId.BorderTopLeftRadius + (ushort)i, false, BoxParser.Radius, s => Get(s.Border.Radius, corner), (b, v) => b.Border.Radius = With(b.Border.Radius, corner, v))
            {
                Between = Between.Radius,
            };
        }

        (LogicalSide Block, LogicalSide Inline)[] logical =
        [
            (LogicalSide.BlockStart, LogicalSide.InlineStart), (LogicalSide.BlockStart, LogicalSide.InlineEnd), (LogicalSide.BlockEnd, LogicalSide.InlineEnd), (LogicalSide.BlockEnd, LogicalSide.InlineStart),
        ];
        for (var i = 0; i < 4; i++)
        {
            var (block, inline) = logical[i];
            int CornerOf(TextStyle text) => LogicalSides.Corner(LogicalSides.Resolve(block, text), LogicalSides.Resolve(inline, text));
            yield return new Longhand<Radius>(
                PropertyId.BorderStartStartRadius + (ushort)i, false, BoxParser.Radius, s => Get(s.Border.Radius, CornerOf(s.Text)),
                (b, v) => b.Border.Radius = With(b.Border.Radius, CornerOf(b.Values.Text), v))
            {
                Between = Between.Radius,
                IsLogical = true,
            };
        }
    }

    private static Radius Get(Corners corners, int index) => index switch
    {
        0 => corners.TopLeft,
        1 => corners.TopRight,
        2 => corners.BottomRight,
        _ => corners.BottomLeft,
    };

    private static Corners With(Corners corners, int index, Radius value) => index switch
    {
        0 => corners with { TopLeft = value },
        1 => corners with { TopRight = value },
        2 => corners with { BottomRight = value },
        _ => corners with { BottomLeft = value },
    };

    /// <summary>All numbers or all percentages: a mix is refused, as there is no room for it.</summary>
    private static bool TrySlice(ValueReader reader, out (Sides<float> Slice, bool IsPercent, bool Fill) value)
    {
        value = (default, false, reader.TryIdent("fill"));
        bool? percent = null;
        var valid = BoxParser.Four(reader, Part, out value.Slice);
        value.IsPercent = percent == true;
        value.Fill |= reader.TryIdent("fill");
        return valid;

        bool Part(ValueReader r, out float part)
        {
            var isPercent = r.Peek().Kind == CssTokenKind.Percentage;
            if (percent is { } before && before != isPercent)
            {
                part = 0;
                return false;
            }

            if (!(isPercent ? Numeric.Percentage(r, out part) : Numeric.Number(r, out part)) || part < 0) return false;
            percent = isPercent;
            return true;
        }
    }

    private static bool TryImageWidth(ValueReader reader, out (Sides<SizeValue> Width, bool IsNumber) value)
    {
        var lengths = false;
        value = default;
        var valid = BoxParser.Four(reader, Part, out value.Width);
        value.IsNumber = !lengths;
        return valid;

        bool Part(ValueReader r, out SizeValue part)
        {
            part = SizeValue.Auto;
            if (r.TryIdent("auto")) return true;
            var token = r.Peek();
            if (token is { Kind: CssTokenKind.Number, Number: >= 0 } && !lengths)
            {
                r.Next();
                part = SizeValue.Px(Numeric.ToFloat(token.Number));
                return true;
            }

            lengths = true;
            return SizeParser.NonNegativeOrAuto(r, out part);
        }
    }

    /// <summary>Numbers count as px of a border of 1: multiples of the border's width are rare, lengths are not.</summary>
    private static bool TryOutset(ValueReader reader, out Sides<float> value) => BoxParser.Four(reader, Part, out value);

    private static bool Part(ValueReader reader, out float value) =>
        reader.Peek().Kind == CssTokenKind.Number ? Numeric.NonNegativeNumber(reader, out value) : Numeric.NonNegativeLength(reader, out value);

    private static bool TryRepeat(ValueReader reader, out LayerRepeat value)
    {
        var valid = BoxParser.Two<BackgroundRepeat>(reader, Repeats.Parse, out var x, out var y);
        value = new LayerRepeat(x, y);
        return valid;
    }
}
