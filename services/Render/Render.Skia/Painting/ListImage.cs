using System.Numerics;
using SkiaSharp;
using WasmEngine.Render.Paint;

namespace WasmEngine.Render.Skia;

/// <summary>Draws a whole display list once, into an image file: what tools want that show no frames.</summary>
public static class ListImage
{
    /// <summary>Bytes of pixels that one image may take.</summary>
    public const long MaxBytes = 1L << 30;

    /// <summary>The list as a PNG file's content.</summary>
    /// <param name="list">What is drawn.</param>
    /// <param name="view">The space of the view, which the list was painted in.</param>
    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="scale">Pixels a CSS px.</param>
    /// <param name="pictures">Finds images.</param>
    /// <exception cref="ArgumentException">The image would take more than <see cref="MaxBytes"/>, or there is no memory for it.</exception>
    public static byte[] ToPng(DisplayList list, TransformNode view, int width, int height, float scale, IPictureSource pictures)
    {
        if ((long)width * height * 4 > MaxBytes) throw new ArgumentException($"an image of {width}x{height} pixels takes more than {MaxBytes} bytes: ask for a smaller size or scale");
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul)))
            throw new ArgumentException($"there is no memory for an image of {width}x{height} pixels");
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(new SKColor(list.Background.Argb));
        using var player = new DisplayListPlayer(pictures);
        player.Draw(canvas, list, (0, list.Chunks.Count), new PropertyState(view, null, null), Matrix4x4.CreateScale(scale, scale, 1), new RectF(0, 0, width, height));
        canvas.Flush();
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100) ?? throw new ArgumentException("the image can't be written as PNG");
        return data.ToArray();
    }
}
