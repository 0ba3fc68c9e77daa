namespace WasmEngine.Render.Style;

/// <summary>A 4 by 4 matrix, column by column as matrix3d() has it.</summary>
internal sealed class Matrix4(double[] m)
{
    internal double this[int column, int row] => m[(column * 4) + row];

    internal static Matrix4 Identity => new([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]);

    internal float[] ToFloats() => [.. m.Select(x => (float)x)];

    /// <summary>The product of the functions from an index on; null when one of them depends on the box.</summary>
    internal static Matrix4? TryOf(IReadOnlyList<TransformFunction> functions, int from)
    {
        var product = Identity;
        for (var i = from; i < functions.Count; i++)
        {
            if (functions[i].X.HasPercent || functions[i].Y.HasPercent) return null;
            product = product.Times(Of(functions[i]));
        }

        return product;
    }

    /// <summary>One function's matrix, percentages of 0.</summary>
    internal static Matrix4 Of(TransformFunction f) => f.Kind switch
    {
        TransformKind.Translate => new([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, f.X.Resolve(0), f.Y.Resolve(0), f.C, 1]),
        TransformKind.Scale => new([f.A, 0, 0, 0, 0, f.B, 0, 0, 0, 0, f.C, 0, 0, 0, 0, 1]),
        TransformKind.Skew => new([1, Math.Tan(f.B * Math.PI / 180), 0, 0, Math.Tan(f.A * Math.PI / 180), 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]),
        TransformKind.Perspective => new([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, f.A == 0 ? 0 : -1 / f.A, 0, 0, 0, 1]),
        TransformKind.Matrix => new([.. f.Matrix!.Select(x => (double)x)]),
        _ => Rotation(f),
    };

    internal Matrix4 Times(Matrix4 other)
    {
        var product = new double[16];
        for (var column = 0; column < 4; column++)
        {
            for (var row = 0; row < 4; row++)
            {
                for (var k = 0; k < 4; k++) product[(column * 4) + row] += this[k, row] * other[column, k];
            }
        }

        return new Matrix4(product);
    }

    private static Matrix4 Rotation(TransformFunction f)
    {
        var length = Math.Sqrt(((double)f.A * f.A) + ((double)f.B * f.B) + ((double)f.C * f.C));
        if (length == 0) return Identity;
        var (x, y, z) = (f.A / length, f.B / length, f.C / length);
        var half = f.Angle * Math.PI / 360;
        var (sc, sq) = (Math.Sin(half) * Math.Cos(half), Math.Sin(half) * Math.Sin(half));
        return new Matrix4(
        [
            1 - (2 * ((y * y) + (z * z)) * sq), 2 * ((x * y * sq) + (z * sc)), 2 * ((x * z * sq) - (y * sc)), 0,
            2 * ((x * y * sq) - (z * sc)), 1 - (2 * ((x * x) + (z * z)) * sq), 2 * ((y * z * sq) + (x * sc)), 0,
            2 * ((x * z * sq) + (y * sc)), 2 * ((y * z * sq) - (x * sc)), 1 - (2 * ((x * x) + (y * y)) * sq), 0,
            0, 0, 0, 1,
        ]);
    }
}
