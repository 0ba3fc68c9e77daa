using System.Buffers.Binary;

namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>
/// Reads foreign bytes forward and never throws: what does not fit marks the cursor as failed, and a failed cursor is at its
/// end and reads zeros. Callers loop until <see cref="AtEnd"/> and look at <see cref="Failed"/> where it matters.
/// </summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes, int position = 0)
{
    private const int LongestLeb = 10;
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Offset of the next byte in the span.</summary>
    internal int Position { get; private set; } = Math.Clamp(position, 0, bytes.Length);

    /// <summary>Something did not fit.</summary>
    internal bool Failed { get; private set; } = position < 0 || position > bytes.Length;

    internal readonly bool AtEnd => Position >= _bytes.Length;

    private readonly int Left => _bytes.Length - Position;

    internal byte Byte()
    {
        if (!Need(1)) return 0;
        return _bytes[Position++];
    }

    /// <summary>A little-endian unsigned number of 1, 2, 3, 4 or 8 bytes.</summary>
    internal ulong Unsigned(int size)
    {
        if (!Need(size)) return 0;
        var at = _bytes.Slice(Position, size);
        Position += size;
        return size switch
        {
            1 => at[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(at),
            3 => (uint)(at[0] | (at[1] << 8) | (at[2] << 16)),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(at),
            8 => BinaryPrimitives.ReadUInt64LittleEndian(at),
            _ => 0,
        };
    }

    internal uint UInt32() => (uint)Unsigned(4);

    internal ushort UInt16() => (ushort)Unsigned(2);

    /// <summary>An unsigned LEB128 of at most 64 bits; padding is allowed, as linkers write it.</summary>
    internal ulong Leb()
    {
        ulong value = 0;
        for (var i = 0; i < LongestLeb; i++)
        {
            var next = Byte();
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80) return value;
        }

        Fail();
        return 0;
    }

    /// <summary>A LEB128 that has to fit into 32 bits, as every index and size of a module.</summary>
    internal uint Leb32()
    {
        var value = Leb();
        if (value <= uint.MaxValue) return (uint)value;
        Fail();
        return 0;
    }

    /// <summary>A signed LEB128 of at most 64 bits.</summary>
    internal long SignedLeb()
    {
        ulong value = 0;
        for (var i = 0; i < LongestLeb; i++)
        {
            var next = Byte();
            var shift = 7 * i;
            value |= (ulong)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            if ((next & 0x40) != 0 && shift + 7 < 64) value |= ulong.MaxValue << (shift + 7);
            return (long)value;
        }

        Fail();
        return 0;
    }

    internal ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)Left)
        {
            Fail();
            return default;
        }

        var taken = _bytes.Slice(Position, (int)count);
        Position += (int)count;
        return taken;
    }

    internal void Skip(ulong count) => Take(count);

    /// <summary>A cursor over the same bytes at another place.</summary>
    internal readonly ByteCursor At(int position) => new(_bytes, position);

    /// <summary>Bytes up to a zero byte, which is passed over.</summary>
    internal ReadOnlySpan<byte> ZeroTerminated()
    {
        var length = _bytes[Position..].IndexOf((byte)0);
        if (length < 0)
        {
            Fail();
            return default;
        }

        var taken = _bytes.Slice(Position, length);
        Position += length + 1;
        return taken;
    }

    internal void Fail()
    {
        Failed = true;
        Position = _bytes.Length;
    }

    private bool Need(int count)
    {
        if (count <= Left) return true;
        Fail();
        return false;
    }
}
