using SkiaSharp;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>The one place that touches Skia.</summary>
internal static class PngEncoder
{
    public static byte[] Encode(CapturedFrame frame)
    {
        var info = new SKImageInfo(frame.Width, frame.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        using var image = SKImage.FromPixelCopy(info, frame.Bgra, info.RowBytes);
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }
}
