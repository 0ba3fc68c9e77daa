using SkiaSharp;

namespace WasmEngine.Render.Skia;

/// <summary>A tile's pixels: drawn through the surface, put on frames as the image, the same memory.</summary>
internal sealed class TileBitmap : IDisposable
{
    private readonly SKBitmap _pixels;

    internal TileBitmap(int width, int height)
    {
        _pixels = new SKBitmap(new SKImageInfo(width, height, SKColorType.Bgra8888, SKAlphaType.Premul));
        Surface = SKSurface.Create(_pixels.Info, _pixels.GetPixels(), _pixels.RowBytes);
        using var pixmap = _pixels.PeekPixels();
        Image = SKImage.FromPixels(pixmap); // refers to the pixels, takes no copy
    }

    internal SKSurface Surface { get; }

    internal SKImage Image { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Image.Dispose();
        Surface.Dispose();
        _pixels.Dispose();
    }
}
