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
            GlyphShape.TriangleLeft => [new(r.Right, r.Y), new(r.Right, r.Bottom), new(r.X, r.Y + (r.Height / 2))],
            _ =>
            [
                At(0.15f, 0.5f), At(0.28f, 0.38f), At(0.42f, 0.52f), At(0.73f, 0.2f), At(0.86f, 0.33f), At(0.42f, 0.78f),
            ],
        };
        return Paths.Polygon(points);

        SKPoint At(float x, float y) => new(r.X + (x * r.Width), r.Y + (y * r.Height));
    }

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
