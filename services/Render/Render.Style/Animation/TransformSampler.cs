using System.Numerics;

namespace WasmEngine.Render.Style;

/// <summary>Matrices of transform lists and of what lies between two (css-transforms-2, "Interpolation of transforms"). Allocates nothing.</summary>
public static class TransformSampler
{
    /// <summary>The matrix of a list.</summary>
    /// <param name="list">Functions, outermost first.</param>
    /// <param name="width">What percentages of x are of, px.</param>
    /// <param name="height">What percentages of y are of, px.</param>
    public static Matrix4x4 Of(IReadOnlyList<TransformFunction> list, float width, float height)
    {
        var result = Matrix4x4.Identity;
        for (var i = 0; i < list.Count; i++) result = Of(list[i], null, 0, width, height) * result;
        return result;
    }

    /// <summary>The matrix between two lists.</summary>
    public static Matrix4x4 Between(IReadOnlyList<TransformFunction> from, IReadOnlyList<TransformFunction> to, double progress, float width, float height)
    {
        // As many leading functions as are alike go pairwise, with the identity where a list ends; the rest as matrices.
        var result = Matrix4x4.Identity;
        var (count, t) = (Math.Max(from.Count, to.Count), (float)progress);
        for (var i = 0; i < count; i++)
        {
            var (a, b) = (i < from.Count ? from[i] : null, i < to.Count ? to[i] : null);
            if (a is not null && b is not null && !AreAlike(a, b)) return Mix(Rest(from, i, width, height), Rest(to, i, width, height), t) * result;
            result = (a is null ? Of(b!, null, 1 - t, width, height) : Of(a, b, t, width, height, towardsIdentity: b is null)) * result;
        }

        return result;
    }

    private static bool AreAlike(TransformFunction a, TransformFunction b)
    {
        if (a.Kind != b.Kind) return false;
        return a.Kind != TransformKind.Rotate || a.Angle == 0 || b.Angle == 0 || (a.A == b.A && a.B == b.B && a.C == b.C);
    }

    private static Matrix4x4 Rest(IReadOnlyList<TransformFunction> list, int start, float width, float height)
    {
        var result = Matrix4x4.Identity;
        for (var i = start; i < list.Count; i++) result = Of(list[i], null, 0, width, height) * result;
        return result;
    }

    // A function, or what lies between it and another of its kind (or none: the identity).
    private static Matrix4x4 Of(TransformFunction a, TransformFunction? b, float t, float width, float height, bool towardsIdentity = true)
    {
        switch (a.Kind)
        {
            case TransformKind.Translate:
                var (x, y, z) = (a.X.Resolve(width), a.Y.Resolve(height), a.C);
                return Matrix4x4.CreateTranslation(Lerp(x, b?.X.Resolve(width) ?? 0, t), Lerp(y, b?.Y.Resolve(height) ?? 0, t), Lerp(z, b?.C ?? 0, t));
            case TransformKind.Scale:
                return Matrix4x4.CreateScale(Lerp(a.A, b?.A ?? 1, t), Lerp(a.B, b?.B ?? 1, t), Lerp(a.C, b?.C ?? 1, t));
            case TransformKind.Rotate:
                var axis = a.Angle == 0 && b is not null ? b : a;
                var vector = new Vector3(axis.A, axis.B, axis.C);
                var angle = Lerp(a.Angle, b?.Angle ?? 0, t) * MathF.PI / 180;
                return vector.LengthSquared() > 0 ? Matrix4x4.CreateFromAxisAngle(Vector3.Normalize(vector), angle) : Matrix4x4.CreateRotationZ(angle);
            case TransformKind.Skew:
                var skew = Matrix4x4.Identity;
                skew.M21 = MathF.Tan(Lerp(a.A, b?.A ?? 0, t) * MathF.PI / 180);
                skew.M12 = MathF.Tan(Lerp(a.B, b?.B ?? 0, t) * MathF.PI / 180);
                return skew;
            case TransformKind.Perspective:
                var perspective = Matrix4x4.Identity;
                perspective.M34 = -Lerp(Inverse(a.A), Inverse(b?.A ?? 0), t);
                return perspective;
            default:
                var own = Matrix(a);
                if (b is not null) return Mix(own, Matrix(b), t);
                return t > 0 && towardsIdentity ? Mix(own, Matrix4x4.Identity, t) : own;
        }
    }

    private static float Inverse(float depth) => depth > 0 ? 1 / Math.Max(depth, 1) : 0;

    private static float Lerp(float a, float b, float t) => a + ((b - a) * t);

    private static Matrix4x4 Matrix(TransformFunction function)
    {
        var m = function.Matrix;
        if (m is not { Length: 16 }) return Matrix4x4.Identity;
        // Columns of the specification are rows here.
        return new Matrix4x4(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11], m[12], m[13], m[14], m[15]);
    }

    private static Matrix4x4 Mix(Matrix4x4 a, Matrix4x4 b, float t)
    {
        if (!Matrix4x4.Decompose(a, out var scaleA, out var turnA, out var moveA) || !Matrix4x4.Decompose(b, out var scaleB, out var turnB, out var moveB)) return t < 0.5f ? a : b;
        var turn = Matrix4x4.CreateFromQuaternion(Quaternion.Slerp(turnA, turnB, t));
        return Matrix4x4.CreateScale(Vector3.Lerp(scaleA, scaleB, t)) * turn * Matrix4x4.CreateTranslation(Vector3.Lerp(moveA, moveB, t));
    }
}
