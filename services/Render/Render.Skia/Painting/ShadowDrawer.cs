using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Box shadows (css-backgrounds-3, 7.1).</summary>
internal sealed class ShadowDrawer : IDisposable
{
    private readonly SKPaint _paint = new() { IsAntialias = true };

    /// <summary>What an item keeps: shapes and the blur.</summary>
    private sealed record Prepared(SKRoundRect Box, SKRoundRect Shape, SKMaskFilter? Blur);

    internal void Draw(SKCanvas canvas, ShadowItem item)
    {
        var prepared = (Prepared)(item.Native ?? item.SetNative(Prepare(item)));
        _paint.Color = item.Shadow.Color.ToSkia();
        _paint.MaskFilter = prepared.Blur;
        canvas.Save();
        if (item.Shadow.Inset)
        {
            canvas.ClipRoundRect(prepared.Box, SKClipOperation.Intersect, antialias: true);
            using var around = new SKRoundRect(item.Box.Rect.Inflate(MathF.Abs(item.Shadow.X) + MathF.Abs(item.Shadow.Y) + MathF.Abs(item.Shadow.Spread) + (2 * item.Shadow.Blur) + 8).ToSkia());
            canvas.DrawRoundRectDifference(around, prepared.Shape, _paint);
        }
        else
        {
            // A rectangle is cheap to leave out, and that the shadow goes on below the background's edge is what browsers draw.
            if (item.IsCovered) canvas.ClipRect(Core(item.Box).ToSkia(), SKClipOperation.Difference);
            else canvas.ClipRoundRect(prepared.Box, SKClipOperation.Difference, antialias: true);
            if (item.Box.IsRect && item.Shadow.Spread <= 0) canvas.DrawRect(prepared.Shape.Rect, _paint);
            else canvas.DrawRoundRect(prepared.Shape, _paint);
        }

        canvas.Restore();
        _paint.MaskFilter = null;
    }

    // Skia blurs no farther than this; it leaves out what lies off the canvas by more.
    internal static float Deviation(Shadow shadow) => MathF.Min(shadow.Blur / 2, 1000);

    // Lies within whatever the corners.
    private static RectF Core(RoundedRect box)
    {
        const float cut = 0.3f; // 1 - sqrt(1/2) of a radius
        var r = box.Radii;
        var x = 1 + (cut * MathF.Max(MathF.Max(r.TopLeft.X, r.TopRight.X), MathF.Max(r.BottomLeft.X, r.BottomRight.X)));
        var y = 1 + (cut * MathF.Max(MathF.Max(r.TopLeft.Y, r.TopRight.Y), MathF.Max(r.BottomLeft.Y, r.BottomRight.Y)));
        return box.Rect.Inset(y, x, y, x);
    }

    private static Prepared Prepare(ShadowItem item)
    {
        var shadow = item.Shadow;
        var spread = shadow.Inset ? -shadow.Spread : shadow.Spread;
        var shape = Spread(item.Box, spread);
        shape = shape with { Rect = shape.Rect.Offset(shadow.X, shadow.Y) };
        var blur = shadow.Blur > 0 ? SKMaskFilter.CreateBlur(SKBlurStyle.Normal, Deviation(shadow)) : null;
        return new Prepared(item.Box.ToSkia(), shape.ToSkia(), blur);
    }

    private static RoundedRect Spread(RoundedRect box, float by)
    {
        var rect = box.Rect.Inflate(by);
        if (rect.Width < 0 || rect.Height < 0) rect = new RectF(box.Rect.X + (box.Rect.Width / 2), box.Rect.Y + (box.Rect.Height / 2), 0, 0);
        return new RoundedRect(rect, box.Radii.Grow(by, by, by, by));
    }

    /// <inheritdoc/>
    public void Dispose() => _paint.Dispose();
}
