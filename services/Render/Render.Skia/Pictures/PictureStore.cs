using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using SkiaSharp;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Paint;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia;

/// <summary>Where a document's pictures' bytes are. Thread-safe.</summary>
public interface IPictureBytes
{
    /// <summary>The bytes behind an address as the document writes it; null when they are not there.</summary>
    ReadOnlyMemory<byte>? Find(string url);
}

/// <summary>Shows guests' surfaces; the pixels are the guest's own. Thread-safe while a frame is drawn.</summary>
public interface ISurfacePictures
{
    /// <summary>Draws a surface's newest picture into a rectangle; false when it has none.</summary>
    bool TryDraw(SKCanvas canvas, string surface, SKRect target, SKSamplingOptions sampling);
}

/// <summary>
/// A document's pictures, decoded when first drawn: bitmaps are kept as such, vector pictures are drawn anew at each size. A picture that can't be decoded
/// shows nothing and is logged once. Thread-safe.
/// </summary>
public sealed partial class PictureStore(IPictureBytes bytes, ISurfacePictures? surfaces, ILogger logger) : IPictureSource, IDisposable
{
    /// <summary>Pixels of a picture; larger ones are decoded smaller where the format can do that, or not at all.</summary>
    public const long MaxPixels = 64L << 20;

    /// <summary>Fonts of text in vector pictures; without any it is not drawn.</summary>
    public IFontSystem? Fonts { get; init; }

    private readonly ConcurrentDictionary<string, Lazy<Picture?>> _pictures = new(StringComparer.Ordinal);

    /// <summary>A decoded picture: one of both.</summary>
    private sealed record Picture(SKImage? Bitmap, SvgPicture? Vector) : IDisposable
    {
        public void Dispose()
        {
            Bitmap?.Dispose();
            Vector?.Dispose();
        }
    }

    /// <inheritdoc/>
    public bool TryDraw(SKCanvas canvas, ImageItem item, SKSamplingOptions sampling)
    {
        if (item.Kind == ImageSourceKind.Surface) return surfaces?.TryDraw(canvas, item.Key, item.Target.ToSkia(), sampling) ?? false;
        if (item.Kind == ImageSourceKind.Svg)
        {
            SvgPicture.DrawInline(canvas, item.Element, item.Target.ToSkia(), Fonts);
            return true;
        }

        switch (Find(item.Key))
        {
            case { Bitmap: { } bitmap }:
                canvas.DrawImage(bitmap, new SKRect(0, 0, bitmap.Width, bitmap.Height), item.Target.ToSkia(), sampling);
                return true;
            case { Vector: { } vector }:
                vector.Draw(canvas, item.Target.ToSkia());
                return true;
            default:
                return false;
        }
    }

    /// <inheritdoc/>
    public SKImage? Find(UrlImage image, float width, float height) => Find(image.Url) switch
    {
        { Bitmap: { } bitmap } => bitmap,
        { Vector: { } vector } => vector.ToBitmap(width, height),
        _ => null,
    };

    private Picture? Find(string url)
    {
        if (url.Length == 0) return null;
        return _pictures.GetOrAdd(url, static (key, store) => new Lazy<Picture?>(() => store.Decode(key)), this).Value;
    }

    private Picture? Decode(string url)
    {
        if (bytes.Find(url) is not { } data) return null;
        try
        {
            var span = data.Span;
            if (SvgPicture.LooksLikeSvg(span)) return new Picture(null, SvgPicture.Parse(System.Text.Encoding.UTF8.GetString(span), Fonts));
            return BitmapDecoder.Decode(span) is { } bitmap ? new Picture(bitmap, null) : Report(url, "it is of no known format, damaged, or too large");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Report(url, e.Message);
        }
    }

    private Picture? Report(string url, string reason)
    {
        LogBadPicture(logger, url.Length > 100 ? url[..100] : url, reason);
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "the picture {Url} is not shown: {Reason}")]
    private static partial void LogBadPicture(ILogger logger, string url, string reason);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var picture in _pictures.Values)
        {
            if (picture.IsValueCreated) picture.Value?.Dispose();
        }
    }
}
