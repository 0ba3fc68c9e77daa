using System.Buffers.Binary;
using System.Numerics;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>Puts tables together to a font file. Checksums are left 0: nobody who reads the result looks at them.</summary>
internal static class SfntWriter
{
    private const int HeaderSize = 12, RecordSize = 16;

    internal static byte[] Write(uint flavor, IReadOnlyList<(OpenTypeTag Tag, ReadOnlyMemory<byte> Bytes)> tables)
    {
        var sorted = tables.OrderBy(t => t.Tag.Value).ToArray();
        long size = HeaderSize + (RecordSize * sorted.Length) + sorted.Sum(t => (long)Align(t.Bytes.Length));
        if (size > FontContainer.MaxSize) throw new InvalidFontException($"the font has {size} bytes when unpacked; {FontContainer.MaxSize} are possible");
        var font = new byte[size];
        BinaryPrimitives.WriteUInt32BigEndian(font, flavor);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(4), (ushort)sorted.Length);
        var power = BitOperations.Log2((uint)Math.Max(sorted.Length, 1));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(6), (ushort)(16 << power));
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(8), (ushort)power);
        BinaryPrimitives.WriteUInt16BigEndian(font.AsSpan(10), (ushort)((16 * sorted.Length) - (16 << power)));
        var at = HeaderSize + (RecordSize * sorted.Length);
        for (var i = 0; i < sorted.Length; i++)
        {
            var record = font.AsSpan(HeaderSize + (RecordSize * i));
            BinaryPrimitives.WriteUInt32BigEndian(record, sorted[i].Tag.Value);
            BinaryPrimitives.WriteUInt32BigEndian(record[8..], (uint)at);
            BinaryPrimitives.WriteUInt32BigEndian(record[12..], (uint)sorted[i].Bytes.Length);
            sorted[i].Bytes.Span.CopyTo(font.AsSpan(at));
            at += Align(sorted[i].Bytes.Length);
        }

        return font;
    }

    internal static int Align(int length) => (length + 3) & ~3;
}
