using System.Runtime.InteropServices;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>What a mapping lets its holder do, enforced by the processor.</summary>
public enum PageAccess
{
    /// <summary>Any access faults.</summary>
    None = 0,

    /// <summary>Loads.</summary>
    Read = LibC.ProtRead,

    /// <summary>Loads and stores.</summary>
    ReadWrite = LibC.ProtRead | LibC.ProtWrite,
}

/// <summary>
/// A shared mapping of a file, unmapped on dispose. Addresses taken from it must not be used afterwards;
/// whoever hands them out keeps this object alive.
/// </summary>
public sealed class MappedFile : SafeHandle
{
    /// <summary>Size of a page in bytes.</summary>
    public static readonly int PageSize = Environment.SystemPageSize;

    private MappedFile(nint address, long length)
        : base(-1, ownsHandle: true)
    {
        SetHandle(address);
        Length = length;
    }

    /// <summary>Mapped bytes.</summary>
    public long Length { get; }

    /// <summary>Address of the first byte.</summary>
    public nint Address => handle;

    /// <inheritdoc/>
    public override bool IsInvalid => handle is -1 or 0;

    /// <summary>Maps the first <paramref name="length"/> bytes of a file, shared with all its other users.</summary>
    /// <exception cref="IOException">The file is shorter, or the system refuses.</exception>
    public static MappedFile Map(SharedFile file, long length, PageAccess access)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        // A mapping past the end would turn a later load into SIGBUS.
        if (file.Length < length) throw new IOException($"{file.Path} holds {file.Length} bytes, {length} are needed: it is truncated");
        var address = LibC.Map(0, (nuint)length, (int)access, LibC.MapShared, file.Handle, 0);
        return address == -1 ? throw LibC.Failure("mapping", file.Path) : new MappedFile(address, length);
    }

    /// <summary>Changes the access of whole pages.</summary>
    public void Protect(long offset, long length, PageAccess access)
    {
        CheckPages(offset, length);
        if (LibC.Protect(handle + (nint)offset, (nuint)length, (int)access) != 0) throw LibC.Failure("protecting", $"pages at {offset}");
    }

    private void CheckPages(long offset, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (offset > Length - length || offset % PageSize != 0) throw new ArgumentOutOfRangeException(nameof(offset), offset, "not whole pages of the mapping");
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => LibC.Unmap(handle, (nuint)Length) == 0;
}
