using SkiaSharp;

namespace WasmEngine.Reftests;

/// <summary>Decoded pixels: BGRA, 4 bytes each, rows without gaps.</summary>
public sealed record Picture(int Width, int Height, byte[] Pixels)
{
    public const int BytesPerPixel = 4;

    /// <exception cref="InvalidDataException">There is no such file, or it is no picture.</exception>
    public static Picture Read(string file)
    {
        using var codec = SKCodec.Create(file) ?? throw new InvalidDataException($"{file} is missing or no picture");
        var info = new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Bgra8888, SKAlphaType.Premul);
        using var bitmap = new SKBitmap(info);
        if (codec.GetPixels(info, bitmap.GetPixels()) is var result and not SKCodecResult.Success) throw new InvalidDataException($"{file} can't be decoded: {result}");
        return new(info.Width, info.Height, bitmap.GetPixelSpan().ToArray());
    }

    /// <summary>The largest difference of a channel, 0 to 255.</summary>
    /// <param name="pixel">Index of the pixel, row by row.</param>
    public int Difference(Picture other, int pixel)
    {
        var largest = 0;
        for (var at = pixel * BytesPerPixel; at < (pixel + 1) * BytesPerPixel; at++) largest = Math.Max(largest, Math.Abs(Pixels[at] - other.Pixels[at]));
        return largest;
    }
}
