namespace WasmEngine.Render.Style;

/// <summary>color-mix() (css-color-5, section 3) and `in SPACE` of gradients.</summary>
internal static class ColorMixing
{
    private static readonly KeywordMap<ColorSpace> Spaces = KeywordMap.Of(
        KeywordMap.Is("srgb", ColorSpace.Srgb), KeywordMap.Is("srgb-linear", ColorSpace.SrgbLinear), KeywordMap.Is("display-p3", ColorSpace.DisplayP3), KeywordMap.Is("a98-rgb", ColorSpace.A98Rgb),
        KeywordMap.Is("prophoto-rgb", ColorSpace.ProPhotoRgb), KeywordMap.Is("rec2020", ColorSpace.Rec2020), KeywordMap.Is("lab", ColorSpace.Lab), KeywordMap.Is("oklab", ColorSpace.Oklab),
        KeywordMap.Is("xyz", ColorSpace.XyzD65), KeywordMap.Is("xyz-d65", ColorSpace.XyzD65), KeywordMap.Is("xyz-d50", ColorSpace.XyzD50),
        KeywordMap.Is("hsl", ColorSpace.Hsl), KeywordMap.Is("hwb", ColorSpace.Hwb), KeywordMap.Is("lch", ColorSpace.Lch), KeywordMap.Is("oklch", ColorSpace.Oklch));

    private static readonly KeywordMap<HueArc> Arcs = KeywordMap.Of<HueArc>();

    /// <summary>`in SPACE`, with `ARC hue` for spaces that have one.</summary>
    internal static bool TrySpace(ValueReader reader, out ColorSpace space, out HueArc arc)
    {
        arc = HueArc.Shorter;
        space = default;
        if (!reader.TryIdent("in") || !reader.TryKeyword(Spaces, out space)) return false;
        if (space is not (ColorSpace.Hsl or ColorSpace.Hwb or ColorSpace.Lch or ColorSpace.Oklch) || !reader.TryKeyword(Arcs, out arc)) return true;
        return reader.TryIdent("hue");
    }

    internal static bool TryMix(ValueReader reader, out ColorValue value)
    {
        value = default;
        var (space, arc) = (ColorSpace.Oklab, HueArc.Shorter);
        if (reader.Peek().IsIdent("in") && (!TrySpace(reader, out space, out arc) || !reader.TryComma())) return false;
        if (!TryPart(reader, out var a, out var shareA) || !reader.TryComma() || !TryPart(reader, out var b, out var shareB)) return false;
        var first = shareA ?? (shareB is { } other ? 100 - other : 50);
        var second = shareB ?? 100 - first;
        var sum = first + second;
        value = ColorValue.Mix(a, b, sum <= 0 ? 0.5 : second / sum, space, arc);
        if (sum < 100) value = value with { Alpha = value.Alpha * sum / 100 };
        return true;
    }

    private static bool TryPart(ValueReader reader, out ColorValue color, out double? share)
    {
        color = default;
        if (!TryShare(reader, out share) || !ColorParser.TryValue(reader, out color)) return false;
        return share is not null || TryShare(reader, out share);
    }

    /// <summary>A percentage if there is one; false when it is out of range.</summary>
    private static bool TryShare(ValueReader reader, out double? share)
    {
        share = null;
        var token = reader.Peek();
        if (token.Kind != CssTokenKind.Percentage && !MathParser.Starts(token)) return true;
        if (!Numeric.Percentage(reader, out var percent) || percent is < 0 or > 100) return false;
        share = percent;
        return true;
    }
}
