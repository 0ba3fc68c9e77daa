using System.Buffers.Binary;
using WasmEngine.Render.Layout;

namespace WasmEngine.Render.Pages;

/// <summary>
/// Natural sizes out of the first bytes of images, so that layout need not wait for a decoder. Any bytes are safe: what is no image has no size.
/// </summary>
public static class ImageHeader
{
    /// <summary>Pixels that an image may have; larger ones count as broken.</summary>
    public const long MostPixels = 64L << 20;

    /// <summary>An image's natural size in CSS px; null when it is none that is known here.</summary>
    public static NaturalSize? SizeOf(ReadOnlySpan<byte> bytes)
    {
        if (Bitmap(bytes) is var (width, height))
            return width > 0 && height > 0 && (long)width * height <= MostPixels ? NaturalSize.Of(width, height) : null;
        return SvgHeader.SizeOf(bytes);
    }

    private static (int Width, int Height)? Bitmap(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Png)) return PngSize(bytes);
        if (bytes.StartsWith("GIF8"u8)) return bytes.Length < 10 ? (0, 0) : (BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]));
        if (bytes.Length > 2 && bytes[0] == 0xFF && bytes[1] == 0xD8) return Jpeg(bytes);
        if (bytes.StartsWith("RIFF"u8) && bytes.Length > 15 && bytes[8..12].SequenceEqual("WEBP"u8)) return WebP(bytes);
        if (bytes.StartsWith("BM"u8)) return bytes.Length < 26 ? (0, 0) : (BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]), Magnitude(BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])));
        return null;
    }

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G'];

    private static int Magnitude(int value) => value == int.MinValue ? 0 : Math.Abs(value);

    private static (int, int) PngSize(ReadOnlySpan<byte> bytes) =>
        bytes.Length < 24 ? (0, 0) : (BinaryPrimitives.ReadInt32BigEndian(bytes[16..]), BinaryPrimitives.ReadInt32BigEndian(bytes[20..]));

    /// <summary>Looks for the frame header (ITU-T T.81, B.2.2); one turned by a quarter (EXIF orientation) has its sides swapped.</summary>
    private static (int, int) Jpeg(ReadOnlySpan<byte> bytes)
    {
        var turned = false;
        var at = 2;
        while (at + 9 < bytes.Length)
        {
            if (bytes[at] != 0xFF)
            {
                at++;
                continue;
            }

            var marker = bytes[at + 1];
            if (marker is 0xFF or 0 or 1 or (>= 0xD0 and <= 0xD9))
            {
                at += marker == 0xFF ? 1 : 2;
                continue;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 2)..]);
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                int height = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]), width = BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 7)..]);
                return turned ? (height, width) : (width, height);
            }

            if (marker == 0xE1 && at + 2 + length <= bytes.Length && length > 2) turned |= IsTurned(bytes.Slice(at + 4, length - 2));
            at += 2 + Math.Max((ushort)2, length);
        }

        return (0, 0);
    }

    /// <summary>Whether an EXIF segment's first directory has an orientation from 5 to 8.</summary>
    private static bool IsTurned(ReadOnlySpan<byte> exif)
    {
        if (!exif.StartsWith("Exif\0\0"u8) || exif.Length < 14) return false;
        var tiff = exif[6..];
        var little = tiff[0] == 'I';
        var directory = Long(tiff[4..], little);
        if (directory < 8 || directory + 2 > tiff.Length) return false;
        var count = Short(tiff[(int)directory..], little);
        for (var i = 0; i < count; i++)
        {
            var at = directory + 2 + (i * 12L);
            if (at + 12 > tiff.Length) return false;
            var entry = tiff.Slice((int)at, 12);
            if (Short(entry, little) == 0x0112) return Short(entry[8..], little) is >= 5 and <= 8;
        }

        return false;

        static ushort Short(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt16LittleEndian(b) : BinaryPrimitives.ReadUInt16BigEndian(b);

        static long Long(ReadOnlySpan<byte> b, bool little) => little ? BinaryPrimitives.ReadUInt32LittleEndian(b) : BinaryPrimitives.ReadUInt32BigEndian(b);
    }

    private static (int, int) WebP(ReadOnlySpan<byte> bytes)
    {
        var chunk = bytes[12..16];
        if (chunk.SequenceEqual("VP8X"u8) && bytes.Length >= 30) return (1 + Three(bytes[24..]), 1 + Three(bytes[27..]));
        if (chunk.SequenceEqual("VP8L"u8) && bytes.Length >= 25 && bytes[20] == 0x2F)
        {
            var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
            return (1 + (int)(bits & 0x3FFF), 1 + (int)((bits >> 14) & 0x3FFF));
        }

        if (chunk.SequenceEqual("VP8 "u8) && bytes.Length >= 30)
            return (BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF, BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF);
        return (0, 0);
    }

    private static int Three(ReadOnlySpan<byte> b) => b[0] | (b[1] << 8) | (b[2] << 16);
}
