namespace WasmEngine.Compute.Modules.Binary;

/// <summary>Bytes that grow, written in the encodings of the binary format.</summary>
internal sealed class WasmWriter(int capacity)
{
    private byte[] _bytes = GC.AllocateUninitializedArray<byte>(Math.Max(capacity, 16));

    internal int Length { get; private set; }

    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    internal WasmWriter Byte(byte value)
    {
        Reserve(1)[0] = value;
        Length++;
        return this;
    }

    internal WasmWriter Bytes(params ReadOnlySpan<byte> values)
    {
        values.CopyTo(Reserve(values.Length));
        Length += values.Length;
        return this;
    }

    /// <summary>LEB128, 32 bits unsigned.</summary>
    internal WasmWriter U32(uint value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        return Byte((byte)value);
    }

    /// <summary>LEB128, 64 bits signed; good for 32 bits, too.</summary>
    internal WasmWriter Signed(long value)
    {
        while (value is < -64 or > 63)
        {
            Byte((byte)(value | 0x80));
            value >>= 7;
        }

        return Byte((byte)(value & 0x7F));
    }

    internal WasmWriter Name(ReadOnlySpan<byte> utf8) => U32((uint)utf8.Length).Bytes(utf8);

    /// <summary>Writes a LEB128 over five bytes that were reserved at an offset.</summary>
    internal void PatchU32(int offset, uint value)
    {
        for (var i = 0; i < 4; i++, value >>= 7) _bytes[offset + i] = (byte)(value | 0x80);
        _bytes[offset + 4] = (byte)value;
    }

    internal void Clear() => Length = 0;

    internal byte[] ToArray() => Written.ToArray();

    /// <summary>Bytes of a LEB128.</summary>
    internal static int SizeOfU32(uint value) => value switch { < 1 << 7 => 1, < 1 << 14 => 2, < 1 << 21 => 3, < 1 << 28 => 4, _ => 5 };

    private Span<byte> Reserve(int count)
    {
        if (count > _bytes.Length - Length) Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max((long)_bytes.Length * 2, (long)Length + count)));
        return _bytes.AsSpan(Length);
    }
}
