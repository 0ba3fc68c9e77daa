using WasmEngine.Compute.Core;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasi;

/// <summary>Calls on names: each opens the directory that holds the name, then acts on the name in it.</summary>
internal sealed partial class Preview1
{
    public int PathCreateDirectory(IGuestMemory memory, uint fd, uint path, uint length)
    {
        var error = FindDirectoryForChange(fd, Rights.CreateDirectory, out var directory);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        error = _path.TryLocate(directory.Handle!, out var parent, out var isDots);
        if (error != Errno.Success) return error;
        using (parent) return isDots ? ErrorOfDots(directory, Errno.Exists) : Errno.Of(DirectoryCalls.MakeDirectory(parent.Handle, _path.Name));
    }

    public int PathFilestatGet(IGuestMemory memory, uint fd, uint lookup, uint path, uint length, uint result)
    {
        var error = FindDirectory(fd, Rights.PathStat, out var directory);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        if ((lookup & ~FollowLinks) != 0) return Errno.Invalid;
        error = OpenReference(directory, lookup, out var file);
        if (error != Errno.Success) return error;
        using (file!)
        {
            error = Errno.Of(FileCalls.Stat(file!, out var stat));
            return error != Errno.Success ? error : WriteFilestat(memory, result, stat, TypeOf(stat.Kind));
        }
    }

    public int PathFilestatSetTimes(IGuestMemory memory, uint fd, uint lookup, uint path, uint length, ulong accessed, ulong modified, uint flags)
    {
        var error = FindDirectoryForChange(fd, Rights.PathSetTimes, out var directory);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        if ((lookup & ~FollowLinks) != 0 || !TryReadTimes(accessed, modified, flags, out var access, out var modification)) return Errno.Invalid;
        error = OpenReference(directory, lookup, out var file);
        if (error != Errno.Success) return error;
        using (file!) return Errno.Of(FileCalls.SetTimes(file!, access, modification));
    }

    private int OpenReference(Descriptor directory, uint lookup, out Microsoft.Win32.SafeHandles.SafeFileHandle? file)
    {
        var opening = FileOpening.Reference | ((lookup & FollowLinks) == 0 ? FileOpening.NoFollow : 0);
        var error = Errno.OfPath(DirectoryCalls.OpenBeneath(directory.Handle!, _path.Whole, opening, out file));
        if (error != Errno.Success || !DirectoryCalls.IsKernelFileSystem(file!)) return error;
        file!.Dispose();
        return Errno.Permission;
    }

    public int PathLink(IGuestMemory memory, uint oldFd, uint lookup, uint oldPath, uint oldLength, uint newFd, uint newPath, uint newLength)
    {
        // The old name's directory must be writable, too: a second name elsewhere would open the file for writing.
        var error = FindDirectoryForChange(oldFd, Rights.LinkSource, out var from);
        if (error != Errno.Success) return error;
        if (lookup != 0) return Errno.Invalid; // links are not followed: what a link leads to may be moved meanwhile
        return WithTwoNames(memory, from, oldPath, oldLength, newFd, Rights.LinkTarget, newPath, newLength, isRename: false);
    }

    public int PathRename(IGuestMemory memory, uint oldFd, uint oldPath, uint oldLength, uint newFd, uint newPath, uint newLength)
    {
        var error = FindDirectoryForChange(oldFd, Rights.RenameSource, out var from);
        return error != Errno.Success ? error : WithTwoNames(memory, from, oldPath, oldLength, newFd, Rights.RenameTarget, newPath, newLength, isRename: true);
    }

    private int WithTwoNames(
        IGuestMemory memory, Descriptor from, uint oldPath, uint oldLength, uint newFd, ulong right, uint newPath, uint newLength, bool isRename)
    {
        var error = FindDirectoryForChange(newFd, right, out var to);
        if (error == Errno.Success) error = _path.Copy(memory, oldPath, oldLength);
        if (error == Errno.Success) error = _otherPath.Copy(memory, newPath, newLength);
        if (error != Errno.Success) return error;
        error = _path.TryLocate(from.Handle!, out var oldParent, out var oldDots);
        if (error != Errno.Success) return error;
        using (oldParent)
        {
            error = _otherPath.TryLocate(to.Handle!, out var newParent, out var newDots);
            if (error != Errno.Success) return error;
            using (newParent)
            {
                if (oldDots || newDots) return isRename ? Errno.Busy : newDots ? Errno.Exists : Errno.Permission;
                error = CheckDirectoryMeant(oldParent, isRename);
                if (error != Errno.Success) return error;
                return Errno.Of(isRename
                    ? DirectoryCalls.Rename(oldParent.Handle, _path.Name, newParent.Handle, _otherPath.Name)
                    : DirectoryCalls.Link(oldParent.Handle, _path.Name, newParent.Handle, _otherPath.Name));
            }
        }
    }

