namespace WasmEngine.Render.Style;

/// <summary>Reads numbers, lengths, percentages, angles, times; math functions wherever one of them may stand.</summary>
internal static class Numeric
{
    /// <summary>A number, limited to what a float can be.</summary>
    internal static bool Number(ValueReader reader, out float value)
    {
        var valid = Double(reader, out var number);
        value = ToFloat(number);
        return valid;
    }

    /// <summary>A number as exact as it was written; never NaN or infinite.</summary>
    internal static bool Double(ValueReader reader, out double value)
    {
        var token = reader.Peek();
        if (token.Kind == CssTokenKind.Number)
        {
            reader.Next();
            value = token.Number;
            return true;
        }

        value = 0;
        if (!MathParser.TryFunction(reader, false, out var term) || term is not { Type.IsNumber: true, IsConstant: true }) return false;
        value = double.IsNaN(term.Value) ? 0 : Math.Clamp(term.Value, -float.MaxValue, float.MaxValue);
        return true;
    }

    /// <summary>A number that may not be negative: a literal is refused, a calculation limited.</summary>
    internal static bool NonNegativeNumber(ValueReader reader, out float value)
    {
        var literal = reader.Peek().Kind == CssTokenKind.Number;
        if (!Number(reader, out value) || (literal && value < 0)) return false;
        value = Math.Max(value, 0);
        return true;
    }

    /// <summary>An integer; calculations are rounded.</summary>
    internal static bool Integer(ValueReader reader, out int value) => Integer(reader, int.MinValue, out value);

    /// <summary>An integer of at least a least one.</summary>
    internal static bool Integer(ValueReader reader, int least, out int value)
    {
        var token = reader.Peek();
        value = 0;
        var literal = token.Kind == CssTokenKind.Number;
        if (literal && (token.Flags & CssTokenFlags.IsInteger) == 0) return false;
        double number;
        if (literal)
        {
            reader.Next();
            number = token.Number;
        }
        else if (MathParser.TryFunction(reader, false, out var term) && term is { Type.IsNumber: true, IsConstant: true })
        {
            number = double.IsNaN(term.Value) ? 0 : Math.Floor(term.Value + 0.5);
        }
        else return false;

        if (literal && number < least) return false;
        value = (int)Math.Clamp(number, least, int.MaxValue);
        return true;
    }

    /// <summary>A percentage; 100 is the whole.</summary>
    internal static bool Percentage(ValueReader reader, out float value)
    {
        var token = reader.Peek();
        value = 0;
        if (token.Kind == CssTokenKind.Percentage)
        {
            reader.Next();
            value = ToFloat(token.Number);
            return true;
        }

        if (!MathParser.TryFunction(reader, false, out var term) || term.Type != CalcType.OfPercent) return false;
        value = ToFloat(term.Value);
        return true;
    }

    /// <summary>A number or a percentage of 1.</summary>
    internal static bool NumberOrPercentage(ValueReader reader, out float value)
    {
        var mark = reader.Position;
        if (Number(reader, out value)) return true;
        reader.Position = mark;
        if (!Percentage(reader, out value)) return false;
        value /= 100;
        return true;
    }

    /// <summary>A length in px.</summary>
    internal static bool Length(ValueReader reader, out float px)
    {
        if (!LengthPercentage(reader, false, false, out var length)) return Fail(out px);
        px = length.Px;
        return true;
    }

    /// <summary>A length in px that may not be negative.</summary>
    internal static bool NonNegativeLength(ValueReader reader, out float px)
    {
        if (!LengthPercentage(reader, true, false, out var length)) return Fail(out px);
        px = length.Px;
        return true;
    }

    internal static bool LengthPercentage(ValueReader reader, out LengthPercentage value) => LengthPercentage(reader, false, true, out value);

    internal static bool NonNegative(ValueReader reader, out LengthPercentage value) => LengthPercentage(reader, true, true, out value);

    private static bool LengthPercentage(ValueReader reader, bool nonNegative, bool percentages, out LengthPercentage value)
    {
        value = default;
        var token = reader.Peek();
        switch (token.Kind)
        {
            case CssTokenKind.Dimension when LengthUnits.TryFind(token.Text!, out var unit):
                if (nonNegative && token.Number < 0) return false;
                reader.Next();
                value = new LengthPercentage(LengthUnits.Clamp(LengthUnits.ToPx(reader, token.Number, unit)));
                return true;
            case CssTokenKind.Number when token.Number == 0 || reader.IsUnitlessAllowed:
                if (nonNegative && token.Number < 0) return false;
                reader.Next();
                value = new LengthPercentage(LengthUnits.Clamp(token.Number));
                return true;
            case CssTokenKind.Percentage when percentages:
                if (nonNegative && token.Number < 0) return false;
                reader.Next();
                value = new LengthPercentage(0, LengthUnits.Percent(token.Number));
                return true;
            case CssTokenKind.Function:
                if (!MathParser.TryFunction(reader, percentages, out var term) || term.Type != CalcType.OfLength) return false;
                value = nonNegative ? AtLeastZero(term) : term.ToLength();
                return true;
            default:
                return false;
        }
    }

    /// <summary>Limits a calculation now if no basis is needed, and when it is resolved otherwise.</summary>
    private static LengthPercentage AtLeastZero(CalcTerm term)
    {
        if (term.IsConstant) return new LengthPercentage(Math.Max(LengthUnits.Clamp(term.Value), 0));
        if (term.Expression is null && term is { Value: >= 0, Percent: >= 0 }) return term.ToLength();
        if (term.Expression is { Operation: CalcOperation.Max } max && max.Terms.Any(t => t is { IsConstant: true, Value: >= 0 })) return term.ToLength();
        return new LengthPercentage(0, 0, new CalcFunction(CalcOperation.Max, [term, new CalcTerm(CalcType.OfLength, 0)]));
    }

    /// <summary>An angle in degrees; 0 without a unit is taken where `zero` says so.</summary>
    internal static bool Angle(ValueReader reader, bool zero, out float degrees)
    {
        var token = reader.Peek();
        if (zero && token is { Kind: CssTokenKind.Number, Number: 0 })
        {
            reader.Next();
            degrees = 0;
            return true;
        }

        return OfType(reader, CalcType.OfAngle, out degrees);
    }

    /// <summary>A time in seconds.</summary>
    internal static bool Time(ValueReader reader, out float seconds) => OfType(reader, CalcType.OfTime, out seconds);

    /// <summary>A resolution in dots per px.</summary>
    internal static bool Resolution(ValueReader reader, out float dppx) => OfType(reader, CalcType.OfResolution, out dppx);

    internal static float ToFloat(double value) => double.IsNaN(value) ? 0 : (float)Math.Clamp(value, -float.MaxValue, float.MaxValue);

    private static bool OfType(ValueReader reader, CalcType type, out float value)
    {
        var token = reader.Peek();
        value = 0;
        CalcTerm term;
        if (token.Kind == CssTokenKind.Dimension)
        {
            reader.Next();
            if (!MathParser.TryDimension(reader, token, out term)) return false;
        }
        else if (!MathParser.TryFunction(reader, false, out term)) return false;

        if (term.Type != type || !term.IsConstant) return false;
        value = ToFloat(term.Value);
        return true;
    }

    private static bool Fail(out float value)
    {
        value = 0;
        return false;
    }
}
