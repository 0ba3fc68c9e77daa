using System.Buffers.Binary;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.OpenType;

namespace WasmEngine.Render.Text.Tests.OpenType;

/// <summary>Writes tables of fonts, number by number.</summary>
internal sealed class TableBuilder
{
    private readonly List<byte> _bytes = [];

    internal TableBuilder U16(params ReadOnlySpan<int> values)
    {
        foreach (var value in values) _bytes.AddRange([(byte)(value >> 8), (byte)value]);
        return this;
    }

    internal TableBuilder U32(params ReadOnlySpan<long> values)
    {
        foreach (var value in values) U16((int)(value >> 16), (int)value);
        return this;
    }

    internal TableBuilder Zeros(int count)
    {
        _bytes.AddRange(new byte[count]);
        return this;
    }

    internal TableBuilder Append(params ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal byte[] ToArray() => [.. _bytes];

    /// <summary>A table name with Windows' English names.</summary>
    internal static byte[] Names(params ReadOnlySpan<(int Id, string Name)> names)
    {
        TableBuilder table = new(), storage = new();
        table.U16(0, names.Length, 6 + (12 * names.Length));
        foreach (var (id, name) in names)
        {
            var bytes = System.Text.Encoding.BigEndianUnicode.GetBytes(name);
            table.U16(3, 1, 0x409, id, bytes.Length, storage._bytes.Count);
            storage.Append(bytes);
        }

        return table.Append(storage.ToArray()).ToArray();
    }

    /// <summary>A table OS/2 of version 4.</summary>
    internal static byte[] Os2(int weight, int width, int selection, int ascent = 0, int descent = 0)
    {
        var table = new byte[96];
        void Set(int at, int value) => BinaryPrimitives.WriteInt16BigEndian(table.AsSpan(at), (short)value);
        Set(0, 4);
        Set(4, weight);
        Set(6, width);
        Set(62, selection);
        Set(68, ascent);
        Set(70, descent);
        Set(86, 500);
        Set(88, 700);
        return table;
    }

    internal static byte[] Head(int unitsPerEm) => new TableBuilder().Zeros(18).U16(unitsPerEm).Zeros(16).U16(-10, -200, 1000, 900).Zeros(10).ToArray();

    internal static byte[] Hhea(int ascent, int descent, int gap) => new TableBuilder().Zeros(4).U16(ascent, descent, gap).Zeros(24).U16(1).ToArray();

    /// <summary>Gives tables by tag.</summary>
    internal static TableSource Source(params (string Tag, byte[] Bytes)[] tables) =>
        tag => tables.FirstOrDefault(t => new OpenTypeTag(t.Tag) == tag).Bytes ?? default(ReadOnlyMemory<byte>);
}
