namespace WasmEngine.Render.Style;

/// <summary>Type of a calculation: the power of each dimension (css-values-4, section 10.9; css-typed-om's numeric types).</summary>
internal readonly record struct CalcType(sbyte Length = 0, sbyte Angle = 0, sbyte Time = 0, sbyte Resolution = 0, sbyte Percent = 0)
{
    internal static CalcType Number => default;

    internal static CalcType OfLength => new(Length: 1);

    internal static CalcType OfAngle => new(Angle: 1);

    internal static CalcType OfTime => new(Time: 1);

    internal static CalcType OfResolution => new(Resolution: 1);

    internal static CalcType OfPercent => new(Percent: 1);

    internal bool IsNumber => this == default;

    internal CalcType Times(CalcType other, int sign) => new(
        Power(Length, other.Length, sign), Power(Angle, other.Angle, sign), Power(Time, other.Time, sign), Power(Resolution, other.Resolution, sign), Power(Percent, other.Percent, sign));

    private static sbyte Power(sbyte a, sbyte b, int sign) => (sbyte)Math.Clamp(a + (sign * b), -100, 100);
}

/// <summary>
/// A calculated value: `Value + Percent% of a basis` in canonical units (px, degrees, seconds, dppx), or an expression where that is not enough.
/// Percent is only used where percentages stand for lengths; else a percentage is a type of its own, in Value.
/// </summary>
internal readonly record struct CalcTerm(CalcType Type, double Value, double Percent = 0, CalcFunction? Expression = null)
{
    /// <summary>Whether no basis is needed.</summary>
    internal bool IsConstant => Percent == 0 && Expression is null;

    internal CalcTerm Scaled(double factor) => Expression is null
        ? this with { Value = Value * factor, Percent = Percent == 0 ? 0 : Percent * factor }
        : this with { Expression = new CalcFunction(CalcOperation.Product, [this, new CalcTerm(CalcType.Number, factor)]) };

    internal double Evaluate(double basis) => Expression is null ? Value + (Percent == 0 ? 0 : Percent * basis / 100) : Expression.Evaluate(basis);

    /// <summary>As a computed length or percentage.</summary>
    internal LengthPercentage ToLength() => Expression is null
        ? new LengthPercentage(LengthUnits.Clamp(Value), LengthUnits.Clamp(Percent))
        : new LengthPercentage(0, 0, Expression);

    internal static CalcTerm From(LengthPercentage length) => length.Expression is CalcFunction function
        ? new CalcTerm(CalcType.OfLength, 0, 0, function)
        : new CalcTerm(CalcType.OfLength, length.Px, length.Percent);
}

internal enum CalcOperation : byte { Sum, Product, Min, Max, Clamp, RoundNearest, RoundUp, RoundDown, RoundToZero, Mod, Rem, Abs, Sign, Hypot }

/// <summary>A function of terms, at least one of which depends on a percentage's basis.</summary>
internal sealed class CalcFunction(CalcOperation operation, CalcTerm[] terms) : CalcExpression, IEquatable<CalcFunction>
{
    internal CalcOperation Operation => operation;

    internal IReadOnlyList<CalcTerm> Terms => terms;

    public override float Resolve(float basis) => LengthUnits.Clamp(Evaluate(basis));

    internal double Evaluate(double basis)
    {
        if (operation == CalcOperation.Clamp) return CalcMath.Clamp(terms[0].Evaluate(basis), terms[1].Evaluate(basis), terms[2].Evaluate(basis));
        var value = terms[0].Evaluate(basis);
        if (terms.Length == 1) return CalcMath.Apply(operation, value, 0);
        if (operation == CalcOperation.Hypot) value = Math.Abs(value);
        for (var i = 1; i < terms.Length; i++) value = CalcMath.Apply(operation, value, terms[i].Evaluate(basis));
        return value;
    }

    public bool Equals(CalcFunction? other) => other is not null && operation == other.Operation && terms.AsSpan().SequenceEqual(other.Span);

    public override bool Equals(object? obj) => Equals(obj as CalcFunction);

    public override int GetHashCode() => HashCode.Combine(operation, terms.Length, terms[0].Value, terms[0].Percent);

    private ReadOnlySpan<CalcTerm> Span => terms;
}

/// <summary>The arithmetic of math functions, IEEE 754 with the corner cases of css-values-4, section 10.</summary>
internal static class CalcMath
{
    internal static double Apply(CalcOperation operation, double a, double b) => operation switch
    {
        CalcOperation.Sum => a + b,
        CalcOperation.Product => a * b,
        CalcOperation.Min => Math.Min(a, b),
        CalcOperation.Max => Math.Max(a, b),
        CalcOperation.Mod => Mod(a, b),
        CalcOperation.Rem => double.IsInfinity(a) ? double.NaN : a % b,
        CalcOperation.Abs => Math.Abs(a),
        CalcOperation.Sign => double.IsNaN(a) || a == 0 ? a : Math.Sign(a),
        CalcOperation.Hypot => double.Hypot(a, b),
        _ => Round(operation, a, b),
    };

    internal static double Clamp(double low, double value, double high) => Math.Max(low, Math.Min(value, high));

    private static double Mod(double a, double b)
    {
        if (double.IsInfinity(a) || b == 0) return double.NaN;
        if (double.IsInfinity(b)) return a == 0 || double.IsNegative(a) == double.IsNegative(b) ? a : double.NaN;
        var rest = a % b;
        return rest != 0 && double.IsNegative(rest) != double.IsNegative(b) ? rest + b : rest;
    }

    private static double Round(CalcOperation how, double a, double step)
    {
        if (step == 0 || (double.IsInfinity(a) && double.IsInfinity(step))) return double.NaN;
        if (double.IsInfinity(a)) return a;
        if (double.IsInfinity(step)) return RoundToInfinite(how, a);
        step = Math.Abs(step);
        var low = Math.Floor(a / step) * step;
        var high = Math.Ceiling(a / step) * step;
        return how switch
        {
            CalcOperation.RoundUp => high,
            CalcOperation.RoundDown => low,
            CalcOperation.RoundToZero => a < 0 ? high : low,
            _ => a - low < high - a ? low : high,
        };
    }

    private static double RoundToInfinite(CalcOperation how, double a) => how switch
    {
        CalcOperation.RoundUp => a > 0 ? double.PositiveInfinity : a == 0 ? a : -0.0,
        CalcOperation.RoundDown => a < 0 ? double.NegativeInfinity : a == 0 ? a : 0.0,
        _ => double.IsNegative(a) ? -0.0 : 0.0,
    };
}
