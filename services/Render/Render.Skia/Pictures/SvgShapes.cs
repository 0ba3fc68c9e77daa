using SkiaSharp;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Skia;

/// <summary>Basic shapes and paths (SVG 2, 9 and 10).</summary>
internal static class SvgShapes
{
    /// <summary>A shape's path, which the caller disposes of; null for other elements and shapes without extent.</summary>
    internal static SKPath? PathOf(Element element, SKSize size, SvgDeclarations declarations)
    {
        float N(string name, float basis, float fallback = 0) => SvgNumbers.Length(declarations.Get(element, name), basis, fallback);
        var diagonal = MathF.Sqrt(((size.Width * size.Width) + (size.Height * size.Height)) / 2);
        switch (element.Tag)
        {
            case "path":
                return element.Attribute("d") is { Length: > 0 } data ? SKPath.ParseSvgPathData(data) : null;
            case "rect":
                return Rect(SKRect.Create(N("x", size.Width), N("y", size.Height), N("width", size.Width), N("height", size.Height)), N("rx", size.Width, -1), N("ry", size.Height, -1));
            case "circle":
                var r = N("r", diagonal);
                return r <= 0 ? null : Oval(N("cx", size.Width), N("cy", size.Height), r, r);
            case "ellipse":
                float rx = N("rx", size.Width), ry = N("ry", size.Height);
                return rx <= 0 || ry <= 0 ? null : Oval(N("cx", size.Width), N("cy", size.Height), rx, ry);
            case "line":
                return Paths.Line(N("x1", size.Width), N("y1", size.Height), N("x2", size.Width), N("y2", size.Height));
            case "polyline" or "polygon":
                var numbers = SvgNumbers.List(element.Attribute("points") ?? "");
                var points = new SKPoint[numbers.Count / 2];
                for (var i = 0; i < points.Length; i++) points[i] = new SKPoint(numbers[2 * i], numbers[(2 * i) + 1]);
                return points.Length < 2 ? null : Paths.Of(b => b.AddPoly(points, element.Tag == "polygon"));
            default:
                return null;
        }
    }

    private static SKPath? Rect(SKRect rect, float rx, float ry)
    {
        if (rect.Width <= 0 || rect.Height <= 0) return null;
        if (rx < 0) rx = ry;
        if (ry < 0) ry = rx;
        if (rx <= 0 || ry <= 0) return Paths.Of(b => b.AddRect(rect, SKPathDirection.Clockwise));
        return Paths.Of(b => b.AddRoundRect(rect, MathF.Min(rx, rect.Width / 2), MathF.Min(ry, rect.Height / 2), SKPathDirection.Clockwise));
    }

    private static SKPath Oval(float x, float y, float rx, float ry) => Paths.Of(b => b.AddOval(new SKRect(x - rx, y - ry, x + rx, y + ry), SKPathDirection.Clockwise));
}
