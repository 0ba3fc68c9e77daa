namespace WasmEngine.Render.Style;

/// <summary>linear, without stops.</summary>
public sealed record LinearEasing : Easing
{
    public static LinearEasing Instance { get; } = new();

    public override double At(double progress) => progress;
}

/// <summary>cubic-bezier(X1, Y1, X2, Y2); both X are within 0 to 1.</summary>
public sealed record CubicBezierEasing(double X1, double Y1, double X2, double Y2) : Easing
{
    public static CubicBezierEasing Ease { get; } = new(0.25, 0.1, 0.25, 1);

    public static CubicBezierEasing EaseIn { get; } = new(0.42, 0, 1, 1);

    public static CubicBezierEasing EaseOut { get; } = new(0, 0, 0.58, 1);

    public static CubicBezierEasing EaseInOut { get; } = new(0.42, 0, 0.58, 1);

    /// <summary>Outside of 0 to 1 the curve goes on along its tangents (css-easing-2, section 2.3).</summary>
    public override double At(double progress)
    {
        if (progress < 0) return progress * SlopeAtStart();
        if (progress > 1) return 1 + ((progress - 1) * SlopeAtEnd());
        return progress is 0 or 1 ? progress : Bezier(Y1, Y2, Solve(progress));
    }

    /// <summary>The parameter where the curve has an x: Newton's method, and bisection where that leads astray.</summary>
    private double Solve(double x)
    {
        var t = x;
        for (var i = 0; i < 8; i++)
        {
            var error = Bezier(X1, X2, t) - x;
            if (Math.Abs(error) < 1e-9) return t;
            var slope = Derivative(X1, X2, t);
            if (Math.Abs(slope) < 1e-7) break;
            t -= error / slope;
        }

        var (low, high) = (0d, 1d);
        t = x;
        for (var i = 0; i < 60; i++)
        {
            var error = Bezier(X1, X2, t) - x;
            if (Math.Abs(error) < 1e-9) break;
            if (error > 0) high = t;
            else low = t;
            t = (low + high) / 2;
        }

        return t;
    }

    private double SlopeAtStart() => X1 > 0 ? Y1 / X1 : Y1 == 0 && X2 > 0 ? Y2 / X2 : X1 == 0 && Y1 == 0 && X2 == 0 && Y2 == 0 ? 1 : 0;

    private double SlopeAtEnd() => X2 < 1 ? (Y2 - 1) / (X2 - 1) : Y2 == 1 && X1 < 1 ? (Y1 - 1) / (X1 - 1) : X2 == 1 && Y2 == 1 && X1 == 1 && Y1 == 1 ? 1 : 0;

    private static double Bezier(double a, double b, double t) => ((((((1 - (3 * b) + (3 * a)) * t) + ((3 * b) - (6 * a))) * t) + (3 * a)) * t);

    private static double Derivative(double a, double b, double t) => (((3 * (1 - (3 * b) + (3 * a)) * t) + (2 * ((3 * b) - (6 * a)))) * t) + (3 * a);
}

/// <summary>Where a step function jumps.</summary>
public enum StepPosition : byte { End, Start, None, Both }

/// <summary>steps(Count, Position).</summary>
public sealed record StepsEasing(int Count, StepPosition Position) : Easing
{
    public override double At(double progress)
    {
        var step = Math.Floor(progress * Count);
        if (Position is StepPosition.Start or StepPosition.Both) step++;
        var jumps = Position switch
        {
            StepPosition.None => Count - 1,
            StepPosition.Both => Count + 1,
            _ => Count,
        };
        if (progress >= 0 && step < 0) step = 0;
        if (progress <= 1 && step > jumps) step = jumps;
        return step / jumps;
    }
}

/// <summary>linear(…): points of input and output, inputs rising.</summary>
public sealed record PiecewiseEasing(IReadOnlyList<(double Input, double Output)> Points) : Easing
{
    public override double At(double progress)
    {
        if (Points.Count == 1) return Points[0].Output;
        var next = 1;
        while (next < Points.Count - 1 && Points[next].Input <= progress) next++;
        var (a, b) = (Points[next - 1], Points[next]);
        return a.Input == b.Input ? b.Output : a.Output + ((b.Output - a.Output) * (progress - a.Input) / (b.Input - a.Input));
    }

    public bool Equals(PiecewiseEasing? other) => other is not null && Points.SequenceEqual(other.Points);

    public override int GetHashCode() => Points.Count;
}
