using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// The operating system's calls on names below an open directory. Paths and names are bytes that end with a 0. A *name* is
/// one part without '/': the kernel then looks nowhere but in the directory. Only <see cref="OpenBeneath"/> takes a path of
/// several parts; the kernel holds that nothing on the way leads out of the directory (openat2(2), RESOLVE_BENEATH).
/// Results are 0 or negative error numbers; nothing throws but <see cref="OpenRoot"/>. Thread-safe as the kernel is.
/// </summary>
public static unsafe class DirectoryCalls
{
    private const int MaxRaces = 16;
    private const uint FilePermissions = 0x1B6, DirectoryPermissions = 0x1FF; // what is left of them decides the umask

    /// <summary>File systems whose files are no files but doors into the kernel: reading may block for ever, writing may change the machine.</summary>
    private static readonly long[] KernelFileSystems =
    [
        0x9FA0, 0x62656572, 0x62656570, // proc, sysfs, configfs
        0x64626720, 0x74726163, 0xCAFE4A11, // debugfs, tracefs, bpf
        0x27E0EB, 0x63677270, 0x7655821, // cgroup, cgroup2, resctrl
        0x73636673, 0xF97CFF8C, 0x43415D53, // securityfs, selinux, smack
        0x1CD1, 0x19800202, 0x6C6F6F70, // devpts, mqueue, binder
        0x42494E4D, 0xDE5E81E4, 0x6165676C, // binfmt_misc, efivarfs, pstore
        0x65735543, 0x6E736673, 0x67596969, // fuse control, nsfs, rpc_pipefs
    ];

