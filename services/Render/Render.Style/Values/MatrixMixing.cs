using System.Numerics;

namespace WasmEngine.Render.Style;

/// <summary>
/// Interpolation of matrices by decomposition into translation, rotation, skew, scale (css-transforms-2, section 11.2).
/// Matrices with perspective in their last row have no decomposition here: their change is discrete.
/// </summary>
internal static class MatrixMixing
{
    private sealed record Parts(Vec Translation, Vec Scale, Vec Skew, (double X, double Y, double Z, double W) Rotation);

    private readonly record struct Vec(double X, double Y, double Z)
    {
        internal double Length => Math.Sqrt((X * X) + (Y * Y) + (Z * Z));

        internal double Dot(Vec o) => (X * o.X) + (Y * o.Y) + (Z * o.Z);

        internal Vec Scaled(double f) => new(X * f, Y * f, Z * f);

        internal Vec Minus(Vec o, double f) => new(X - (o.X * f), Y - (o.Y * f), Z - (o.Z * f));

        internal Vec Cross(Vec o) => new((Y * o.Z) - (Z * o.Y), (Z * o.X) - (X * o.Z), (X * o.Y) - (Y * o.X));

        internal Vec Mix(Vec o, double p) => new(Between.Lerp(X, o.X, p), Between.Lerp(Y, o.Y, p), Between.Lerp(Z, o.Z, p));
    }

    /// <summary>Null when one of them is singular or has a perspective.</summary>
    internal static Matrix4? Mix(Matrix4 from, Matrix4 to, double progress)
    {
        if (Decompose(from) is not { } a || Decompose(to) is not { } b) return null;
        return Compose(new Parts(
            a.Translation.Mix(b.Translation, progress), a.Scale.Mix(b.Scale, progress), a.Skew.Mix(b.Skew, progress), Slerp(a.Rotation, b.Rotation, progress)));
    }

    internal static (double X, double Y, double Z, double W) Slerp((double X, double Y, double Z, double W) a, (double X, double Y, double Z, double W) b, double progress)
    {
        var dot = Math.Clamp((a.X * b.X) + (a.Y * b.Y) + (a.Z * b.Z) + (a.W * b.W), -1, 1);
        if (dot < 0) (b, dot) = ((-b.X, -b.Y, -b.Z, -b.W), -dot);
        if (dot > 0.999999) return a;
        var theta = Math.Acos(dot);
        var w = Math.Sin(progress * theta) / Math.Sqrt(1 - (dot * dot));
        var u = Math.Cos(progress * theta) - (dot * w);
        return ((a.X * u) + (b.X * w), (a.Y * u) + (b.Y * w), (a.Z * u) + (b.Z * w), (a.W * u) + (b.W * w));
    }

    private static Parts? Decompose(Matrix4 m)
    {
        if (m[0, 3] != 0 || m[1, 3] != 0 || m[2, 3] != 0 || m[3, 3] == 0) return null;
        var w = 1 / m[3, 3];
        Vec Column(int i) => new Vec(m[i, 0], m[i, 1], m[i, 2]).Scaled(w);
        var (x, y, z) = (Column(0), Column(1), Column(2));
        if (Math.Abs(x.Dot(y.Cross(z))) < 1e-12) return null;
        var scaleX = x.Length;
        x = x.Scaled(1 / scaleX);
        var xy = x.Dot(y);
        y = y.Minus(x, xy);
        var scaleY = y.Length;
        y = y.Scaled(1 / scaleY);
        xy /= scaleY;
        var xz = x.Dot(z);
        z = z.Minus(x, xz);
        var yz = y.Dot(z);
        z = z.Minus(y, yz);
        var scaleZ = z.Length;
        z = z.Scaled(1 / scaleZ);
        (xz, yz) = (xz / scaleZ, yz / scaleZ);
        var flip = x.Dot(y.Cross(z)) < 0 ? -1 : 1;
        (x, y, z) = (x.Scaled(flip), y.Scaled(flip), z.Scaled(flip));
        return new Parts(Column(3), new Vec(scaleX * flip, scaleY * flip, scaleZ * flip), new Vec(xy, xz, yz), Rotation(x, y, z));
    }

    /// <summary>The quaternion of a rotation with these columns.</summary>
    private static (double X, double Y, double Z, double W) Rotation(Vec x, Vec y, Vec z)
    {
        var matrix = new Matrix4x4(
            (float)x.X, (float)x.Y, (float)x.Z, 0, (float)y.X, (float)y.Y, (float)y.Z, 0, (float)z.X, (float)z.Y, (float)z.Z, 0, 0, 0, 0, 1);
        var q = Quaternion.CreateFromRotationMatrix(matrix);
        return (q.X, q.Y, q.Z, q.W);
    }

    private static Matrix4 Compose(Parts parts)
    {
        var t = parts.Translation;
        var result = new Matrix4([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, t.X, t.Y, t.Z, 1]);
        var (x, y, z, w) = parts.Rotation;
        result = result.Times(new Matrix4(
        [
            1 - (2 * ((y * y) + (z * z))), 2 * ((x * y) + (z * w)), 2 * ((x * z) - (y * w)), 0,
            2 * ((x * y) - (z * w)), 1 - (2 * ((x * x) + (z * z))), 2 * ((y * z) + (x * w)), 0,
            2 * ((x * z) + (y * w)), 2 * ((y * z) - (x * w)), 1 - (2 * ((x * x) + (y * y))), 0,
            0, 0, 0, 1,
        ]));
        result = result.Times(new Matrix4([1, 0, 0, 0, 0, 1, 0, 0, 0, parts.Skew.Z, 1, 0, 0, 0, 0, 1]));
        result = result.Times(new Matrix4([1, 0, 0, 0, 0, 1, 0, 0, parts.Skew.Y, 0, 1, 0, 0, 0, 0, 1]));
        result = result.Times(new Matrix4([1, 0, 0, 0, parts.Skew.X, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]));
        return result.Times(new Matrix4([parts.Scale.X, 0, 0, 0, 0, parts.Scale.Y, 0, 0, 0, 0, parts.Scale.Z, 0, 0, 0, 0, 1]));
    }
}
