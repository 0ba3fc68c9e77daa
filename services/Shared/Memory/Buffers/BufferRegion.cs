using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>Bulk bytes in shared memory: a header page, then the payload. Users agree among themselves who writes where.</summary>
public sealed unsafe class BufferRegion : IDisposable
{
    /// <summary>Version of the layout.</summary>
    public const uint LayoutVersion = 1;

    /// <summary>Offset of the payload: a whole WebAssembly page, so that it can be a guest's window.</summary>
    public const long PayloadOffset = 65536;

    /// <summary>Largest payload in bytes.</summary>
    public const long MaxPayload = 4L << 30;

    private const int SizeOffset = 64;
    private readonly Region _region;

    private BufferRegion(Region region, long payload)
    {
        _region = region;
        PayloadSize = payload;
    }

    /// <summary>Name of the region.</summary>
    public RegionName Name => _region.Name;

    /// <summary>Bytes of the payload.</summary>
    public long PayloadSize { get; }

    /// <summary>Address of the payload; valid until this object is disposed.</summary>
    public nint PayloadAddress => (nint)(_region.Base + PayloadOffset);

    /// <summary>The open file, for mapping windows.</summary>
    public SharedFile File => _region.File;

    /// <summary>The payload, or its first 2 GiB.</summary>
    public Span<byte> Payload => new(_region.Base + PayloadOffset, (int)Math.Min(PayloadSize, int.MaxValue));

    /// <summary>
    /// Creates a zeroed buffer; the file is sparse. Whoever is to write it calls <see cref="Reserve"/> first: a page that is
    /// touched for the first time on a full file system ends the process with SIGBUS.
    /// </summary>
    /// <param name="directory">Where.</param>
    /// <param name="name">Its name.</param>
    /// <param name="payloadBytes">1 to 4 GiB.</param>
    /// <exception cref="RegionException">NameTaken or NoSpace.</exception>
    public static BufferRegion Create(RegionDirectory directory, RegionName name, long payloadBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(payloadBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadBytes, MaxPayload);
        var size = PayloadOffset + ((payloadBytes + PayloadOffset - 1) / PayloadOffset * PayloadOffset);
        var region = Region.Create(directory, name, RegionKind.Buffer, LayoutVersion, size, PayloadOffset, r => *(long*)(r.Base + SizeOffset) = payloadBytes);
        return new BufferRegion(region, payloadBytes);
    }

    /// <summary>Opens a buffer, read-only by page protection unless asked otherwise.</summary>
    /// <exception cref="RegionException">Missing, Corrupt, Truncated or WrongVersion.</exception>
    public static BufferRegion Open(RegionDirectory directory, RegionName name, PageAccess access = PageAccess.Read)
    {
        var region = Region.Open(directory, name, RegionKind.Buffer, LayoutVersion, access);
        var payload = *(long*)(region.Base + SizeOffset);
        if (payload >= 1 && payload <= region.Size - PayloadOffset) return new BufferRegion(region, payload);
        region.Dispose();
        throw new RegionException(RegionFault.Corrupt, $"buffer {name} claims a payload of {payload} bytes");
    }

    /// <summary>Sets memory for a part of the payload aside; what was written stays.</summary>
    /// <param name="offset">First byte within the payload.</param>
    /// <param name="length">Bytes.</param>
    /// <exception cref="RegionException">NoSpace.</exception>
    public void Reserve(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, PayloadSize - length);
        _region.Reserve(PayloadOffset + offset, length);
    }

    /// <summary>Sets memory for whole WebAssembly pages of the file aside, also for what lies behind the payload in the last one: for windows.</summary>
    /// <param name="fileOffset">First byte in the file, a multiple of 65536, at least <see cref="PayloadOffset"/>.</param>
    /// <param name="length">Bytes, a multiple of 65536.</param>
    /// <exception cref="RegionException">NoSpace.</exception>
    public void ReservePages(long fileOffset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fileOffset, PayloadOffset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fileOffset, _region.Size - length);
        _region.Reserve(fileOffset, length);
    }

    /// <summary>Tells this buffer apart from any other that had its name.</summary>
    public ulong Generation => _region.Generation;

    /// <summary>Unmaps the buffer; the region stays.</summary>
    public void Dispose() => _region.Dispose();
}
