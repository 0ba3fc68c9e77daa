using System.Buffers.Binary;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>Writes big-endian bytes, as many as a font may have.</summary>
internal sealed class GlyphWriter(int capacity)
{
    private byte[] _bytes = new byte[Math.Max(capacity, 16)];

    internal int Length { get; private set; }

    internal void U8(int value) => Grow(1)[0] = (byte)value;

    internal void U16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Grow(2), value);

    internal void I16(int value) => BinaryPrimitives.WriteInt16BigEndian(Grow(2), (short)value);

    internal void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Grow(4), value);

    internal void Write(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    internal void Align()
    {
        while ((Length & 3) != 0) U8(0);
    }

    internal byte[] ToArray() => _bytes[..Length];

    private Span<byte> Grow(int count)
    {
        if (count > FontContainer.MaxSize - Length) throw new InvalidFontException($"the font has more than {FontContainer.MaxSize} bytes when unpacked");
        if (Length + count > _bytes.Length) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        Length += count;
        return _bytes.AsSpan(Length - count, count);
    }
}