    // The kernel would follow a link before a '/', so it never gets one; what a '/' asks for is checked here.
    private int CheckDirectoryMeant(GuestPath.Parent oldParent, bool isRename)
    {
        if (!_path.MeansDirectory && !_otherPath.MeansDirectory) return Errno.Success;
        var error = Errno.Of(DirectoryCalls.Stat(oldParent.Handle, _path.Name, out var stat));
        if (error != Errno.Success) return error;
        if (stat.Kind != FileKind.Directory) return Errno.NotDirectory;
        return isRename ? Errno.Success : Errno.Permission; // directories have one name
    }

    public int PathReadlink(IGuestMemory memory, uint fd, uint path, uint length, uint buffer, uint capacity, uint result)
    {
        var error = FindDirectory(fd, Rights.ReadLink, out var directory);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        if (!memory.TryWrite(buffer, capacity, out var target) || !memory.CanWrite(result, sizeof(uint))) return Errno.Fault;
        error = _path.TryLocate(directory.Handle!, out var parent, out var isDots);
        if (error != Errno.Success) return error;
        using (parent)
        {
            if (isDots || _path.MeansDirectory) return Errno.Invalid; // a directory is no link
            Span<byte> text = stackalloc byte[GuestPath.MaxBytes];
            var count = DirectoryCalls.ReadLink(parent.Handle, _path.Name, text);
            if (count < 0) return Errno.Of(count);
            if (text[0] == '/') return Errno.Permission; // a path of the machine: it leads nowhere for the guest, and is no business of it
            count = Math.Min(count, target.Length);
            text[..count].CopyTo(target);
            return memory.Write32(result, (uint)count);
        }
    }

    public int PathRemoveDirectory(IGuestMemory memory, uint fd, uint path, uint length)
    {
        var error = FindDirectoryForChange(fd, Rights.RemoveDirectory, out var directory);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        error = _path.TryLocate(directory.Handle!, out var parent, out var isDots);
        if (error != Errno.Success) return error;
        using (parent) return isDots ? ErrorOfDots(directory, Errno.Invalid) : Errno.Of(DirectoryCalls.Remove(parent.Handle, _path.Name, isDirectory: true));
    }

    public int PathUnlinkFile(IGuestMemory memory, uint fd, uint path, uint length)
    {
        var error = FindDirectoryForChange(fd, Rights.UnlinkFile, out var directory);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        error = _path.TryLocate(directory.Handle!, out var parent, out var isDots);
        if (error != Errno.Success) return error;
        using (parent)
        {
            if (isDots) return ErrorOfDots(directory, Errno.IsDirectory);
            if (!_path.MeansDirectory) return Errno.Of(DirectoryCalls.Remove(parent.Handle, _path.Name, isDirectory: false));
            error = Errno.Of(DirectoryCalls.Stat(parent.Handle, _path.Name, out var stat));
            return error != Errno.Success ? error : stat.Kind == FileKind.Directory ? Errno.IsDirectory : Errno.NotDirectory;
        }
    }

    public int PathSymlink(IGuestMemory memory, uint target, uint targetLength, uint fd, uint path, uint length)
    {
        var error = FindDirectoryForChange(fd, Rights.SymbolicLink, out var directory);
        if (error == Errno.Success) error = _otherPath.Copy(memory, target, targetLength);
        if (error == Errno.Success) error = _path.Copy(memory, path, length);
        if (error != Errno.Success) return error;
        if (LeadsUp(_otherPath.Whole[..^1])) return Errno.Permission;
        error = _path.TryLocate(directory.Handle!, out var parent, out var isDots);
        if (error != Errno.Success) return error;
        using (parent)
        {
            if (isDots) return ErrorOfDots(directory, Errno.Exists);
            return _path.MeansDirectory ? Errno.NoEntry : Errno.Of(DirectoryCalls.SymbolicLink(_otherPath.Whole, parent.Handle, _path.Name));
        }
    }

    /// <summary>
    /// Whether a link's target has a part "..". The guest itself can't follow a link out of its directory, but other programs
    /// of the user can: no link made here may lead them out, not even after it or a directory was moved.
    /// </summary>
    private static bool LeadsUp(ReadOnlySpan<byte> target)
    {
        foreach (var part in target.Split((byte)'/'))
        {
            if (target[part].SequenceEqual(".."u8)) return true;
        }

        return false;
    }

    // "." and ".." exist or lead out; neither can be made or removed.
    private int ErrorOfDots(Descriptor directory, int ifThere)
    {
        var error = Errno.OfPath(DirectoryCalls.OpenBeneath(directory.Handle!, _path.Whole, FileOpening.Reference | FileOpening.Directory, out var there));
        there?.Dispose();
        return error == Errno.Success ? ifThere : error;
    }
}
