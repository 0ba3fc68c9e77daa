using SkiaSharp;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>Whole frames as pictures: for files, thumbnails and tests. A view's frames go into shared memory instead.</summary>
public static class FramePicture
{
    /// <summary>Draws a prepared frame, all of it; the caller disposes of the bitmap.</summary>
    /// <param name="frame">Prepared and not yet shown; counts as shown afterwards.</param>
    /// <param name="compositor">Draws tiles and puts them together.</param>
    public static SKBitmap Draw(Compositor frame, SkiaCompositor compositor)
    {
        var size = frame.Damage.Frame;
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Premul));
        bitmap.Erase(SKColors.White);
        compositor.DrawTiles(frame);
        Compose(frame, compositor, bitmap, [size]);
        frame.Shown();
        return bitmap;
    }

    /// <summary>Puts parts of a frame, whose tiles are drawn, on a bitmap that holds the frame before.</summary>
    public static void Compose(Compositor frame, SkiaCompositor compositor, SKBitmap bitmap, ReadOnlySpan<TileRect> parts)
    {
        var surfaces = new SKSurface[compositor.Workers];
        var canvases = new SKCanvas[compositor.Workers];
        try
        {
            for (var i = 0; i < surfaces.Length; i++)
            {
                surfaces[i] = SKSurface.Create(bitmap.Info, bitmap.GetPixels(), bitmap.RowBytes);
                canvases[i] = surfaces[i].Canvas;
            }

            compositor.Compose(frame, canvases, parts);
        }
        finally
        {
            foreach (var surface in surfaces) surface?.Dispose();
        }
    }
}
