using SkiaSharp;

namespace WasmEngine.Render.Skia;

/// <summary>Makes simple paths; the caller disposes of them.</summary>
internal static class Paths
{
    internal static SKPath Of(Action<SKPathBuilder> build, SKPathFillType fill = SKPathFillType.Winding)
    {
        using var builder = new SKPathBuilder { FillType = fill };
        build(builder);
        return builder.Detach();
    }

    internal static SKPath Polygon(SKPoint[] points, bool evenOdd = false) =>
        Of(b => b.AddPoly(points, true), evenOdd ? SKPathFillType.EvenOdd : SKPathFillType.Winding);

    internal static SKPath Round(SKRoundRect shape) => Of(b => b.AddRoundRect(shape, SKPathDirection.Clockwise, 0)); // from the top side's left end on

    internal static SKPath Line(float x1, float y1, float x2, float y2) => Of(b =>
    {
        b.MoveTo(x1, y1);
        b.LineTo(x2, y2);
    });
}
