namespace WasmEngine.Render.Style;

/// <summary>Reads sizes of boxes (css-sizing-3 and -4).</summary>
internal static class SizeParser
{
    private static readonly KeywordMap<SizeKind> Keywords = KeywordMap.Of(
        KeywordMap.Is("min-content", SizeKind.MinContent), KeywordMap.Is("max-content", SizeKind.MaxContent), KeywordMap.Is("fit-content", SizeKind.FitContent), KeywordMap.Is("stretch", SizeKind.Stretch),
        KeywordMap.Is("-webkit-fill-available", SizeKind.Stretch), KeywordMap.Is("-webkit-min-content", SizeKind.MinContent), KeywordMap.Is("-webkit-max-content", SizeKind.MaxContent),
        KeywordMap.Is("-webkit-fit-content", SizeKind.FitContent), KeywordMap.Is("intrinsic", SizeKind.MaxContent), KeywordMap.Is("min-intrinsic", SizeKind.MinContent), KeywordMap.Is("-moz-available", SizeKind.Stretch));

    /// <summary>width, min-width and their like.</summary>
    internal static bool Size(ValueReader reader, out SizeValue value)
    {
        value = SizeValue.Auto;
        return reader.TryIdent("auto") || TryOther(reader, out value);
    }

    /// <summary>max-width and its like.</summary>
    internal static bool MaxSize(ValueReader reader, out SizeValue value)
    {
        value = SizeValue.None;
        return reader.TryIdent("none") || TryOther(reader, out value);
    }

    /// <summary>flex-basis.</summary>
    internal static bool Basis(ValueReader reader, out SizeValue value)
    {
        value = new SizeValue(SizeKind.Content);
        return reader.TryIdent("content") || Size(reader, out value);
    }

    /// <summary>margin-left, left and their like.</summary>
    internal static bool LengthOrAuto(ValueReader reader, out SizeValue value)
    {
        value = SizeValue.Auto;
        if (reader.TryIdent("auto")) return true;
        if (!Numeric.LengthPercentage(reader, out var length)) return false;
        value = new SizeValue(SizeKind.Length, length);
        return true;
    }

    /// <summary>background-size, border-image-width: auto or a length that is not negative.</summary>
    internal static bool NonNegativeOrAuto(ValueReader reader, out SizeValue value)
    {
        value = SizeValue.Auto;
        if (reader.TryIdent("auto")) return true;
        if (!Numeric.NonNegative(reader, out var length)) return false;
        value = new SizeValue(SizeKind.Length, length);
        return true;
    }

    private static bool TryOther(ValueReader reader, out SizeValue value)
    {
        value = default;
        if (reader.TryKeyword(Keywords, out var kind))
        {
            value = new SizeValue(kind);
            return true;
        }

        // fit-content(…) of css-sizing-4 is left out: no browser has it outside of grids, and pages must look as they do there.
        if (!Numeric.NonNegative(reader, out var length)) return false;
        value = new SizeValue(SizeKind.Length, length);
        return true;
    }
}
