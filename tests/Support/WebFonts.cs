using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.IO.Compression;

namespace WasmEngine.TestSupport;

/// <summary>Packs fonts as web fonts.</summary>
internal static class WebFonts
{
    /// <summary>WOFF 1.0: the same tables, each deflated.</summary>
    internal static byte[] Woff(byte[] font)
    {
        int count = BinaryPrimitives.ReadUInt16BigEndian(font.AsSpan(4));
        using var body = new MemoryStream();
        var header = new byte[44 + (20 * count)];
        "wOFF"u8.CopyTo(header);
        font.AsSpan(0, 4).CopyTo(header.AsSpan(4));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(12), (ushort)count);
        for (var i = 0; i < count; i++)
        {
            var record = font.AsSpan(12 + (16 * i), 16);
            int offset = BinaryPrimitives.ReadInt32BigEndian(record[8..]), length = BinaryPrimitives.ReadInt32BigEndian(record[12..]);
            var packed = Deflate(font.AsSpan(offset, length));
            if (packed.Length >= length) packed = font.AsSpan(offset, length).ToArray();
            var entry = header.AsSpan(44 + (20 * i));
            record[..4].CopyTo(entry);
            BinaryPrimitives.WriteInt32BigEndian(entry[4..], header.Length + (int)body.Position);
            BinaryPrimitives.WriteInt32BigEndian(entry[8..], packed.Length);
            BinaryPrimitives.WriteInt32BigEndian(entry[12..], length);
            body.Write(packed);
        }

        return [.. header, .. body.ToArray()];
    }

    /// <summary>WOFF 2.0 as the reference encoder makes it, with transformed glyphs; null where the encoder is missing.</summary>
    internal static byte[]? Woff2(byte[] font)
    {
        var directory = Directory.CreateTempSubdirectory("woff2");
        try
        {
            var path = Path.Combine(directory.FullName, "font.ttf");
            File.WriteAllBytes(path, font);
            using var process = Process.Start(new ProcessStartInfo("woff2_compress", [path]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException($"woff2_compress ended with {process.ExitCode}: {process.StandardError.ReadToEnd()}");
            return File.ReadAllBytes(Path.Combine(directory.FullName, "font.woff2"));
        }
        catch (Win32Exception)
        {
            return null;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static byte[] Deflate(ReadOnlySpan<byte> bytes)
    {
        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Fastest)) stream.Write(bytes);
        return packed.ToArray();
    }
}
