using SkiaSharp;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Skia;

/// <summary>Finds decoded pictures while frames are drawn. Thread-safe; pictures stay alive as long as the source.</summary>
public interface IPictureSource
{
    /// <summary>Draws a replaced element's picture so that all of it fills the target; false when it is not there.</summary>
    bool TryDraw(SKCanvas canvas, ImageItem item, SKSamplingOptions sampling);

    /// <summary>A background's or border's picture as a bitmap of at least the given size in px (vector pictures are drawn at that size); null when it is not there.</summary>
    SKImage? Find(UrlImage image, float width, float height);
}

/// <summary>Has no pictures.</summary>
public sealed class NoPictures : IPictureSource
{
    /// <inheritdoc/>
    public bool TryDraw(SKCanvas canvas, ImageItem item, SKSamplingOptions sampling) => false;

    /// <inheritdoc/>
    public SKImage? Find(UrlImage image, float width, float height) => null;
}
