using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Basic shapes (css-shapes-1) as paths.</summary>
internal static class ClipPaths
{
    /// <summary>A path for a shape; the caller disposes of it.</summary>
    internal static SKPath Of(ClipShape clip)
    {
        var box = clip.Box;
        switch (clip.Shape)
        {
            case InsetShape inset:
                return Inset(inset, box);
            case EllipseShape ellipse:
                return Ellipse(ellipse, box);
            case PolygonShape polygon:
                return Polygon(polygon, box);
            case PathShape data:
                var path = SKPath.ParseSvgPathData(data.Data) ?? new SKPath();
                path.FillType = data.EvenOdd ? SKPathFillType.EvenOdd : SKPathFillType.Winding;
                path.Transform(SKMatrix.CreateTranslation(box.X, box.Y));
                return path;
            default:
                return Paths.Of(b => b.AddRect(box.ToSkia(), SKPathDirection.Clockwise));
        }
    }

    private static SKPath Inset(InsetShape inset, RectF box)
    {
        var by = inset.Insets;
        float top = by.Top.Resolve(box.Height), right = by.Right.Resolve(box.Width), bottom = by.Bottom.Resolve(box.Height), left = by.Left.Resolve(box.Width);
        var rect = new RectF(box.X + left, box.Y + top, MathF.Max(0, box.Width - left - right), MathF.Max(0, box.Height - top - bottom));
        using var shape = Rounded.Of(inset.Radii, rect).ToSkia();
        return Paths.Round(shape);
    }

    private static SKPath Ellipse(EllipseShape ellipse, RectF box)
    {
        float x = ellipse.Center.X.Resolve(box.Width), y = ellipse.Center.Y.Resolve(box.Height);
        float rx, ry;
        if (ellipse.Circle)
        {
            var diagonal = MathF.Sqrt(((box.Width * box.Width) + (box.Height * box.Height)) / 2);
            rx = ry = ellipse.ExtentX switch
            {
                RadialExtent.Explicit => ellipse.RadiusX.Resolve(diagonal),
                RadialExtent.FarthestSide => MathF.Max(MathF.Max(x, box.Width - x), MathF.Max(y, box.Height - y)),
                _ => MathF.Min(MathF.Min(MathF.Abs(x), MathF.Abs(box.Width - x)), MathF.Min(MathF.Abs(y), MathF.Abs(box.Height - y))),
            };
        }
        else
        {
            rx = Extent(ellipse.ExtentX, ellipse.RadiusX, x, box.Width);
            ry = Extent(ellipse.ExtentY, ellipse.RadiusY, y, box.Height);
        }

        var oval = new SKRect(box.X + x - rx, box.Y + y - ry, box.X + x + rx, box.Y + y + ry);
        return Paths.Of(b => b.AddOval(oval, SKPathDirection.Clockwise));
    }

    private static float Extent(RadialExtent extent, LengthPercentage radius, float center, float size) => extent switch
    {
        RadialExtent.Explicit => radius.Resolve(size),
        RadialExtent.FarthestSide => MathF.Max(MathF.Abs(center), MathF.Abs(size - center)),
        _ => MathF.Min(MathF.Abs(center), MathF.Abs(size - center)),
    };

    private static SKPath Polygon(PolygonShape polygon, RectF box)
    {
        var points = new SKPoint[polygon.Points.Count];
        for (var i = 0; i < points.Length; i++)
            points[i] = new SKPoint(box.X + polygon.Points[i].X.Resolve(box.Width), box.Y + polygon.Points[i].Y.Resolve(box.Height));
        return Paths.Polygon(points, polygon.EvenOdd);
    }
}
