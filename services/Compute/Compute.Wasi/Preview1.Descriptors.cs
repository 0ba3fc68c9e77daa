using System.Buffers.Binary;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>What is asked of open descriptors, but for reading and writing.</summary>
internal sealed partial class Preview1
{
    private const int FdstatBytes = 24, FilestatBytes = 64;
    private const uint FlagAppend = 1, FlagDataSync = 2, FlagNonBlocking = 4, FlagReadSync = 8, FlagSync = 16, AllFlags = 31;
    private const uint SetAccessed = 1, SetAccessedNow = 2, SetModified = 4, SetModifiedNow = 8, AllSetTimes = 15;
    private const long AllocatePart = 64 << 20;

    public int FdAdvise(IGuestMemory memory, uint fd, ulong offset, ulong length, uint advice)
    {
        var error = Find(fd, Rights.Advise, out var descriptor);
        if (error != Errno.Success) return error;
        if (advice > 5 || offset > long.MaxValue || length > long.MaxValue) return Errno.Invalid;
        if (descriptor.Type == FileType.Directory) return Errno.BadDescriptor;
        // WASI has sequential before random.
        return Errno.Of(FileCalls.Advise(descriptor.Handle!, (long)offset, (long)length, advice switch { 1 => 2, 2 => 1, _ => (int)advice }));
    }

    public int FdAllocate(IGuestMemory memory, uint fd, ulong offset, ulong length)
    {
        var error = FindForChange(fd, Rights.Allocate, out var descriptor);
        if (error != Errno.Success) return error;
        if (length == 0 || offset > long.MaxValue || length > long.MaxValue - offset) return Errno.Invalid;
        for (ulong done = 0; done < length && error == Errno.Success;)
        {
            _stop.ThrowIfRaised();
            var part = Math.Min(AllocatePart, (long)(length - done));
            error = Errno.Of(FileCalls.Allocate(descriptor.Handle!, (long)(offset + done), part));
            if (error != 27) done += (ulong)part;
            else error = Errno.Success; // interrupted: again
        }

        return error;
    }

    public int FdClose(IGuestMemory memory, uint fd)
    {
        if (_descriptors[fd] is null) return Errno.BadDescriptor;
        _descriptors.Close(fd);
        return Errno.Success;
    }

    public int FdRenumber(IGuestMemory memory, uint from, uint to)
    {
        if (_descriptors[from] is not { } moved || _descriptors[to] is not { } replaced) return Errno.BadDescriptor;
        if (moved.GrantName is not null || replaced.GrantName is not null) return Errno.NotSupported; // programs find granted directories by number
        _descriptors.Move(from, to);
        return Errno.Success;
    }

    public int FdDatasync(IGuestMemory memory, uint fd) => Sync(fd, Rights.Datasync, dataOnly: true);

    public int FdSync(IGuestMemory memory, uint fd) => Sync(fd, Rights.Sync, dataOnly: false);

    private int Sync(uint fd, ulong right, bool dataOnly)
    {
        var error = Find(fd, right, out var descriptor);
        if (error != Errno.Success || descriptor.Handle is null) return error;
        _stop.ThrowIfRaised();
        return Errno.Of(FileCalls.Sync(descriptor.Handle, dataOnly));
    }

