using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Text with its shadows, and lines of decorations.</summary>
internal sealed class TextDrawer : IDisposable
{
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly SKPaint _line = new() { IsAntialias = true };

    internal void Draw(SKCanvas canvas, TextItem item)
    {
        if (GlyphBlobs.Of(item.Run) is not { } blob) return;
        for (var i = item.Shadows.Count - 1; i >= 0; i--)
        {
            var shadow = item.Shadows[i];
            using var blur = shadow.Blur > 0 ? SKMaskFilter.CreateBlur(SKBlurStyle.Normal, shadow.Blur / 2) : null;
            _paint.Color = shadow.Color.ToSkia();
            _paint.MaskFilter = blur ?? TextContrast.For(_paint.Color, item.Run.Font);
            canvas.DrawText(blob, item.X + shadow.X, item.Y + shadow.Y, _paint);
            _paint.MaskFilter = null;
        }

        _paint.Color = item.Color.ToSkia();
        _paint.MaskFilter = TextContrast.For(_paint.Color, item.Run.Font);
        canvas.DrawText(blob, item.X, item.Y, _paint);
        _paint.MaskFilter = null;
    }

    internal void Draw(SKCanvas canvas, DecorationItem item)
    {
        var r = item.Line;
        _line.Color = item.Color.ToSkia();
        switch (item.Style)
        {
            case TextDecorationStyle.Double:
                canvas.DrawRect(r.ToSkia(), _line);
                canvas.DrawRect(r.Offset(0, r.Height + MathF.Max(1, r.Height)).ToSkia(), _line);
                return;
            case TextDecorationStyle.Dotted or TextDecorationStyle.Dashed:
                Stroke(canvas, r, item.Style == TextDecorationStyle.Dotted);
                return;
            case TextDecorationStyle.Wavy:
                Wave(canvas, r);
                return;
            default:
                canvas.DrawRect(r.ToSkia(), _line);
                return;
        }
    }

    private void Stroke(SKCanvas canvas, RectF r, bool dotted)
    {
        float on = dotted ? r.Height : r.Height * 3, off = dotted ? r.Height : r.Height * 2;
        for (var x = r.X; x < r.Right; x += on + off)
            canvas.DrawRect(new SKRect(x, r.Y, MathF.Min(x + on, r.Right), r.Bottom), _line);
    }

    private void Wave(SKCanvas canvas, RectF r)
    {
        // A cubic wave as Blink draws: control points 3 thicknesses up and down.
        var step = MathF.Max(2, 2 * r.Height);
        var amplitude = MathF.Max(2, r.Height * 1.5f);
        var y = r.Y + r.Height;
        using var wave = Paths.Of(builder =>
        {
            builder.MoveTo(r.X, y);
            for (var x = r.X; x < r.Right; x += 2 * step) builder.CubicTo(x + step, y + amplitude, x + step, y - amplitude, x + (2 * step), y);
        });
        canvas.Save();
        canvas.ClipRect(new SKRect(r.X, y - (2 * amplitude), r.Right, y + (2 * amplitude)));
        _line.Style = SKPaintStyle.Stroke;
        _line.StrokeWidth = r.Height;
        canvas.DrawPath(wave, _line);
        _line.Style = SKPaintStyle.Fill;
        canvas.Restore();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _paint.Dispose();
        _line.Dispose();
    }
}
