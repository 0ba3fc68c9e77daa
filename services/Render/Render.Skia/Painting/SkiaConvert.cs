using System.Numerics;
using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Our values as Skia's.</summary>
internal static class SkiaConvert
{
    internal static SKRect ToSkia(this RectF rect) => new(rect.X, rect.Y, rect.Right, rect.Bottom);

    internal static SKColor ToSkia(this Color color) => new(color.Argb);

    internal static SKPoint ToSkia(this Vector2 point) => new(point.X, point.Y);

    /// <summary>Row vectors on our side; Skia's constructor takes rows of the same arrangement.</summary>
    internal static SKMatrix44 ToSkia(this in Matrix4x4 m) => new(
        m.M11, m.M12, m.M13, m.M14, m.M21, m.M22, m.M23, m.M24, m.M31, m.M32, m.M33, m.M34, m.M41, m.M42, m.M43, m.M44);

    internal static SKRoundRect ToSkia(this RoundedRect shape)
    {
        var result = new SKRoundRect();
        var r = shape.Radii;
        result.SetRectRadii(shape.Rect.ToSkia(), [r.TopLeft.ToSkia(), r.TopRight.ToSkia(), r.BottomRight.ToSkia(), r.BottomLeft.ToSkia()]);
        return result;
    }

    internal static SKBlendMode ToSkia(this BlendMode mode) => mode switch
    {
        BlendMode.Multiply => SKBlendMode.Multiply,
        BlendMode.Screen => SKBlendMode.Screen,
        BlendMode.Overlay => SKBlendMode.Overlay,
        BlendMode.Darken => SKBlendMode.Darken,
        BlendMode.Lighten => SKBlendMode.Lighten,
        BlendMode.ColorDodge => SKBlendMode.ColorDodge,
        BlendMode.ColorBurn => SKBlendMode.ColorBurn,
        BlendMode.HardLight => SKBlendMode.HardLight,
        BlendMode.SoftLight => SKBlendMode.SoftLight,
        BlendMode.Difference => SKBlendMode.Difference,
        BlendMode.Exclusion => SKBlendMode.Exclusion,
        BlendMode.Hue => SKBlendMode.Hue,
        BlendMode.Saturation => SKBlendMode.Saturation,
        BlendMode.Color => SKBlendMode.Color,
        BlendMode.Luminosity => SKBlendMode.Luminosity,
        BlendMode.PlusLighter => SKBlendMode.Plus,
        _ => SKBlendMode.SrcOver,
    };

    internal static SKSamplingOptions ToSampling(this ImageRendering rendering) => rendering == ImageRendering.Auto
        ? new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Nearest) : new SKSamplingOptions(SKFilterMode.Nearest);
}
