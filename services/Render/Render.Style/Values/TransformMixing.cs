namespace WasmEngine.Render.Style;

/// <summary>Interpolation of transforms (css-transforms-1, section 12; css-transforms-2, section 11).</summary>
internal static class TransformMixing
{
    /// <summary>Lists function by function as long as they are alike; what follows as matrices, if they need no box.</summary>
    internal static bool Lists(IReadOnlyList<TransformFunction> from, IReadOnlyList<TransformFunction> to, double progress, out IReadOnlyList<TransformFunction> value)
    {
        value = from;
        var count = Math.Max(from.Count, to.Count);
        var list = new TransformFunction[count];
        for (var i = 0; i < count; i++)
        {
            var a = i < from.Count ? from[i] : Neutral(to[i]);
            var b = i < to.Count ? to[i] : Neutral(a);
            if (Mix(a, b, progress) is { } mixed) list[i] = mixed;
            else return TryRest(from, to, i, progress, list, out value);
        }

        value = new ValueList<TransformFunction>(list);
        return true;
    }

    internal static bool Optional(TransformFunction? from, TransformFunction? to, double progress, out TransformFunction? value)
    {
        value = from;
        if (from is null && to is null) return true;
        value = Mix(from ?? Neutral(to!), to ?? Neutral(from!), progress);
        return value is not null;
    }

    private static bool TryRest(
        IReadOnlyList<TransformFunction> from, IReadOnlyList<TransformFunction> to, int index, double progress, TransformFunction[] done, out IReadOnlyList<TransformFunction> value)
    {
        value = from;
        if (Matrix4.TryOf(from, index) is not { } a || Matrix4.TryOf(to, index) is not { } b) return false;
        if (MatrixMixing.Mix(a, b, progress) is not { } mixed) return false;
        var is3d = from.Skip(index).Concat(to.Skip(index)).Any(f => f.Is3d);
        value = new ValueList<TransformFunction>(done.Take(index).Append(new TransformFunction(TransformKind.Matrix, Matrix: mixed.ToFloats(), Is3d: is3d)).ToArray());
        return true;
    }

    private static TransformFunction Neutral(TransformFunction like) => like.Kind switch
    {
        TransformKind.Scale => like with { A = 1, B = 1, C = 1 },
        TransformKind.Rotate => like with { Angle = 0 },
        TransformKind.Matrix => like with { Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] },
        TransformKind.Perspective => like with { A = 0 },
        TransformKind.Skew => like with { A = 0, B = 0 },
        _ => like with { X = default, Y = default, C = 0 },
    };

    private static TransformFunction? Mix(TransformFunction a, TransformFunction b, double progress)
    {
        if (a.Kind != b.Kind) return null;
        var is3d = a.Is3d || b.Is3d;
        float F(float x, float y) => (float)Between.Lerp(x, y, progress);
        switch (a.Kind)
        {
            case TransformKind.Translate:
                return new TransformFunction(a.Kind, Between.Mix(a.X, b.X, progress), Between.Mix(a.Y, b.Y, progress), C: F(a.C, b.C), Is3d: is3d);
            case TransformKind.Scale or TransformKind.Skew:
                return new TransformFunction(a.Kind, A: F(a.A, b.A), B: F(a.B, b.B), C: F(a.C, b.C), Is3d: is3d);
            case TransformKind.Rotate:
                return MixRotations(a, b, progress, is3d);
            case TransformKind.Perspective:
                var inverse = Between.Lerp(a.A == 0 ? 0 : 1 / a.A, b.A == 0 ? 0 : 1 / b.A, progress);
                return a with { A = inverse <= 0 ? 0 : (float)(1 / inverse) };
            default:
                return MatrixMixing.Mix(Matrix4.Of(a), Matrix4.Of(b), progress) is { } mixed ? a with { Matrix = mixed.ToFloats(), Is3d = is3d } : null;
        }
    }

    /// <summary>About one axis: the angle; about two: quaternions.</summary>
    private static TransformFunction MixRotations(TransformFunction a, TransformFunction b, double progress, bool is3d)
    {
        if (a.Angle == 0 || IsZeroAxis(a)) a = b with { Angle = 0 };
        else if (b.Angle == 0 || IsZeroAxis(b)) b = a with { Angle = 0 };
        if (SameAxis(a, b)) return a with { Angle = (float)Between.Lerp(a.Angle, b.Angle, progress), Is3d = is3d };
        var (x, y, z, w) = MatrixMixing.Slerp(Quaternion(a), Quaternion(b), progress);
        var sine = Math.Sqrt((x * x) + (y * y) + (z * z));
        var angle = 2 * Math.Atan2(sine, w) * 180 / Math.PI;
        return sine < 1e-9
            ? new TransformFunction(TransformKind.Rotate, C: 1, Is3d: is3d)
            : new TransformFunction(TransformKind.Rotate, A: (float)(x / sine), B: (float)(y / sine), C: (float)(z / sine), Angle: (float)angle, Is3d: true);
    }

    private static bool IsZeroAxis(TransformFunction f) => f is { A: 0, B: 0, C: 0 };

    private static bool SameAxis(TransformFunction a, TransformFunction b)
    {
        var (la, lb) = (Length(a), Length(b));
        return la == 0 || lb == 0 || Math.Abs((a.A / la) - (b.A / lb)) + Math.Abs((a.B / la) - (b.B / lb)) + Math.Abs((a.C / la) - (b.C / lb)) < 1e-5;
    }

    private static double Length(TransformFunction f) => Math.Sqrt(((double)f.A * f.A) + ((double)f.B * f.B) + ((double)f.C * f.C));

    private static (double X, double Y, double Z, double W) Quaternion(TransformFunction f)
    {
        var length = Length(f);
        var half = f.Angle * Math.PI / 360;
        var s = length == 0 ? 0 : Math.Sin(half) / length;
        return (f.A * s, f.B * s, f.C * s, Math.Cos(half));
    }
}
