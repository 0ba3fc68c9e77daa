using System.Numerics;
using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Gradients (css-images-4, 3) as shaders, for a box whose corner is the origin.</summary>
internal static class GradientShaders
{
    private const float Tiny = 1e-3f;

    /// <summary>A shader; the caller disposes of it. Null when there is nothing to draw.</summary>
    internal static SKShader? Of(Gradient gradient, float width, float height) => gradient switch
    {
        LinearGradient linear => Linear(linear, width, height),
        RadialGradient radial => Radial(radial, width, height),
        ConicGradient conic => Conic(conic, width, height),
        _ => null,
    };

    private static SKShader? Linear(LinearGradient gradient, float width, float height)
    {
        var angle = gradient.Angle * MathF.PI / 180;
        Vector2 direction;
        if (gradient.CornerX != 0 && gradient.CornerY != 0) direction = Vector2.Normalize(new Vector2(gradient.CornerX * height, gradient.CornerY * width));
        else if (gradient.CornerX != 0 || gradient.CornerY != 0) direction = new Vector2(gradient.CornerX, gradient.CornerY);
        else direction = new Vector2(MathF.Sin(angle), -MathF.Cos(angle));
        var length = MathF.Abs(width * direction.X) + MathF.Abs(height * direction.Y);
        var center = new Vector2(width / 2, height / 2);
        var (start, end) = (center - (direction * length / 2), center + (direction * length / 2));
        var (stops, from, to) = Span(GradientStops.Resolve(gradient, length), gradient.Repeating);
        var (a, b) = (Vector2.Lerp(start, end, from), Vector2.Lerp(start, end, to));
        if ((b - a).Length() < Tiny) return SKShader.CreateColor(Last(stops));
        return SKShader.CreateLinearGradient(a.ToSkia(), b.ToSkia(), Colors(stops), null, stops.Positions, Mode(gradient));
    }

    private static SKShader? Radial(RadialGradient gradient, float width, float height)
    {
        float x = gradient.Center.X.Resolve(width), y = gradient.Center.Y.Resolve(height);
        var (rx, ry) = Radii(gradient, x, y, width, height);
        rx = MathF.Max(rx, Tiny);
        ry = MathF.Max(ry, Tiny);
        var resolved = GradientStops.Resolve(gradient, rx);
        var (stops, from, to) = Span(resolved, gradient.Repeating, clampAtZero: true);
        var scale = SKMatrix.CreateScaleTranslation(1, ry / rx, x, y);
        if ((to - from) * rx < Tiny) return SKShader.CreateColor(Last(stops));
        return SKShader.CreateTwoPointConicalGradient(default, from * rx, default, to * rx, Colors(stops), null, stops.Positions, Mode(gradient), scale);
    }

    private static (float X, float Y) Radii(RadialGradient gradient, float x, float y, float width, float height)
    {
        if (gradient.Extent == RadialExtent.Explicit)
        {
            var rx = gradient.RadiusX.Resolve(width);
            return (rx, gradient.Circle ? rx : gradient.RadiusY.Resolve(height));
        }

        var closest = gradient.Extent is RadialExtent.ClosestSide or RadialExtent.ClosestCorner;
        float dx1 = MathF.Abs(x), dx2 = MathF.Abs(width - x), dy1 = MathF.Abs(y), dy2 = MathF.Abs(height - y);
        float dx = closest ? MathF.Min(dx1, dx2) : MathF.Max(dx1, dx2), dy = closest ? MathF.Min(dy1, dy2) : MathF.Max(dy1, dy2);
        var corner = gradient.Extent is RadialExtent.FarthestCorner or RadialExtent.ClosestCorner;
        if (gradient.Circle)
        {
            var radius = corner ? MathF.Sqrt((dx * dx) + (dy * dy)) : closest ? MathF.Min(dx, dy) : MathF.Max(dx, dy);
            return (radius, radius);
        }

        // The ellipse through the corner has the ratio of the one that reaches the sides.
        return corner ? (dx * MathF.Sqrt(2), dy * MathF.Sqrt(2)) : (dx, dy);
    }

    private static SKShader? Conic(ConicGradient gradient, float width, float height)
    {
        float x = gradient.Center.X.Resolve(width), y = gradient.Center.Y.Resolve(height);
        var resolved = GradientStops.Resolve(gradient, 1);
        var (stops, from, to) = Span(resolved, gradient.Repeating);
        if (to - from < 1e-5f) return SKShader.CreateColor(Last(stops));
        // Skia's sweep begins at the right; CSS's at the top.
        var rotation = SKMatrix.CreateRotationDegrees(gradient.From - 90, x, y);
        return SKShader.CreateSweepGradient(new SKPoint(x, y), Colors(stops), null, stops.Positions, Mode(gradient), from * 360, to * 360, rotation);
    }

    // Skia wants positions of 0 to 1: the part of the line from the first to the last stop; beyond them colours go on, or repeat.
    private static (ResolvedStops Stops, float From, float To) Span(ResolvedStops stops, bool repeating, bool clampAtZero = false)
    {
        float from = stops.Positions[0], to = stops.Positions[^1];
        if (!repeating && from >= 0 && to <= 1) return (stops, 0, 1);
        if (!repeating)
        {
            from = MathF.Min(from, 0);
            to = MathF.Max(to, 1);
        }

        if (clampAtZero && from < 0)
        {
            // A radius can't be negative: repeating gradients move up by whole periods.
            if (repeating && to > from)
            {
                var periods = MathF.Ceiling(-from / (to - from));
                var shift = periods * (to - from);
                return (Normalize(stops, from, to), from + shift, to + shift);
            }

            return (CutAtZero(stops, to), 0, to);
        }

        return (Normalize(stops, from, to), from, to);
    }

    private static ResolvedStops Normalize(ResolvedStops stops, float from, float to)
    {
        var length = to - from;
        return stops with { Positions = Array.ConvertAll(stops.Positions, p => length > 0 ? (p - from) / length : 0) };
    }

    private static ResolvedStops CutAtZero(ResolvedStops stops, float to)
    {
        var positions = new List<float> { 0 };
        var colors = new List<Vector4> { At(stops, 0) };
        for (var i = 0; i < stops.Positions.Length; i++)
        {
            if (stops.Positions[i] < 0) continue;
            positions.Add(to > 0 ? stops.Positions[i] / to : 0);
            colors.Add(stops.Colors[i]);
        }

        return new ResolvedStops([.. positions], [.. colors]);
    }

    private static Vector4 At(ResolvedStops stops, float position)
    {
        for (var i = 1; i < stops.Positions.Length; i++)
        {
            if (stops.Positions[i] < position) continue;
            var length = stops.Positions[i] - stops.Positions[i - 1];
            return Vector4.Lerp(stops.Colors[i - 1], stops.Colors[i], length > 0 ? (position - stops.Positions[i - 1]) / length : 1);
        }

        return stops.Colors[^1];
    }

    private static SKColorF[] Colors(ResolvedStops stops) => Array.ConvertAll(stops.Colors, c => new SKColorF(c.X, c.Y, c.Z, c.W));

    private static SKColor Last(ResolvedStops stops)
    {
        var c = stops.Colors[^1];
        return new SKColor((byte)(c.X * 255), (byte)(c.Y * 255), (byte)(c.Z * 255), (byte)(c.W * 255));
    }

    private static SKShaderTileMode Mode(Gradient gradient) => gradient.Repeating ? SKShaderTileMode.Repeat : SKShaderTileMode.Clamp;
}
