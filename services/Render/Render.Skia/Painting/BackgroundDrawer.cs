using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Background layers and border images (css-backgrounds-3, 3 and 6).</summary>
internal sealed class BackgroundDrawer(IPictureSource pictures) : IDisposable
{
    private const int MaxTiles = 4096;
    private const float MostGradientPixels = 1 << 20, MostGradientSide = 8192; // of a picture that a border is made of
    private readonly SKPaint _paint = new() { IsAntialias = true };

    /// <summary>What an item keeps.</summary>
    private sealed record Prepared(SKRoundRect Clip, SKShader? Shader);

    internal void Draw(SKCanvas canvas, BackgroundItem item)
    {
        if (item.Image is UrlImage url)
        {
            if (pictures.Find(url, item.Tile.Width, item.Tile.Height) is { } picture) DrawPicture(canvas, item, picture);
            return;
        }

        var prepared = (Prepared)(item.Native ?? item.SetNative(Prepare(item)));
        if (prepared.Shader is not { } shader) return;
        _paint.BlendMode = item.Blend.ToSkia();
        _paint.Shader = shader;
        if (IsOneTile(item))
        {
            // The shader was made for the tile's place: one fill does it.
            if (item.Clip.IsRect && item.Tile.Contains(item.Clip.Rect)) canvas.DrawRect(item.Clip.Rect.ToSkia(), _paint);
            else if (item.Tile.Contains(item.Clip.Rect)) canvas.DrawRoundRect(prepared.Clip, _paint);
            else DrawTiles(canvas, item, prepared.Clip, (c, at) => c.DrawRect(at.ToSkia(), _paint), moves: false);
        }
        else
        {
            DrawTiles(canvas, item, prepared.Clip, (c, at) => c.DrawRect(new SKRect(0, 0, at.Width, at.Height), _paint), moves: true);
        }

        _paint.Shader = null;
        _paint.BlendMode = SKBlendMode.SrcOver;
    }

    private static bool IsOneTile(BackgroundItem item) =>
        (item.RepeatX == BackgroundRepeat.NoRepeat || (item.Clip.Rect.X >= item.Tile.X && item.Clip.Rect.Right <= item.Tile.Right))
        && (item.RepeatY == BackgroundRepeat.NoRepeat || (item.Clip.Rect.Y >= item.Tile.Y && item.Clip.Rect.Bottom <= item.Tile.Bottom));

    private static Prepared Prepare(BackgroundItem item)
    {
        var shader = item.Image is Gradient gradient ? GradientShaders.Of(gradient, item.Tile.Width, item.Tile.Height) : null;
        if (shader is not null && IsOneTile(item))
        {
            var moved = shader.WithLocalMatrix(SKMatrix.CreateTranslation(item.Tile.X, item.Tile.Y));
            shader.Dispose();
            shader = moved;
        }

        return new Prepared(item.Clip.ToSkia(), shader);
    }

    private void DrawPicture(SKCanvas canvas, BackgroundItem item, SKImage picture)
    {
        using var clip = item.Clip.ToSkia();
        _paint.BlendMode = item.Blend.ToSkia();
        var source = new SKRect(0, 0, picture.Width, picture.Height);
        var sampling = item.Rendering.ToSampling();
        DrawTiles(canvas, item, clip, (c, at) => c.DrawImage(picture, source, at.ToSkia(), sampling, _paint), moves: false);
        _paint.BlendMode = SKBlendMode.SrcOver;
    }

    private static void DrawTiles(SKCanvas canvas, BackgroundItem item, SKRoundRect clip, Action<SKCanvas, RectF> draw, bool moves)
    {
        canvas.Save();
        if (item.Clip.IsRect) canvas.ClipRect(item.Clip.Rect.ToSkia());
        else canvas.ClipRoundRect(clip, SKClipOperation.Intersect, antialias: true);
        float stepX = item.Tile.Width + item.Spacing.Width.ToFloat(), stepY = item.Tile.Height + item.Spacing.Height.ToFloat();
        var visible = item.Clip.Rect;
        if (canvas.GetLocalClipBounds(out var bounds)) visible = visible.Intersect(new RectF(bounds.Left, bounds.Top, bounds.Width, bounds.Height));
        var (firstX, lastX) = Range(item.RepeatX, item.Tile.X, item.Tile.Width, stepX, visible.X, visible.Right);
        var (firstY, lastY) = Range(item.RepeatY, item.Tile.Y, item.Tile.Height, stepY, visible.Y, visible.Bottom);
        double columns = (double)lastX - firstX + 1, rows = (double)lastY - firstY + 1;
        var areCountless = firstX == int.MaxValue || firstY == int.MaxValue;
        if (!areCountless && columns * rows <= MaxTiles && columns > 0 && rows > 0)
        {
            for (var y = firstY; y <= lastY; y++)
            {
                for (var x = firstX; x <= lastX; x++)
                {
                    var at = new RectF(item.Tile.X + (x * stepX), item.Tile.Y + (y * stepY), item.Tile.Width, item.Tile.Height);
                    if (!moves)
                    {
                        draw(canvas, at);
                        continue;
                    }

                    canvas.Save();
                    canvas.Translate(at.X, at.Y);
                    draw(canvas, at);
                    canvas.Restore();
                }
            }
        }
        else if (areCountless || (columns > 0 && rows > 0))
        {
            // Of tiles that are alone in their row or column only what is seen is recorded, for they may be endless.
            float x = firstX == lastX ? item.Tile.X + (firstX * stepX) : item.Tile.X, y = firstY == lastY ? item.Tile.Y + (firstY * stepY) : item.Tile.Y;
            var (left, right) = firstX == lastX ? (visible.X - x, visible.Right - x) : (0, stepX);
            var (top, bottom) = firstY == lastY ? (visible.Y - y, visible.Bottom - y) : (0, stepY);
            DrawAsPattern(canvas, item, new SKPoint(x, y), new SKRect(left, top, right, bottom), draw, moves);
        }

        canvas.Restore();
    }

