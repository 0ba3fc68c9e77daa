using System.Buffers.Binary;
using System.Text;

namespace WasmEngine.Compute.Modules.Tests.Symbols;

/// <summary>Writes modules byte by byte, also such as no tool would write.</summary>
internal sealed class HandMadeModule
{
    private readonly List<byte> _bytes = [0, 0x61, 0x73, 0x6D, 1, 0, 0, 0];

    internal byte[] Bytes => [.. _bytes];

    /// <summary>Offset of the code section's contents.</summary>
    internal int CodeStart { get; private set; }

    internal HandMadeModule Section(byte id, params byte[] contents)
    {
        _bytes.Add(id);
        _bytes.AddRange(Leb((ulong)contents.Length));
        _bytes.AddRange(contents);
        return this;
    }

    internal HandMadeModule Custom(string name, params byte[] contents) => Section(0, [.. Text(name), .. contents]);

    /// <summary>A code section of bodies that return at once, each of so many bytes.</summary>
    internal HandMadeModule Code(int bodies, int size = 3)
    {
        byte[] body = [.. Leb((ulong)size), 0, .. Enumerable.Repeat((byte)1, size - 2), 0x0B];
        byte[] contents = [.. Leb((ulong)bodies), .. Enumerable.Repeat(body, bodies).SelectMany(b => b)];
        Section(10, contents);
        CodeStart = _bytes.Count - contents.Length;
        return this;
    }

    internal static byte[] Text(string text) => [.. Leb((ulong)Encoding.UTF8.GetByteCount(text)), .. Encoding.UTF8.GetBytes(text)];

    internal static byte[] Leb(ulong value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)((value & 0x7F) | (value > 0x7F ? 0x80u : 0)));
            value >>= 7;
        }
        while (value > 0);
        return [.. bytes];
    }

    internal static byte[] Word(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }

    /// <summary>A unit: its length, then its contents.</summary>
    internal static byte[] Unit(params byte[] contents) => [.. Word((uint)contents.Length), .. contents];
}
