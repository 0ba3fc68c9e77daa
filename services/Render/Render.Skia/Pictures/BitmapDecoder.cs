using SkiaSharp;

namespace WasmEngine.Render.Skia;

/// <summary>PNG, JPEG, WebP, GIF (first frame) and what else Skia knows, turned upright as EXIF says.</summary>
internal static class BitmapDecoder
{
    /// <summary>Decodes; null when the bytes are not an image or it is too large.</summary>
    internal static SKImage? Decode(ReadOnlySpan<byte> bytes)
    {
        using var data = SKData.CreateCopy(bytes);
        using var codec = SKCodec.Create(data);
        if (codec is null) return null;
        var size = SizeFor(codec);
        if (size.Width <= 0 || size.Height <= 0 || (long)size.Width * size.Height > PictureStore.MaxPixels) return null;
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        using var bitmap = new SKBitmap();
        if (!bitmap.TryAllocPixels(info)) return null;
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result is not (SKCodecResult.Success or SKCodecResult.IncompleteInput)) return null;
        using var upright = Upright(bitmap, codec.EncodedOrigin);
        (upright ?? bitmap).SetImmutable();
        return SKImage.FromBitmap(upright ?? bitmap);
    }

    private static SKSizeI SizeFor(SKCodec codec)
    {
        var size = codec.Info.Size;
        for (var scale = 2; (long)size.Width * size.Height > PictureStore.MaxPixels && scale <= 8; scale *= 2)
            size = codec.GetScaledDimensions(1f / scale);
        return size;
    }

    private static SKBitmap? Upright(SKBitmap bitmap, SKEncodedOrigin origin)
    {
        if (origin == SKEncodedOrigin.TopLeft) return null;
        int w = bitmap.Width, h = bitmap.Height;
        var swaps = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        var result = new SKBitmap(new SKImageInfo(swaps ? h : w, swaps ? w : h, bitmap.ColorType, bitmap.AlphaType));
        using var canvas = new SKCanvas(result);
        var matrix = origin switch
        {
            SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, w, 0, 1, 0, 0, 0, 1),
            SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, w, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, h, 0, 0, 1),
            SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightTop => new SKMatrix(0, -1, h, 1, 0, 0, 0, 0, 1),
            SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, h, -1, 0, w, 0, 0, 1),
            _ => new SKMatrix(0, 1, 0, -1, 0, w, 0, 0, 1),
        };
        canvas.SetMatrix(matrix);
        canvas.DrawBitmap(bitmap, 0, 0, new SKSamplingOptions(SKFilterMode.Nearest));
        return result;
    }
}
