using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;
using ShapedRun = WasmEngine.Render.Text.Shaping.ShapedRun;

namespace WasmEngine.Render.Skia;

/// <summary>Text with its shadows, and lines of decorations.</summary>
internal sealed class TextDrawer : IDisposable
{
    private const int MostDashes = 20_000; // that are to be seen; more of them look like a line
    private const int MostWaves = 20_000;
    private readonly SKPaint _paint = new() { IsAntialias = true };
    private readonly SKPaint _line = new() { IsAntialias = true };

    internal void Draw(SKCanvas canvas, TextItem item)
    {
        if (GlyphBlobs.Of(item.Run) is not { } blob) return;
        for (var i = item.Shadows.Count - 1; i >= 0; i--)
        {
            var shadow = item.Shadows[i];
            using var blur = shadow.Blur > 0 ? SKMaskFilter.CreateBlur(SKBlurStyle.Normal, ShadowDrawer.Deviation(shadow)) : null;
            _paint.Color = shadow.Color.ToSkia();
            _paint.MaskFilter = blur ?? TextContrast.For(_paint.Color, item.Run.Font);
            Draw(canvas, blob, item, shadow.X, shadow.Y);
            _paint.MaskFilter = null;
        }

        _paint.Color = item.Color.ToSkia();
        _paint.MaskFilter = TextContrast.For(_paint.Color, item.Run.Font);
        Draw(canvas, blob, item, 0, 0);
        _paint.MaskFilter = null;
    }

    private void Draw(SKCanvas canvas, SKTextBlob blob, TextItem item, float dx, float dy)
    {
        var (x, y) = (item.X + dx, item.Y + dy);
        if (!item.IsVertical)
        {
            canvas.DrawText(blob, x, y, _paint);
            return;
        }

        canvas.Save();
        canvas.RotateDegrees(90, x, y);
        canvas.DrawText(blob, x, y, _paint);
        canvas.Restore();
    }

    internal void Draw(SKCanvas canvas, DecorationItem item)
    {
        var r = item.Line;
        _line.Color = item.Color.ToSkia();
        var gaps = GapsOf(item);
        if (gaps.Length > 0)
        {
            canvas.Save();
            var seen = canvas.LocalClipBounds;
            foreach (var (from, to) in gaps)
            {
                if (to >= seen.Left && from <= seen.Right) canvas.ClipRect(new SKRect(from, item.Bounds.Y, to, item.Bounds.Bottom), SKClipOperation.Difference, antialias: true);
            }
        }

        DrawLine(canvas, item, r);
        if (gaps.Length > 0) canvas.Restore();
    }

    // Where glyphs cross the line it is left out, as wide around them as it is thick (css-text-decor-4, text-decoration-skip-ink).
    private static (float From, float To)[] GapsOf(DecorationItem item)
    {
        if (item.Over is not { } run) return [];
        return ((Gaps)(item.Native ?? item.SetNative(new Gaps(Find(item, run))))).All;
    }

    private sealed record Gaps((float From, float To)[] All);

    private static (float From, float To)[] Find(DecorationItem item, ShapedRun run)
    {
        const float most = 13;
        if (GlyphBlobs.Of(run) is not { } blob) return [];
        var r = item.Line;
        var crossings = blob.GetIntercepts(r.Y - item.Baseline, r.Bottom - item.Baseline, null);
        var gaps = new (float, float)[crossings.Length / 2];
        var around = MathF.Min(r.Height, most);
        for (var i = 0; i < gaps.Length; i++) gaps[i] = (r.X + crossings[2 * i] - around, r.X + crossings[(2 * i) + 1] + around);
        return gaps;
    }

    private void DrawLine(SKCanvas canvas, DecorationItem item, RectF r)
    {
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
        var on = dotted ? r.Height : r.Height * (r.Height >= 3 ? 2 : 3);
        var off = DashGap(r.Width, on, dotted ? r.Height : r.Height * (r.Height >= 3 ? 1 : 2));
        if (!(on + off > 0.1f)) return;
        var (start, count) = Seen(canvas, r, on + off);
        if (count > MostDashes)
        {
            canvas.DrawRect(r.ToSkia(), _line);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            var x = start + (i * (on + off));
            canvas.DrawRect(new SKRect(x, r.Y, MathF.Min(x + on, r.Right), r.Bottom), _line);
        }
    }

    // Lines may be endless: where the first of the repeated pieces that can be seen begins, and how many there are.
    private static (float Start, double Count) Seen(SKCanvas canvas, RectF line, float period)
    {
        var bounds = canvas.LocalClipBounds;
        var from = MathF.Max(line.X, bounds.Left - period);
        var start = line.X + (MathF.Floor((from - line.X) / period) * period);
        return (start, Math.Ceiling((MathF.Min(line.Right, bounds.Right) - (double)start) / period));
    }

    /// <summary>The gap, next to the wanted one, with which a line ends in a dash.</summary>
    internal static float DashGap(float length, float on, float off)
    {
        var fewer = MathF.Floor((length + off) / (on + off));
        if (fewer < 2) return off;
        var wide = (length - (fewer * on)) / (fewer - 1);
        var narrow = (length - ((fewer + 1) * on)) / fewer;
        return narrow <= 0 || MathF.Abs(wide - off) < MathF.Abs(narrow - off) ? wide : narrow;
    }

    private void Wave(SKCanvas canvas, RectF r)
    {
        // Blink's wave: a cubic of two bows, its control points on half pixels.
        var thick = MathF.Max(1, r.Height);
        var step = 1 + (2 * MathF.Round((2 * thick) + 0.5f, MidpointRounding.AwayFromZero));
        step = (step - 1) / 2 + 0.5f;
        var amplitude = 0.5f + MathF.Round((3 * thick) + 0.5f, MidpointRounding.AwayFromZero);
        var y = r.Y + (r.Height / 2) + r.Height + 1;
        var (start, count) = Seen(canvas, r, 2 * step);
        if (!(count <= MostWaves)) return;
        using var wave = Paths.Of(builder =>
        {
            builder.MoveTo(start, y);
            for (var i = 0; i < count; i++)
            {
                var x = start + (2 * i * step);
                builder.CubicTo(x + step, y + amplitude, x + step, y - amplitude, x + (2 * step), y);
            }
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
