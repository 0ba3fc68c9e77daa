using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace WasmEngine.Compute.Modules.Binary;

/// <summary>
/// Reads the values of the binary format (WebAssembly specification, "Binary format", sections "Values" and "Types"). Positions are
/// offsets in the whole module; nothing is read at or behind the end.
/// </summary>
internal ref struct WasmReader
{
    private readonly ReadOnlySpan<byte> _bytes;

    /// <param name="module">The module from its first byte to the end of what may be read.</param>
    /// <param name="position">First byte to read.</param>
    internal WasmReader(ReadOnlySpan<byte> module, int position)
    {
        _bytes = module;
        Position = position;
    }

    /// <summary>Offset of the next byte.</summary>
    internal int Position { readonly get; private set; }

    /// <summary>Offset behind the last byte.</summary>
    internal readonly int End => _bytes.Length;

    /// <summary>The module up to what may be read.</summary>
    internal readonly ReadOnlySpan<byte> Bytes => _bytes;

    internal readonly bool AtEnd => Position == _bytes.Length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte ReadByte()
    {
        var position = Position;
        if ((uint)position >= (uint)_bytes.Length) ThrowEnd();
        Position = position + 1;
        return _bytes[position];
    }

    internal readonly byte PeekByte()
    {
        if ((uint)Position >= (uint)_bytes.Length) ThrowEnd();
        return _bytes[Position];
    }

    internal void Skip(uint count)
    {
        if (count > (uint)(_bytes.Length - Position)) ThrowEnd();
        Position += (int)count;
    }

    /// <summary>LEB128, 32 bits unsigned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal uint ReadU32()
    {
        var position = Position;
        if ((uint)position < (uint)_bytes.Length && _bytes[position] < 0x80)
        {
            Position = position + 1;
            return _bytes[position];
        }

        return (uint)ReadUnsigned(32);
    }

    /// <summary>LEB128, 64 bits unsigned.</summary>
    internal ulong ReadU64() => ReadUnsigned(64);

    private ulong ReadUnsigned(int bits)
    {
        var start = Position;
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = ReadByte();
            // The last byte that fits may hold the remaining bits only, and none may follow it.
            if (bits - shift < 7 && next >> (bits - shift) != 0) throw new ModuleFormatException($"a number does not fit {bits} bits", start);
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    /// <summary>LEB128, signed.</summary>
    /// <param name="bits">32, 33 or 64.</param>
    internal long ReadSigned(int bits)
    {
        var start = Position;
        var value = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = ReadByte();
            if (bits - shift < 7)
            {
                // What is above the sign bit repeats it.
                var top = (sbyte)(next << 1) >> (bits - shift);
                if (next >= 0x80 || top is not (0 or -1)) throw new ModuleFormatException($"a number does not fit {bits} bits", start);
            }

            value |= (long)(next & 0x7F) << shift;
            if (next >= 0x80) continue;
            var used = shift + 7;
            return used >= 64 ? value : value << (64 - used) >> (64 - used);
        }
    }

    /// <summary>Skips a LEB128 of at most that many bytes, whatever its value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SkipLeb(int mostBytes)
    {
        var position = Position;
        if ((uint)position < (uint)_bytes.Length && _bytes[position] < 0x80) Position = position + 1;
        else SkipLongLeb(mostBytes);
    }

    private void SkipLongLeb(int mostBytes)
    {
        var start = Position;
        for (var i = 0; i < mostBytes; i++)
        {
            if (ReadByte() < 0x80) return;
        }

        throw new ModuleFormatException($"a number has more than {mostBytes} bytes", start);
    }

    /// <summary>A count of items, of which each takes at least that many bytes.</summary>
    internal int ReadCount(string what, int limit, int leastBytes = 1)
    {
        var start = Position;
        var count = ReadU32();
        if (count > (uint)limit) throw new ModuleFormatException($"{count} {what}, the limit is {limit}", start);
        if ((long)count * leastBytes > _bytes.Length - Position) throw new ModuleFormatException($"{count} {what} do not fit the section", start);
        return (int)count;
    }

    /// <summary>The bytes of a name; whether they are UTF-8 is left to the validator.</summary>
    internal ReadOnlySpan<byte> ReadName(int limit)
    {
        var start = Position;
        var length = ReadU32();
        if (length > (uint)limit) throw new ModuleFormatException($"a name of {length} bytes, the limit is {limit}", start);
        var at = Position;
        Skip(length);
        return _bytes[at..Position];
    }

    [DoesNotReturn]
    private readonly void ThrowEnd() => throw new ModuleFormatException("ends in the middle", _bytes.Length);
}
