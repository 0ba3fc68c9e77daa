using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>path_open.</summary>
internal sealed partial class Preview1
{
    private const uint FollowLinks = 1;
    private const uint OpenCreate = 1, OpenDirectory = 2, OpenExclusive = 4, OpenTruncate = 8, AllOpenFlags = 15;
    private readonly GuestPath _path = new();
    private readonly GuestPath _otherPath = new();

    public int PathOpen(
        IGuestMemory memory, uint fd, uint lookup, uint path, uint length, uint openFlags, ulong rights, ulong inheriting, uint descriptorFlags, uint result)
    {
        var error = FindDirectory(fd, Rights.Open, out var directory);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        if ((openFlags & ~AllOpenFlags) != 0 || (descriptorFlags & ~AllFlags) != 0 || (lookup & ~FollowLinks) != 0) return Errno.Invalid;
        if (!memory.CanWrite(result, sizeof(uint))) return Errno.Fault;
        error = Plan(directory, openFlags, rights, descriptorFlags, out var opening);
        if (error != Errno.Success) return error;
        if ((lookup & FollowLinks) == 0) opening |= FileOpening.NoFollow;
        _stop.ThrowIfRaised();
        if (!_descriptors.HasRoom) return Errno.TooManyFiles;
        if (!_budget.TryTake()) return Errno.TooManyFilesInSystem;
        error = Open(directory, opening, rights, inheriting, descriptorFlags, out var opened);
        if (opened is not null) return memory.Write32(result, _descriptors.Add(opened));
        _budget.Return();
        return error;
    }

    /// <summary>What to ask of the system, if it may be asked.</summary>
    private static int Plan(Descriptor directory, uint flags, ulong rights, uint descriptorFlags, out FileOpening opening)
    {
        opening = FileOpening.None;
        var wantsDirectory = (flags & OpenDirectory) != 0;
        var creates = (flags & OpenCreate) != 0;
        var truncates = (flags & OpenTruncate) != 0;
        var writes = truncates || (!wantsDirectory && (rights & (Rights.Write | Rights.Allocate | Rights.SetSize)) != 0);
        if (wantsDirectory && (creates || truncates)) return Errno.Invalid;
        if ((creates || writes) && !directory.IsWritable) return Errno.ReadOnlyFileSystem;
        if (creates && (directory.Rights & Rights.CreateFile) == 0) return Errno.NotCapable;
        if (truncates && (directory.Rights & Rights.PathSetSize) == 0) return Errno.NotCapable;
        var reads = (rights & (Rights.Read | Rights.ReadDirectory)) != 0;
        if (writes && !truncates && (directory.Inheriting & Rights.Write) == 0) return Errno.NotCapable;
        if (reads && (directory.Inheriting & (Rights.Read | Rights.ReadDirectory)) == 0) return Errno.NotCapable;
        opening |= writes ? FileOpening.Write : FileOpening.Read;
        if (reads) opening |= FileOpening.Read;
        if (wantsDirectory) opening |= FileOpening.Directory;
        if (creates) opening |= FileOpening.Create;
        if (truncates) opening |= FileOpening.Truncate;
        if (creates && (flags & OpenExclusive) != 0) opening |= FileOpening.Exclusive;
        if ((descriptorFlags & FlagAppend) != 0) opening |= FileOpening.Append;
        if ((descriptorFlags & FlagDataSync) != 0) opening |= FileOpening.DataSync;
        if ((descriptorFlags & (FlagSync | FlagReadSync)) != 0) opening |= FileOpening.Sync;
        return Errno.Success;
    }

    private int Open(Descriptor directory, FileOpening opening, ulong rights, ulong inheriting, uint descriptorFlags, out Descriptor? opened)
    {
        opened = null;
        var error = LookBeforeOpening(directory, opening);
        if (error != Errno.Success) return error;
        error = Errno.OfPath(DirectoryCalls.OpenBeneath(directory.Handle!, _path.Whole, opening, out var handle));
        if (error != Errno.Success) return error;
        error = CheckKind(handle!, out var kind);
        if (error != Errno.Success)
        {
            handle!.Dispose();
            return error;
        }

        var isDirectory = kind == FileKind.Directory;
        opened = new Descriptor
        {
            Handle = handle,
            Type = isDirectory ? FileType.Directory : FileType.Regular,
            // Programs ask for more than they need; what is not inherited is left out without an error.
            Rights = rights & directory.Inheriting & (isDirectory ? Rights.Directory : Rights.File),
            Inheriting = isDirectory ? inheriting & directory.Inheriting : 0,
            Flags = descriptorFlags,
            IsWritable = directory.IsWritable,
            Budget = _budget,
        };
        return Errno.Success;
    }

    /// <summary>
    /// Opening a device or a pipe can have effects of its own, so what the path names is looked at first; what was opened is
    /// looked at once more, as it may be another by then.
    /// </summary>
    private int LookBeforeOpening(Descriptor directory, FileOpening opening)
    {
        if (opening.HasFlag(FileOpening.Exclusive)) return Errno.Success; // fails if there is anything
        var look = FileOpening.Reference | (opening & FileOpening.NoFollow);
        var error = Errno.OfPath(DirectoryCalls.OpenBeneath(directory.Handle!, _path.Whole, look, out var reference));
        if (error != Errno.Success) return error == Errno.NoEntry && opening.HasFlag(FileOpening.Create) ? Errno.Success : error;
        using (reference!) return CheckKind(reference!, out _);
    }

    private static int CheckKind(Microsoft.Win32.SafeHandles.SafeFileHandle handle, out FileKind kind)
    {
        var error = Errno.Of(FileCalls.Stat(handle, out var stat));
        kind = stat.Kind;
        if (error != Errno.Success) return error;
        if (kind == FileKind.SymbolicLink) return Errno.Loop;
        if (kind is not (FileKind.Regular or FileKind.Directory)) return Errno.NotSupported;
        return DirectoryCalls.IsKernelFileSystem(handle) ? Errno.Permission : Errno.Success;
    }

    private int FindDirectory(uint fd, ulong rights, out Descriptor descriptor)
    {
        var error = Find(fd, 0, out descriptor);
        if (error != Errno.Success) return error;
        if (descriptor.Type != FileType.Directory) return Errno.NotDirectory;
        return (descriptor.Rights & rights) == rights ? Errno.Success : Errno.NotCapable;
    }

    private int FindDirectoryForChange(uint fd, ulong rights, out Descriptor descriptor)
    {
        var error = FindDirectory(fd, rights, out descriptor);
        return error != Errno.Success ? error : descriptor.IsWritable ? Errno.Success : Errno.ReadOnlyFileSystem;
    }
}