    // Numbers of the tiles that are seen; MaxValue for the first where they can't be counted.
    private static (int First, int Last) Range(BackgroundRepeat repeat, float start, float size, float step, float from, float to)
    {
        const float far = 1e6f;
        if (repeat == BackgroundRepeat.NoRepeat || !(step > 0)) return (0, 0);
        float first = MathF.Floor((from - start - size) / step) + 1, last = MathF.Ceiling((to - start) / step) - 1;
        if (!(last - first < far)) return (int.MaxValue, int.MaxValue - 1);
        return MathF.Abs(first) < 1e9f && MathF.Abs(last) < 1e9f ? ((int)first, (int)last) : (int.MaxValue, int.MaxValue - 1);
    }

    // Many tiny tiles: one is recorded and repeated by a shader.
    private static void DrawAsPattern(SKCanvas canvas, BackgroundItem item, SKPoint origin, SKRect cell, Action<SKCanvas, RectF> draw, bool moves)
    {
        using var recorder = new SKPictureRecorder();
        var recording = recorder.BeginRecording(cell);
        if (!moves) recording.Translate(-item.Tile.X, -item.Tile.Y);
        draw(recording, moves ? item.Tile with { X = 0, Y = 0 } : item.Tile);
        using var picture = recorder.EndRecording();
        using var shader = SKShader.CreatePicture(picture, SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, SKMatrix.CreateTranslation(origin.X, origin.Y), cell);
        using var paint = new SKPaint { Shader = shader };
        var rect = item.Clip.Rect;
        if (item.RepeatX == BackgroundRepeat.NoRepeat) rect = rect with { X = item.Tile.X, Width = item.Tile.Width };
        if (item.RepeatY == BackgroundRepeat.NoRepeat) rect = rect with { Y = item.Tile.Y, Height = item.Tile.Height };
        canvas.DrawRect(rect.ToSkia(), paint);
    }

    internal void Draw(SKCanvas canvas, BorderImageItem item)
    {
        using var made = ImageOf(item, out var picture);
        if (picture is null) return;
        var slice = item.Image.Slice;
        // A gradient has the box's size; the picture of a large one is coarser.
        var isCoarse = made is not null && (picture.Width < item.Box.Width || picture.Height < item.Box.Height);
        var (w, h) = isCoarse ? (item.Box.Width, item.Box.Height) : (picture.Width, picture.Height);
        float scaleX = picture.Width / w, scaleY = picture.Height / h;
        float top = Part(slice.Top, h), right = Part(slice.Right, w), bottom = Part(slice.Bottom, h), left = Part(slice.Left, w);
        var outset = item.Image.Outset;
        var box = item.Box.Inset(-outset.Top, -outset.Right, -outset.Bottom, -outset.Left);
        var widths = Widths(item, box, (top, right, bottom, left));
        float[] sx = [0, left, MathF.Max(left, w - right), w], sy = [0, top, MathF.Max(top, h - bottom), h];
        float[] dx = [box.X, box.X + widths.Left, box.Right - widths.Right, box.Right], dy = [box.Y, box.Y + widths.Top, box.Bottom - widths.Bottom, box.Bottom];
        for (var row = 0; row < 3; row++)
        {
            for (var column = 0; column < 3; column++)
            {
                if (row == 1 && column == 1 && !item.Image.Fill) continue;
                var from = new SKRect(sx[column] * scaleX, sy[row] * scaleY, sx[column + 1] * scaleX, sy[row + 1] * scaleY);
                var to = new SKRect(dx[column], dy[row], dx[column + 1], dy[row + 1]);
                if (from.Width <= 0 || from.Height <= 0 || to.Width <= 0 || to.Height <= 0) continue;
                DrawSlice(canvas, picture, from, (sx[column + 1] - sx[column], sy[row + 1] - sy[row]), to, column == 1 ? item.Image.RepeatX : null, row == 1 ? item.Image.RepeatY : null);
            }
        }

        float Part(float value, float size) => MathF.Min(item.Image.SliceIsPercent ? value * size / 100 : value, size);
    }

