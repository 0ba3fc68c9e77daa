using System.Numerics;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Radii of corners, resolved.</summary>
internal static class Rounded
{
    internal static RoundedRect Of(Corners corners, RectF rect)
    {
        var radii = new CornerRadii(Part(corners.TopLeft), Part(corners.TopRight), Part(corners.BottomRight), Part(corners.BottomLeft));
        return new RoundedRect(rect, radii); // Skia makes radii smaller that do not fit

        Vector2 Part(Radius radius) => new(radius.X.Resolve(rect.Width), radius.Y.Resolve(rect.Height));
    }
}