    /// <summary>Opens a directory by its absolute path, links followed.</summary>
    /// <exception cref="IOException">It is none, or can't be opened, or belongs to the kernel's own file systems.</exception>
    public static SafeFileHandle OpenRoot(string path)
    {
        var descriptor = LibC.Open(path, LibC.OpenReadOnly | LibC.OpenDirectory | LibC.OpenCloseOnExec, 0);
        if (descriptor < 0) throw LibC.Failure("opening the directory", path);
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        try
        {
            if (IsKernelFileSystem(handle)) throw new IOException($"{path} belongs to the kernel's own file systems, which can't be granted");
            var found = OpenBeneath(handle, "\0"u8, FileOpening.Reference | FileOpening.Directory, out var probe);
            if (found is -LibC.Enosys or -LibC.Eperm)
                throw new IOException($"{path} can't be granted: this kernel has no openat2 (Linux 5.6 or later, not forbidden by a container's filter)");
            probe?.Dispose();
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens what a path below the directory names. New files get what the process's umask leaves of 0666.</summary>
    /// <returns>0; -EXDEV when the path leads out of the directory; another negative error number.</returns>
    public static int OpenBeneath(SafeFileHandle directory, ReadOnlySpan<byte> path, FileOpening opening, out SafeFileHandle? opened)
    {
        opened = null;
        if (path is [0])
        {
            path = ".\0"u8;
        }

        Check(path);
        var how = new LibC.OpenHow
        {
            Flags = (ulong)ToNative(opening),
            Mode = opening.HasFlag(FileOpening.Create) ? FilePermissions : 0,
            Resolve = LibC.ResolveBeneath | LibC.ResolveNoMagicLinks,
        };
        fixed (byte* name = path)
        {
            for (var races = 0; ; races++)
            {
                var descriptor = LibC.SystemCall(LibC.OpenBeneathNumber, directory, (nint)name, (nint)(&how), sizeof(LibC.OpenHow));
                if (descriptor >= 0)
                {
                    opened = new SafeFileHandle((nint)descriptor, ownsHandle: true);
                    return 0;
                }

                // EAGAIN: something was renamed on the way, so the kernel can't be sure that ".." stayed within.
                var error = FileCalls.LastError();
                if (error != LibC.Eintr && (error != LibC.Eagain || races >= MaxRaces)) return -error;
            }
        }
    }

    private static int ToNative(FileOpening opening)
    {
        if (opening.HasFlag(FileOpening.Reference))
        {
            return LibC.OpenPathOnly | LibC.OpenCloseOnExec
                | (opening.HasFlag(FileOpening.Directory) ? LibC.OpenDirectory : 0) | (opening.HasFlag(FileOpening.NoFollow) ? LibC.OpenNoFollow : 0);
        }

        var flags = LibC.OpenCloseOnExec | LibC.OpenNoTerminal | LibC.OpenNonBlocking;
        flags |= (opening & (FileOpening.Read | FileOpening.Write)) switch
        {
            FileOpening.Read | FileOpening.Write => LibC.OpenReadWrite,
            FileOpening.Write => LibC.OpenWriteOnly,
            _ => LibC.OpenReadOnly,
        };
        if (opening.HasFlag(FileOpening.Create)) flags |= LibC.OpenCreate;
        if (opening.HasFlag(FileOpening.Exclusive)) flags |= LibC.OpenExclusive;
        if (opening.HasFlag(FileOpening.Truncate)) flags |= LibC.OpenTruncate;
        if (opening.HasFlag(FileOpening.Directory)) flags |= LibC.OpenDirectory;
        if (opening.HasFlag(FileOpening.NoFollow)) flags |= LibC.OpenNoFollow;
        if (opening.HasFlag(FileOpening.Append)) flags |= LibC.OpenAppend;
        if (opening.HasFlag(FileOpening.DataSync)) flags |= LibC.OpenDataSync;
        if (opening.HasFlag(FileOpening.Sync)) flags |= LibC.OpenSync;
        return flags;
    }

    /// <summary>Whether it lies in a file system of the kernel's own (proc, sysfs and the like).</summary>
    public static bool IsKernelFileSystem(SafeFileHandle file)
    {
        LibC.FileSystemStatus status;
        return LibC.FileSystem(file, &status) != 0 || Array.IndexOf(KernelFileSystems, status.Type & 0xFFFFFFFF) >= 0;
    }

    /// <summary>Attributes of a name; a link is not followed.</summary>
    public static int Stat(SafeFileHandle directory, ReadOnlySpan<byte> name, out FileStat stat)
    {
        CheckName(name);
        fixed (byte* path = name) return FileCalls.StatAt(directory, path, LibC.AtSymlinkNoFollow, out stat);
    }

    /// <summary>Sets the times of a name; a link is not followed.</summary>
    public static int SetTimes(SafeFileHandle directory, ReadOnlySpan<byte> name, FileTime accessed, FileTime modified)
    {
        CheckName(name);
        fixed (byte* path = name) return FileCalls.SetTimesAt(directory, path, LibC.AtSymlinkNoFollow, accessed, modified);
    }

    /// <summary>Makes a directory, with what the process's umask leaves of 0777.</summary>
    public static int MakeDirectory(SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        CheckName(name);
        fixed (byte* path = name) return (int)FileCalls.Result(LibC.MakeDirectory(directory, path, DirectoryPermissions));
    }

    /// <summary>Removes a file, or an empty directory.</summary>
    public static int Remove(SafeFileHandle directory, ReadOnlySpan<byte> name, bool isDirectory)
    {
        CheckName(name);
        fixed (byte* path = name) return (int)FileCalls.Result(LibC.Unlink(directory, path, isDirectory ? LibC.AtRemoveDirectory : 0));
    }

    /// <summary>Moves; replaces what has the new name.</summary>
    public static int Rename(SafeFileHandle fromDirectory, ReadOnlySpan<byte> from, SafeFileHandle toDirectory, ReadOnlySpan<byte> to)
    {
        CheckName(from);
        CheckName(to);
        fixed (byte* source = from, target = to) return (int)FileCalls.Result(LibC.Rename(fromDirectory, source, toDirectory, target, 0));
    }

    /// <summary>Gives a file another name; a symbolic link is not followed.</summary>
    public static int Link(SafeFileHandle fromDirectory, ReadOnlySpan<byte> from, SafeFileHandle toDirectory, ReadOnlySpan<byte> to)
    {
        CheckName(from);
        CheckName(to);
        fixed (byte* source = from, target = to) return (int)FileCalls.Result(LibC.Link(fromDirectory, source, toDirectory, target, 0));
    }

    /// <summary>Makes a symbolic link; the target is kept as it is.</summary>
    public static int SymbolicLink(ReadOnlySpan<byte> target, SafeFileHandle directory, ReadOnlySpan<byte> name)
    {
        Check(target);
        CheckName(name);
        fixed (byte* text = target, path = name) return (int)FileCalls.Result(LibC.SymbolicLink(text, directory, path));
    }

    /// <summary>Reads a symbolic link's target; as many bytes as fit.</summary>
    /// <returns>Bytes, or a negative error number.</returns>
    public static int ReadLink(SafeFileHandle directory, ReadOnlySpan<byte> name, Span<byte> target)
    {
        CheckName(name);
        fixed (byte* path = name, buffer = target) return (int)FileCalls.Result(LibC.ReadLink(directory, path, buffer, (nuint)target.Length));
    }

    /// <summary>Reads entries at the directory's position, as getdents64(2) lays them out.</summary>
    /// <returns>Bytes, 0 at the end, or a negative error number.</returns>
    public static int ReadEntries(SafeFileHandle directory, Span<byte> buffer)
    {
        fixed (byte* target = buffer) return (int)FileCalls.Result(LibC.SystemCall(LibC.DirectoryEntriesNumber, directory, (nint)target, buffer.Length, 0));
    }

    private static void Check(ReadOnlySpan<byte> path)
    {
        if (path.Length < 2 || path[^1] != 0) throw new ArgumentException("a path has at least one byte and ends with a 0", nameof(path));
    }

    // A defect elsewhere must not become a way out: this holds what the caller promised.
    private static void CheckName(ReadOnlySpan<byte> name)
    {
        Check(name);
        if (name[..^1].ContainsAny((byte)'/', (byte)0) || name.SequenceEqual("..\0"u8) || name.SequenceEqual(".\0"u8))
            throw new ArgumentException("a name is one part of a path", nameof(name));
    }
}
