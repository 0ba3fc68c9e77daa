namespace WasmEngine.Render.Style;

/// <summary>Interpolation of computed values (css-values-4, "Combining values").</summary>
internal static class Between
{
    internal static bool Float(float from, float to, double progress, out float value)
    {
        value = (float)(from + ((to - from) * progress));
        return true;
    }

    internal static bool NonNegative(float from, float to, double progress, out float value)
    {
        value = Math.Max(0, (float)(from + ((to - from) * progress)));
        return true;
    }

    internal static bool Unit(float from, float to, double progress, out float value)
    {
        value = (float)Math.Clamp(from + ((to - from) * progress), 0, 1);
        return true;
    }

    internal static bool Integer(int from, int to, double progress, out int value)
    {
        value = (int)Math.Floor(from + (((double)to - from) * progress) + 0.5);
        return true;
    }

    internal static bool OptionalInteger(int? from, int? to, double progress, out int? value)
    {
        value = null;
        if (from is not { } a || to is not { } b) return false;
        Integer(a, b, progress, out var between);
        value = between;
        return true;
    }

    internal static bool Length(LengthPercentage from, LengthPercentage to, double progress, out LengthPercentage value)
    {
        value = Mix(from, to, progress);
        return true;
    }

    internal static bool NonNegativeLength(LengthPercentage from, LengthPercentage to, double progress, out LengthPercentage value)
    {
        value = Mix(from, to, progress);
        if (value.Expression is null) value = new LengthPercentage(value.Percent == 0 ? Math.Max(0, value.Px) : value.Px, value.Px == 0 ? Math.Max(0, value.Percent) : value.Percent);
        return true;
    }

    internal static bool OptionalLength(LengthPercentage? from, LengthPercentage? to, double progress, out LengthPercentage? value)
    {
        value = from is { } a && to is { } b ? Mix(a, b, progress) : null;
        return value is not null;
    }

    internal static LengthPercentage Mix(LengthPercentage from, LengthPercentage to, double progress)
    {
        if (from.Expression is null && to.Expression is null)
            return new LengthPercentage(LengthUnits.Clamp(Lerp(from.Px, to.Px, progress)), LengthUnits.Clamp(Lerp(from.Percent, to.Percent, progress)));
        var terms = new[] { CalcTerm.From(from).Scaled(1 - progress), CalcTerm.From(to).Scaled(progress) };
        return new LengthPercentage(0, 0, new CalcFunction(CalcOperation.Sum, terms));
    }

    internal static bool Size(SizeValue from, SizeValue to, double progress, out SizeValue value)
    {
        value = default;
        if (from.Kind != SizeKind.Length || to.Kind != SizeKind.Length) return from == to && (value = from) == to;
        value = new SizeValue(SizeKind.Length, Mix(from.Length, to.Length, progress));
        return true;
    }

    internal static bool NonNegativeSize(SizeValue from, SizeValue to, double progress, out SizeValue value)
    {
        if (!Size(from, to, progress, out value)) return false;
        NonNegativeLength(value.Length, value.Length, 0, out var length);
        value = value with { Length = length };
        return true;
    }

    internal static bool Position(PositionValue from, PositionValue to, double progress, out PositionValue value)
    {
        value = new PositionValue(Mix(from.X, to.X, progress), Mix(from.Y, to.Y, progress));
        return true;
    }

    internal static bool Radius(Radius from, Radius to, double progress, out Radius value)
    {
        NonNegativeLength(from.X, to.X, progress, out var x);
        NonNegativeLength(from.Y, to.Y, progress, out var y);
        value = new Radius(x, y);
        return true;
    }

    /// <summary>Premultiplied, in sRGB.</summary>
    internal static bool Color(Color from, Color to, double progress, out Color value)
    {
        var alpha = Math.Clamp(Lerp(from.Alpha, to.Alpha, progress), 0, 255);
        value = default;
        if (alpha <= 0) return true;
        value = new Color((Byte(alpha) << 24) | (Channel(from.Red, to.Red) << 16) | (Channel(from.Green, to.Green) << 8) | Channel(from.Blue, to.Blue));
        return true;

        uint Channel(byte a, byte b) => Byte(Lerp(a * from.Alpha, b * to.Alpha, progress) / alpha);
    }

    internal static bool Shadows(IReadOnlyList<Shadow> from, IReadOnlyList<Shadow> to, double progress, out IReadOnlyList<Shadow> value)
    {
        var shadows = new Shadow[Math.Max(from.Count, to.Count)];
        value = shadows;
        for (var i = 0; i < shadows.Length; i++)
        {
            var a = i < from.Count ? from[i] : new Shadow(0, 0, 0, 0, default, to[i].Inset);
            var b = i < to.Count ? to[i] : new Shadow(0, 0, 0, 0, default, a.Inset);
            if (a.Inset != b.Inset) return false;
            shadows[i] = Mix(a, b, progress);
        }

        return true;
    }

    internal static Shadow Mix(Shadow a, Shadow b, double progress)
    {
        Color(a.Color, b.Color, progress, out var color);
        return new Shadow(
            (float)Lerp(a.X, b.X, progress), (float)Lerp(a.Y, b.Y, progress), (float)Math.Max(0, Lerp(a.Blur, b.Blur, progress)), (float)Lerp(a.Spread, b.Spread, progress), color, a.Inset);
    }

    internal static double Lerp(double a, double b, double progress) => a + ((b - a) * progress);

    private static uint Byte(double value) => (uint)Math.Clamp(Math.Floor(value + 0.5), 0, 255);
}
