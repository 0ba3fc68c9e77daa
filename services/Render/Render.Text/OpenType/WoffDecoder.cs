using System.IO.Compression;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>WOFF 1.0: each table deflated by itself.</summary>
internal static class WoffDecoder
{
    internal const uint Signature = 0x774F4646; // wOFF

    internal static byte[] Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new SfntReader(bytes.Span, "WOFF header") { Position = 4 };
        var flavor = reader.U32();
        reader.Skip(4);
        int count = reader.U16();
        reader.Position = 44;
        var tables = new List<(OpenTypeTag Tag, ReadOnlyMemory<byte> Bytes)>(count);
        long total = 0;
        for (var i = 0; i < count; i++)
        {
            var tag = new OpenTypeTag(reader.U32());
            int offset = reader.Count32(), packed = reader.Count32(), length = reader.Count32();
            reader.Skip(4);
            total += length;
            if (total > FontContainer.MaxSize) throw reader.Invalid($"promises more than {FontContainer.MaxSize} bytes");
            if (packed > length || offset > bytes.Length || packed > bytes.Length - offset) throw reader.Invalid($"places the table {tag} outside of the file");
            var table = bytes.Slice(offset, packed);
            tables.Add((tag, packed < length ? Inflate(table, length, tag) : table));
        }

        return SfntWriter.Write(flavor, tables);
    }

    private static byte[] Inflate(ReadOnlyMemory<byte> packed, int length, OpenTypeTag tag)
    {
        var bytes = new byte[length];
        try
        {
            using var stream = new ZLibStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            stream.ReadExactly(bytes);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InvalidFontException($"the font's table {tag} can't be inflated: {e.Message}", e);
        }

        return bytes;
    }
}
