using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// An open file meant for mapping, with byte-range locks that the kernel releases when the holder dies.
/// Not thread-safe; the mappings made from it outlive it.
/// </summary>
public sealed class SharedFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private SharedFile(SafeFileHandle handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    /// <summary>The path that it was opened by.</summary>
    public string Path { get; }

    /// <summary>Its size in bytes now.</summary>
    public long Length => RandomAccess.GetLength(_handle);

    internal SafeFileHandle Handle => _handle;

    /// <summary>Creates a file of <paramref name="length"/> zero bytes (sparse), mode 0600.</summary>
    /// <exception cref="IOException">It exists already, or the system refuses.</exception>
    public static SharedFile Create(string path, long length)
    {
        var file = Open(path, LibC.OpenReadWrite | LibC.OpenCreate | LibC.OpenExclusive);
        if (LibC.Truncate(file._handle, length) == 0) return file;
        var failure = LibC.Failure($"sizing to {length} bytes", path);
        file.Dispose();
        File.Delete(path);
        throw failure;
    }

    /// <summary>Opens an existing file for reading and writing.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static SharedFile Open(string path) => Open(path, LibC.OpenReadWrite);

    /// <summary>Opens a file, creating an empty one (mode 0600) when there is none; for lock files.</summary>
    public static SharedFile OpenOrCreate(string path) => Open(path, LibC.OpenReadWrite | LibC.OpenCreate);

    private static SharedFile Open(string path, int flags)
    {
        var descriptor = LibC.Open(path, flags | LibC.OpenCloseOnExec | LibC.OpenNoFollow, 0x180);
        if (descriptor >= 0) return Checked(new SafeFileHandle(descriptor, ownsHandle: true), descriptor, path);
        if (Marshal.GetLastPInvokeError() == LibC.Enoent) throw new FileNotFoundException($"there is no file {path}", path);
        throw LibC.Failure("opening", path);
    }

    // Pipes and devices can be opened by name but have no bytes to map.
    private static SharedFile Checked(SafeFileHandle handle, int descriptor, string path)
    {
        try
        {
            if (FileEntry.Of(descriptor, path).IsRegular) return new SharedFile(handle, path);
            throw new IOException($"{path} is not a regular file");
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Moves the file to its final name in one step; fails if that name is taken.</summary>
    public static bool TryRename(string from, string to)
    {
        if (LibC.Rename(LibC.CurrentDirectory, from, LibC.CurrentDirectory, to, LibC.RenameNoReplace) == 0) return true;
        if (Marshal.GetLastPInvokeError() == LibC.Eexist) return false;
        throw LibC.Failure("renaming", from);
    }

    /// <summary>
    /// Takes the exclusive lock on byte <paramref name="position"/> of the file, held until this object is disposed or the
    /// process dies. False when another open file has it. (Open-file-description locks, fcntl(2).)
    /// </summary>
    public bool TryLock(long position) => Lock(LibC.OfdSetLock, position, out _);

    /// <summary>Whether another open file holds the lock on byte <paramref name="position"/>.</summary>
    public bool IsLockedElsewhere(long position)
    {
        Lock(LibC.OfdGetLock, position, out var type);
        return type != LibC.LockNone;
    }

    private unsafe bool Lock(int command, long position, out short type)
    {
        var request = new LibC.FileLockRequest { Type = LibC.LockWrite, Start = position, Length = 1 };
        var result = LibC.FileControl(_handle, command, &request);
        type = request.Type;
        if (result == 0) return true;
        if (Marshal.GetLastPInvokeError() is LibC.Eagain or LibC.Eacces) return false;
        throw LibC.Failure("locking", Path);
    }

    /// <summary>
    /// Makes the file system set the pages of a range aside, zeroed where there was nothing. Without it, touching a page for
    /// the first time on a full file system is SIGBUS.
    /// </summary>
    /// <returns>False when there is no space.</returns>
    public bool TryReserve(long offset, long length)
    {
        while (LibC.Allocate(_handle, LibC.FallocKeepSize, offset, length) != 0)
        {
            switch (Marshal.GetLastPInvokeError())
            {
                case LibC.Eintr:
                    continue;
                case LibC.Enospc or LibC.Efbig or LibC.Edquot:
                    return false;
                case LibC.Eopnotsupp:
                    return true; // a file system that can't promise
                default:
                    throw LibC.Failure("reserving pages", Path);
            }
        }

        return true;
    }

    /// <summary>Gives the pages of a range back to the system; they read as zero afterwards.</summary>
    public void Discard(long offset, long length)
    {
        if (LibC.Allocate(_handle, LibC.FallocPunchHole | LibC.FallocKeepSize, offset, length) != 0)
            throw LibC.Failure("discarding pages", Path);
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();
}