    public int FdFdstatGet(IGuestMemory memory, uint fd, uint result)
    {
        if (_descriptors[fd] is not { } descriptor) return Errno.BadDescriptor;
        if (!memory.TryWrite(result, FdstatBytes, out var bytes)) return Errno.Fault;
        bytes.Clear();
        bytes[0] = (byte)descriptor.Type;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[2..], (ushort)descriptor.Flags);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], descriptor.Rights);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], descriptor.Inheriting);
        return Errno.Success;
    }

    public int FdFdstatSetFlags(IGuestMemory memory, uint fd, uint flags)
    {
        var error = Find(fd, Rights.SetFlags, out var descriptor);
        if (error != Errno.Success) return error;
        if ((flags & ~AllFlags) != 0) return Errno.Invalid;
        const uint fixedFlags = FlagDataSync | FlagReadSync | FlagSync; // the system takes them only when it opens a file
        if (((flags ^ descriptor.Flags) & fixedFlags) != 0) return Errno.NotSupported;
        if (descriptor.Type == FileType.Regular && ((flags ^ descriptor.Flags) & FlagAppend) != 0)
            error = Errno.Of(FileCalls.SetAppend(descriptor.Handle!, (flags & FlagAppend) != 0));
        if (error == Errno.Success) descriptor.Flags = flags;
        return error;
    }

    public int FdFdstatSetRights(IGuestMemory memory, uint fd, ulong rights, ulong inheriting)
    {
        if (_descriptors[fd] is not { } descriptor) return Errno.BadDescriptor;
        if ((rights & ~descriptor.Rights) != 0 || (inheriting & ~descriptor.Inheriting) != 0) return Errno.NotCapable;
        descriptor.Rights = rights;
        descriptor.Inheriting = inheriting;
        return Errno.Success;
    }

    public int FdFilestatGet(IGuestMemory memory, uint fd, uint result)
    {
        var error = Find(fd, Rights.Stat, out var descriptor);
        if (error != Errno.Success) return error;
        if (descriptor.Handle is null) return WriteFilestat(memory, result, default, FileType.CharacterDevice);
        error = Errno.Of(FileCalls.Stat(descriptor.Handle, out var stat));
        return error != Errno.Success ? error : WriteFilestat(memory, result, stat, TypeOf(stat.Kind));
    }

    private static int WriteFilestat(IGuestMemory memory, uint result, in FileStat stat, FileType type)
    {
        if (!memory.TryWrite(result, FilestatBytes, out var bytes)) return Errno.Fault;
        bytes.Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, stat.Device);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], stat.Inode);
        bytes[16] = (byte)type;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], stat.Links);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[32..], stat.Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], stat.AccessedNs);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], stat.ModifiedNs);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[56..], stat.ChangedNs);
        return Errno.Success;
    }

    private static FileType TypeOf(FileKind kind) => kind switch
    {
        FileKind.Regular => FileType.Regular,
        FileKind.Directory => FileType.Directory,
        FileKind.SymbolicLink => FileType.SymbolicLink,
        FileKind.CharacterDevice => FileType.CharacterDevice,
        FileKind.BlockDevice => FileType.BlockDevice,
        FileKind.Socket => FileType.SocketStream,
        _ => FileType.Unknown,
    };

    public int FdFilestatSetSize(IGuestMemory memory, uint fd, ulong size)
    {
        var error = FindForChange(fd, Rights.SetSize, out var descriptor);
        if (error != Errno.Success) return error;
        return size > long.MaxValue ? Errno.Invalid : Errno.Of(FileCalls.SetLength(descriptor.Handle!, (long)size));
    }

    public int FdFilestatSetTimes(IGuestMemory memory, uint fd, ulong accessed, ulong modified, uint flags)
    {
        var error = FindForChange(fd, Rights.SetTimes, out var descriptor);
        if (error != Errno.Success) return error;
        if (!TryReadTimes(accessed, modified, flags, out var access, out var modification)) return Errno.Invalid;
        return Errno.Of(FileCalls.SetTimes(descriptor.Handle!, access, modification));
    }

    private static bool TryReadTimes(ulong accessed, ulong modified, uint flags, out FileTime access, out FileTime modification)
    {
        const uint bothAccess = SetAccessed | SetAccessedNow, bothModified = SetModified | SetModifiedNow;
        access = ToTime(accessed, flags & SetAccessed, flags & SetAccessedNow);
        modification = ToTime(modified, flags & SetModified, flags & SetModifiedNow);
        return (flags & ~AllSetTimes) == 0 && (flags & bothAccess) != bothAccess && (flags & bothModified) != bothModified;

        static FileTime ToTime(ulong ns, uint set, uint now) => new(set != 0 ? FileTimeKind.Set : now != 0 ? FileTimeKind.Now : FileTimeKind.Keep, ns);
    }

    public int FdPrestatGet(IGuestMemory memory, uint fd, uint result)
    {
        if (_descriptors[fd]?.GrantName is not { } name) return Errno.BadDescriptor;
        if (!memory.TryWrite(result, 8, out var bytes)) return Errno.Fault;
        bytes.Clear(); // kind 0: a directory
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[4..], (uint)name.Length);
        return Errno.Success;
    }

    public int FdPrestatDirName(IGuestMemory memory, uint fd, uint path, uint length)
    {
        if (_descriptors[fd]?.GrantName is not { } name) return Errno.BadDescriptor;
        if (length < (uint)name.Length) return Errno.NameTooLong;
        if (!memory.TryWrite(path, name.Length, out var bytes)) return Errno.Fault;
        name.CopyTo(bytes);
        return Errno.Success;
    }
}
