using System.Buffers.Binary;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>
/// Reads big-endian numbers of foreign bytes: whatever lies outside of them ends in an <see cref="InvalidFontException"/> that
/// names the table.
/// </summary>
internal ref struct SfntReader(ReadOnlySpan<byte> bytes, string name)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly string _name = name;

    /// <summary>Where it reads next.</summary>
    internal int Position { get; set; }

    internal readonly int Length => _bytes.Length;

    internal readonly bool IsAtEnd => Position >= _bytes.Length;

    internal byte U8() => Take(1)[0];

    internal ushort U16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2));

    internal short I16() => BinaryPrimitives.ReadInt16BigEndian(Take(2));

    internal uint U32() => BinaryPrimitives.ReadUInt32BigEndian(Take(4));

    /// <summary>A number of bytes or items that has to fit into memory.</summary>
    internal int Count32()
    {
        var value = U32();
        if (value > int.MaxValue) throw Invalid($"holds a number ({value}) that is too large");
        return (int)value;
    }

    internal ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || Position < 0 || count > _bytes.Length - Position) throw Invalid($"ends too early: {count} bytes are missing at {Position} of {_bytes.Length}");
        var taken = _bytes.Slice(Position, count);
        Position += count;
        return taken;
    }

    internal void Skip(int count) => Take(count);

    /// <summary>A reader of a part.</summary>
    internal readonly SfntReader At(int position)
    {
        if (position < 0 || position > _bytes.Length) throw Invalid($"points outside of itself ({position} of {_bytes.Length})");
        return new SfntReader(_bytes, _name) { Position = position };
    }

    internal readonly InvalidFontException Invalid(string what) => new($"the font's {_name} {what}");
}
