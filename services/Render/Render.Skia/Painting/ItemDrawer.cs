using SkiaSharp;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>Draws single items. One thread; keeps its paints.</summary>
internal sealed class ItemDrawer(IPictureSource pictures) : IDisposable
{
    private readonly SKPaint _fill = new() { IsAntialias = true };
    private readonly BorderDrawer _borders = new();
    private readonly BackgroundDrawer _backgrounds = new(pictures);
    private readonly TextDrawer _text = new();
    private readonly ShadowDrawer _shadows = new();

    internal void Draw(SKCanvas canvas, DisplayItem item)
    {
        switch (item)
        {
            case FillItem fill:
                Fill(canvas, fill);
                break;
            case TextItem text:
                _text.Draw(canvas, text);
                break;
            case TextClippedItem clipped:
                Draw(canvas, clipped);
                break;
            case DecorationItem line:
                _text.Draw(canvas, line);
                break;
            case BorderItem border:
                _borders.Draw(canvas, border);
                break;
            case ShadowItem shadow:
                _shadows.Draw(canvas, shadow);
                break;
            case BackgroundItem background:
                _backgrounds.Draw(canvas, background);
                break;
            case BorderImageItem image:
                _backgrounds.Draw(canvas, image);
                break;
            case ImageItem image:
                Draw(canvas, image);
                break;
            case ShapeItem shape:
                Draw(canvas, shape);
                break;
            default:
                throw new NotSupportedException($"nothing draws a {item.GetType().Name}");
        }
    }

    private void Draw(SKCanvas canvas, TextClippedItem item)
    {
        using var keep = new SKPaint { BlendMode = SKBlendMode.DstIn };
        canvas.SaveLayer(item.Bounds.ToSkia(), null);
        foreach (var fill in item.Fills) Draw(canvas, fill);
        canvas.SaveLayer(item.Bounds.ToSkia(), keep);
        foreach (var text in item.Texts) _text.Draw(canvas, text);
        canvas.Restore();
        canvas.Restore();
    }

    private void Fill(SKCanvas canvas, FillItem fill)
    {
        _fill.Color = fill.Color.ToSkia();
        if (fill.Shape.IsRect)
        {
            canvas.DrawRect(fill.Shape.Rect.ToSkia(), _fill);
            return;
        }

        canvas.DrawRoundRect((SKRoundRect)(fill.Native ?? fill.SetNative(fill.Shape.ToSkia())), _fill);
    }

    private void Draw(SKCanvas canvas, ImageItem item)
    {
        canvas.Save();
        if (item.Clip.IsRect)
        {
            canvas.ClipRect(item.Clip.Rect.ToSkia());
        }
        else
        {
            canvas.ClipRoundRect((SKRoundRect)(item.Native ?? item.SetNative(item.Clip.ToSkia())), SKClipOperation.Intersect, antialias: true);
        }

        pictures.TryDraw(canvas, item, item.Rendering.ToSampling());
        canvas.Restore();
    }

    private void Draw(SKCanvas canvas, ShapeItem item)
    {
        _fill.Color = item.Color.ToSkia();
        var r = item.Rect;
        switch (item.Shape)
        {
            case GlyphShape.Disc:
                canvas.DrawOval(r.ToSkia(), _fill);
                return;
            case GlyphShape.Circle:
                _fill.Style = SKPaintStyle.Stroke;
                _fill.StrokeWidth = 1;
                canvas.DrawOval(r.Inflate(-0.5f).ToSkia(), _fill);
                _fill.Style = SKPaintStyle.Fill;
                return;
            case GlyphShape.Square:
                canvas.DrawRect(r.ToSkia(), _fill);
                return;
            case GlyphShape.Dash:
                canvas.DrawRect(new SKRect(r.X, r.Y + (r.Height * 0.4f), r.Right, r.Y + (r.Height * 0.6f)), _fill);
                return;
            case GlyphShape.Check:
                Stroke(canvas, 0.16f * r.Height, At(r, 0.2f, 0.5f), At(r, 0.4f, 0.7f), At(r, 0.8f, 0.2f));
                return;
            case GlyphShape.Chevron:
                Stroke(canvas, 2, At(r, 0, 0), At(r, 0.5f, 1), At(r, 1, 0));
                return;
            default:
                using (var path = PathOf(item.Shape, r)) canvas.DrawPath(path, _fill);
                return;
        }
    }

    private static SKPath PathOf(GlyphShape shape, RectF r)
    {
        SKPoint[] points = shape switch
        {
            GlyphShape.TriangleDown => [new(r.X, r.Y), new(r.Right, r.Y), new(r.X + (r.Width / 2), r.Bottom)],
            GlyphShape.TriangleUp => [new(r.X, r.Bottom), new(r.Right, r.Bottom), new(r.X + (r.Width / 2), r.Y)],
            GlyphShape.TriangleRight => [new(r.X, r.Y), new(r.Right, r.Y + (r.Height / 2)), new(r.X, r.Bottom)],
            _ => [new(r.Right, r.Y), new(r.Right, r.Bottom), new(r.X, r.Y + (r.Height / 2))],
        };
        return Paths.Polygon(points);
    }

    private void Stroke(SKCanvas canvas, float width, SKPoint from, SKPoint over, SKPoint to)
    {
        using var path = Paths.Of(builder =>
        {
            builder.MoveTo(from);
            builder.LineTo(over);
            builder.LineTo(to);
        });
        (_fill.Style, _fill.StrokeWidth) = (SKPaintStyle.Stroke, width);
        canvas.DrawPath(path, _fill);
        _fill.Style = SKPaintStyle.Fill;
    }

    private static SKPoint At(RectF r, float x, float y) => new(r.X + (x * r.Width), r.Y + (y * r.Height));

    /// <inheritdoc/>
    public void Dispose()
    {
        _fill.Dispose();
        _borders.Dispose();
        _backgrounds.Dispose();
        _text.Dispose();
        _shadows.Dispose();
    }
}
