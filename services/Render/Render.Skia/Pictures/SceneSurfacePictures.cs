using System.Collections.Concurrent;
using SkiaSharp;
using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia;

/// <summary>
/// Draws a scene's surfaces where its document has canvases for them, from the guest's own pixels. An image over each slot of a surface is
/// made once and kept. Thread-safe while a frame is drawn.
/// </summary>
public sealed class SceneSurfacePictures(ISceneSurfaces surfaces) : ISurfacePictures, IDisposable
{
    private const int MaxImages = 256;
    private readonly ConcurrentDictionary<(ulong Generation, nint Pixels, bool Opaque), Lazy<SKImage>> _images = new();

    /// <summary>Lets go of images that may be of surfaces that are gone. Not while a frame is drawn.</summary>
    public void Trim()
    {
        if (_images.Count >= MaxImages) Forget();
    }

    /// <inheritdoc/>
    public bool TryDraw(SKCanvas canvas, string surface, SKRect target, SKSamplingOptions sampling)
    {
        if (!surfaces.TryFind(surface, out var picture)) return false;
        // The address is part of the key: a surface that went and came back is mapped elsewhere, and its former pages are gone.
        var image = _images.GetOrAdd((picture.Generation, picture.Pixels, picture.Opaque), static (_, p) => new Lazy<SKImage>(() => Over(p)), picture).Value;
        // Smaller levels would be made of one picture and kept for all that follow it in the same pixels.
        canvas.DrawImage(image, new SKRect(0, 0, image.Width, image.Height), target, new SKSamplingOptions(sampling.Filter));
        return true;
    }

    private static SKImage Over(Picture picture)
    {
        var alpha = picture.Opaque ? SKAlphaType.Opaque : SKAlphaType.Premul;
        var info = new SKImageInfo(picture.Geometry.Width, picture.Geometry.Height, SKColorType.Bgra8888, alpha);
        using var pixmap = new SKPixmap(info, picture.Pixels, picture.Geometry.Stride);
        return SKImage.FromPixels(pixmap); // refers to the pixels, takes no copy
    }

    private void Forget()
    {
        foreach (var image in _images.Values) image.Value.Dispose();
        _images.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();
}
