namespace WasmEngine.Render.Style;

/// <summary>Reads shadows and filters.</summary>
internal static class EffectParsers
{
    /// <summary>A shadow of box-shadow.</summary>
    internal static bool BoxShadow(ValueReader reader, out Shadow value) => TryShadow(reader, true, out value);

    /// <summary>A shadow of text-shadow or drop-shadow().</summary>
    internal static bool TextShadow(ValueReader reader, out Shadow value) => TryShadow(reader, false, out value);

    private static bool TryShadow(ValueReader reader, bool ofBox, out Shadow value)
    {
        value = default;
        Color? color = null;
        var (inset, done) = (false, false);
        Span<float> lengths = stackalloc float[4];
        while (reader.Peek().Kind is not (CssTokenKind.Comma or CssTokenKind.End or CssTokenKind.CloseParen))
        {
            if (ofBox && !inset && reader.TryIdent("inset")) inset = true;
            else if (!done && StartsLength(reader))
            {
                if (!TryLengths(reader, ofBox ? 4 : 3, lengths)) return false;
                done = true;
            }
            else if (color is null && ColorParser.Color(reader, out var given)) color = given;
            else return false;
        }

        if (color is null) reader.Dependencies |= ValueDependencies.CurrentColor;
        value = new Shadow(lengths[0], lengths[1], lengths[2], lengths[3], color ?? reader.Context?.CurrentColor ?? Color.Black, inset);
        return done;
    }

    private static bool StartsLength(ValueReader reader)
    {
        var token = reader.Peek();
        return token.Kind is CssTokenKind.Dimension or CssTokenKind.Number || MathParser.Starts(token);
    }

    private static bool TryLengths(ValueReader reader, int most, Span<float> lengths)
    {
        var count = 0;
        while (count < most && StartsLength(reader))
        {
            if (!(count == 2 ? Numeric.NonNegativeLength(reader, out lengths[count]) : Numeric.Length(reader, out lengths[count]))) return false;
            count++;
        }

        return count >= 2;
    }

    private static readonly KeywordMap<FilterKind> Filters =
        KeywordMap.Of<FilterKind>("blur brightness contrast grayscale hue-rotate invert opacity saturate sepia drop-shadow");

    /// <summary>A filter function (filter-effects-1).</summary>
    internal static bool Filter(ValueReader reader, out FilterFunction value)
    {
        value = default;
        var token = reader.Next();
        if (token.Kind != CssTokenKind.Function || !Filters.TryGet(token.Text!, out var kind)) return false;
        var amount = kind is FilterKind.Blur or FilterKind.HueRotate ? 0f : 1;
        if (kind == FilterKind.DropShadow)
        {
            if (!TextShadow(reader, out var shadow)) return false;
            value = new FilterFunction(kind, 0, shadow);
            return reader.TryClose();
        }

        if (reader.Peek().Kind is not (CssTokenKind.CloseParen or CssTokenKind.End) && !TryAmount(reader, kind, out amount)) return false;
        value = new FilterFunction(kind, amount);
        return reader.TryClose();
    }

    private static bool TryAmount(ValueReader reader, FilterKind kind, out float amount)
    {
        if (kind == FilterKind.Blur) return Numeric.NonNegativeLength(reader, out amount);
        if (kind == FilterKind.HueRotate) return Numeric.Angle(reader, true, out amount);
        if (!Numeric.NumberOrPercentage(reader, out amount) || amount < 0) return false;
        if (kind is FilterKind.Grayscale or FilterKind.Invert or FilterKind.Opacity or FilterKind.Sepia) amount = Math.Min(amount, 1);
        return true;
    }

    /// <summary>Lists of the same functions; a shorter one is filled with functions that do nothing.</summary>
    internal static bool BetweenFilters(IReadOnlyList<FilterFunction> from, IReadOnlyList<FilterFunction> to, double progress, out IReadOnlyList<FilterFunction> value)
    {
        var list = new FilterFunction[Math.Max(from.Count, to.Count)];
        value = [];
        for (var i = 0; i < list.Length; i++)
        {
            var a = i < from.Count ? from[i] : Neutral(to[i].Kind);
            var b = i < to.Count ? to[i] : Neutral(a.Kind);
            if (a.Kind != b.Kind) return false;
            var amount = Between.Lerp(a.Amount, b.Amount, progress);
            if (a.Kind != FilterKind.HueRotate) amount = Math.Max(0, amount);
            if (a.Kind is FilterKind.Grayscale or FilterKind.Invert or FilterKind.Opacity or FilterKind.Sepia) amount = Math.Min(amount, 1);
            list[i] = new FilterFunction(a.Kind, (float)amount, Between.Mix(a.Shadow, b.Shadow, progress));
        }

        value = new ValueList<FilterFunction>(list);
        return true;
    }

    private static FilterFunction Neutral(FilterKind kind) =>
        new(kind, kind is FilterKind.Brightness or FilterKind.Contrast or FilterKind.Opacity or FilterKind.Saturate ? 1 : 0);
}