    private void DrawSlice(SKCanvas canvas, SKImage picture, SKRect from, (float Width, float Height) natural, SKRect to, BackgroundRepeat? repeatX, BackgroundRepeat? repeatY)
    {
        var sampling = new SKSamplingOptions(SKFilterMode.Linear);
        // BackgroundRepeat.NoRepeat stands for `stretch`.
        if (repeatX is null or BackgroundRepeat.NoRepeat && repeatY is null or BackgroundRepeat.NoRepeat)
        {
            canvas.DrawImage(picture, from, to, sampling, _paint);
            return;
        }

        float width = repeatX is null or BackgroundRepeat.NoRepeat ? to.Width : natural.Width * (repeatY is null && natural.Height > 0 ? to.Height / natural.Height : 1);
        float height = repeatY is null or BackgroundRepeat.NoRepeat ? to.Height : natural.Height * (repeatX is null && natural.Width > 0 ? to.Width / natural.Width : 1);
        if (repeatX == BackgroundRepeat.Round) width = to.Width / MathF.Max(1, MathF.Round(to.Width / width));
        if (repeatY == BackgroundRepeat.Round) height = to.Height / MathF.Max(1, MathF.Round(to.Height / height));
        if (!(to.Width / width * (to.Height / height) <= MaxTiles)) (width, height) = (to.Width, to.Height);
        canvas.Save();
        canvas.ClipRect(to);
        // `repeat` is centred.
        var startX = repeatX == BackgroundRepeat.Repeat ? to.MidX - (width / 2) - (MathF.Ceiling((to.Width - width) / 2 / width) * width) : to.Left;
        var startY = repeatY == BackgroundRepeat.Repeat ? to.MidY - (height / 2) - (MathF.Ceiling((to.Height - height) / 2 / height) * height) : to.Top;
        // Counted, for far away a step may be less than what the coordinates tell apart.
        double rows = Math.Ceiling((to.Bottom - 0.01 - startY) / height), columns = Math.Ceiling((to.Right - 0.01 - startX) / width);
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                float x = startX + (column * width), y = startY + (row * height);
                canvas.DrawImage(picture, from, new SKRect(x, y, x + width, y + height), sampling, _paint);
            }
        }

        canvas.Restore();
    }

    private static Sides<float> Widths(BorderImageItem item, RectF box, (float Top, float Right, float Bottom, float Left) slice)
    {
        var (image, border) = (item.Image, item.BorderWidths);
        return new Sides<float>(
            Of(image.Width.Top, border.Top, slice.Top, box.Height), Of(image.Width.Right, border.Right, slice.Right, box.Width),
            Of(image.Width.Bottom, border.Bottom, slice.Bottom, box.Height), Of(image.Width.Left, border.Left, slice.Left, box.Width));

        float Of(SizeValue value, float width, float natural, float size) => value.Kind == SizeKind.Auto ? natural
            : image.WidthIsNumber && !value.Length.HasPercent ? value.Length.Px * width : value.Length.Resolve(size);
    }

    private SKImage? ImageOf(BorderImageItem item, out SKImage? picture)
    {
        if (item.Image.Source is UrlImage url)
        {
            picture = pictures.Find(url, item.Box.Width, item.Box.Height);
            return null;
        }

        picture = null;
        if (item.Image.Source is not Gradient gradient || item.Box.IsEmpty) return null;
        var scale = MathF.Min(1, MathF.Min(MathF.Sqrt(MostGradientPixels / item.Box.Width / item.Box.Height), MostGradientSide / MathF.Max(item.Box.Width, item.Box.Height)));
        int width = (int)MathF.Ceiling(item.Box.Width * scale), height = (int)MathF.Ceiling(item.Box.Height * scale);
        using var surface = SKSurface.Create(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul));
        if (surface is null) return null;
        using var shader = GradientShaders.Of(gradient, item.Box.Width, item.Box.Height);
        using var paint = new SKPaint { Shader = shader };
        if (scale < 1) surface.Canvas.Scale(width / item.Box.Width, height / item.Box.Height);
        surface.Canvas.DrawPaint(paint);
        return picture = surface.Snapshot();
    }

    /// <inheritdoc/>
    public void Dispose() => _paint.Dispose();
}
