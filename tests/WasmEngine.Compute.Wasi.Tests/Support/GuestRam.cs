using System.Buffers.Binary;
using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi.Tests.Support;

/// <summary>A guest's memory, with a part that can't be written and one that can't be touched, as windows have them.</summary>
internal sealed class GuestRam : IGuestMemory
{
    /// <summary>Bytes of the memory.</summary>
    public const uint Size = 16 << 20;

    /// <summary>64 KiB that can only be read.</summary>
    public const uint ReadOnly = 0x20000;

    /// <summary>64 KiB that can't be touched.</summary>
    public const uint Gone = 0x30000;

    private const uint Part = 0x10000;
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>((int)Size);
    private uint _next = 0x100000;

    /// <summary>All of it, for tests that look at what was written.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>Forgets what was placed.</summary>
    public void Reset() => _next = 0x100000;

    /// <summary>Addresses of so many bytes.</summary>
    public uint Take(long length)
    {
        var address = _next;
        _next += (uint)((length + 15) & ~15);
        return _next <= Size ? address : throw new InvalidOperationException("the test places too much");
    }

    /// <summary>Places bytes.</summary>
    public uint Place(ReadOnlySpan<byte> bytes)
    {
        var address = Take(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan((int)address));
        return address;
    }

    /// <summary>Places a text; its bytes and their count.</summary>
    public (uint Address, uint Length) Place(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return (Place(bytes), (uint)bytes.Length);
    }

    /// <summary>Places a list of buffers as fd_read and fd_write take it.</summary>
    public uint Vectors(params ReadOnlySpan<(uint Address, uint Length)> vectors)
    {
        var address = Take(vectors.Length * 8);
        for (var i = 0; i < vectors.Length; i++)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan((int)address + (i * 8)), vectors[i].Address);
            BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan((int)address + (i * 8) + 4), vectors[i].Length);
        }

        return address;
    }

    public uint U32(uint address) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan((int)address));

    public ulong U64(uint address) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan((int)address));

    public ushort U16(uint address) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan((int)address));

    public byte[] Copy(uint address, uint length) => _bytes.AsSpan((int)address, (int)length).ToArray();

    public bool TryRead(uint address, long length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (!IsWithin(address, length) || Touches(address, length, Gone)) return false;
        bytes = _bytes.AsSpan((int)address, (int)length);
        return true;
    }

    public bool TryWrite(uint address, long length, out Span<byte> bytes)
    {
        bytes = default;
        if (!IsWithin(address, length) || Touches(address, length, Gone) || Touches(address, length, ReadOnly)) return false;
        bytes = _bytes.AsSpan((int)address, (int)length);
        return true;
    }

    private static bool IsWithin(uint address, long length) => length >= 0 && address + length <= Size;

    private static bool Touches(uint address, long length, uint part) => length > 0 && address < part + Part && address + length > part;

    public bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, out uint address) => throw new NotSupportedException();

    public void UnmapWindow(uint address, long length) => throw new NotSupportedException();

    public bool TryMapPrivate(long length, out uint address) => throw new NotSupportedException();
}
