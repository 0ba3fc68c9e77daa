using System.Runtime.InteropServices;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// A reserved range of addresses whose pages are committed, protected or replaced by shared file pages one part at a time:
/// the ground under a guest's linear memory. Thread-safe in that the kernel serialises the calls; callers order them.
/// </summary>
public sealed class AddressSpace : SafeHandle
{
    private AddressSpace(nint address, long length)
        : base(-1, ownsHandle: true)
    {
        SetHandle(address);
        Length = length;
    }

    /// <summary>Reserved bytes.</summary>
    public long Length { get; }

    /// <summary>First address.</summary>
    public nint Address => handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle is -1 or 0;

    /// <summary>Reserves inaccessible addresses; no memory is charged.</summary>
    public static AddressSpace Reserve(long length)
    {
        var address = LibC.Map(0, (nuint)length, LibC.ProtNone, LibC.MapPrivate | LibC.MapAnonymous | LibC.MapNoReserve, -1, 0);
        return address == -1 ? throw LibC.Failure("reserving addresses", $"{length} bytes") : new AddressSpace(address, length);
    }

    /// <summary>Changes the access of pages; first access of anonymous pages finds zeros.</summary>
    public void Protect(long offset, long length, PageAccess access)
    {
        if (length == 0) return;
        CheckRange(offset, length);
        if (LibC.Protect(handle + (nint)offset, (nuint)length, (int)access) != 0) throw LibC.Failure("protecting", $"{length} bytes at {offset}");
    }

    /// <summary>Puts pages of a file in place of the range's own.</summary>
    public void MapOver(long offset, SharedFile file, long fileOffset, long length, PageAccess access)
    {
        CheckRange(offset, length);
        if (fileOffset < 0 || fileOffset > file.Length - length) throw new IOException($"{file.Path} does not hold bytes {fileOffset} to {fileOffset + length}");
        var mapped = LibC.Map(handle + (nint)offset, (nuint)length, (int)access, LibC.MapShared | LibC.MapFixed, file.Handle, fileOffset);
        if (mapped == -1) throw LibC.Failure("mapping a window", file.Path);
    }

    /// <summary>Puts fresh zero pages in place of whatever the range holds.</summary>
    public void MapAnonymous(long offset, long length, PageAccess access)
    {
        CheckRange(offset, length);
        const int flags = LibC.MapPrivate | LibC.MapAnonymous | LibC.MapNoReserve | LibC.MapFixed;
        if (LibC.Map(handle + (nint)offset, (nuint)length, (int)access, flags, -1, 0) == -1) throw LibC.Failure("unmapping a window", $"{length} bytes at {offset}");
    }

    /// <summary>Frees the memory of anonymous private pages, which stay as accessible as they are and are zeros when touched again.</summary>
    public void Discard(long offset, long length)
    {
        if (length == 0) return;
        CheckRange(offset, length);
        if (LibC.Advise(handle + (nint)offset, (nuint)length, LibC.MadvDontNeed) != 0) throw LibC.Failure("discarding", $"{length} bytes at {offset}");
    }

    private void CheckRange(long offset, long length)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this); // the addresses may be somebody else's by now
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length - length);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.Unmap(handle, (nuint)Length) == 0;
}
