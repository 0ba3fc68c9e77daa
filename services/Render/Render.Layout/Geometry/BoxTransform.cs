using System.Numerics;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>Matrices of boxes (css-transforms-2). Row vectors: a point p becomes p * M.</summary>
public static class BoxTransform
{
    /// <summary>A box's `translate`, `rotate`, `scale` and `transform` about its origin, in the space of its border box's corner; identity without any.</summary>
    /// <param name="style">The box's style.</param>
    /// <param name="width">Its border box's width, px.</param>
    /// <param name="height">Its border box's height, px.</param>
    public static Matrix4x4 Of(ComputedStyle style, float width, float height)
    {
        var effects = style.Effects;
        if (effects.Transform.Count == 0) return Matrix4x4.Identity;
        var matrix = Matrix4x4.Identity;
        for (var i = 0; i < effects.Transform.Count; i++) matrix = Of(effects.Transform[i], width, height) * matrix;
        return About(matrix, effects.TransformOrigin.X.Resolve(width), effects.TransformOrigin.Y.Resolve(height), effects.TransformOriginZ);
    }

    /// <summary>A matrix about a style's transform-origin.</summary>
    public static Matrix4x4 AboutOrigin(in Matrix4x4 matrix, ComputedStyle style, float width, float height) =>
        About(matrix, style.Effects.TransformOrigin.X.Resolve(width), style.Effects.TransformOrigin.Y.Resolve(height), style.Effects.TransformOriginZ);

    /// <summary>What `perspective` does to a box's children, in the space of the box's border box's corner.</summary>
    public static Matrix4x4 PerspectiveOf(ComputedStyle style, float width, float height)
    {
        var effects = style.Effects;
        if (effects.Perspective <= 0) return Matrix4x4.Identity;
        return About(Perspective(effects.Perspective), effects.PerspectiveOrigin.X.Resolve(width), effects.PerspectiveOrigin.Y.Resolve(height), 0);
    }

    /// <summary>One function's matrix.</summary>
    public static Matrix4x4 Of(TransformFunction function, float width, float height)
    {
        const float degree = MathF.PI / 180f;
        switch (function.Kind)
        {
            case TransformKind.Translate:
                return Matrix4x4.CreateTranslation(function.X.Resolve(width), function.Y.Resolve(height), function.C);
            case TransformKind.Scale:
                return Matrix4x4.CreateScale(function.A, function.B, function.C);
            case TransformKind.Rotate:
                var axis = new Vector3(function.A, function.B, function.C);
                return axis.LengthSquared() is > 0 and < float.PositiveInfinity
                    ? Matrix4x4.CreateFromAxisAngle(Vector3.Normalize(axis), function.Angle * degree) : Matrix4x4.Identity;
            case TransformKind.Skew:
                return Matrix4x4.Identity with { M21 = MathF.Tan(function.A * degree), M12 = MathF.Tan(function.B * degree) };
            case TransformKind.Perspective:
                return function.A <= 0 ? Matrix4x4.Identity : Perspective(function.A);
            default:
                return function.Matrix is { Length: 16 } m
                    ? new Matrix4x4(m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8], m[9], m[10], m[11], m[12], m[13], m[14], m[15])
                    : Matrix4x4.Identity;
        }
    }

    private static Matrix4x4 Perspective(float depth) => Matrix4x4.Identity with { M34 = -1 / MathF.Max(depth, 1) };

    private static Matrix4x4 About(Matrix4x4 matrix, float x, float y, float z) =>
        Matrix4x4.CreateTranslation(-x, -y, -z) * matrix * Matrix4x4.CreateTranslation(x, y, z);
}
