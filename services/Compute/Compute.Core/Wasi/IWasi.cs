namespace WasmEngine.Compute.Core;

/// <summary>
/// WASI preview 1 for one instance: one method for each function of "wasi_snapshot_preview1", with its raw arguments: guest
/// addresses and sizes unsigned, flags as they came, results written to guest memory. Each returns an errno of preview 1
/// (0 is success). Every one may throw <see cref="GuestStoppedException"/>; no other exception comes out but
/// <see cref="GuestExitException"/> of <see cref="ProcExit"/>. Belongs to the instance's thread. Disposing closes its files
/// and hands on the last, unfinished line of output.
/// </summary>
public interface IWasi : IDisposable
{
    /// <summary>args_get: addresses of the arguments, and their text.</summary>
    int ArgsGet(IGuestMemory memory, uint argv, uint buffer);

    /// <summary>args_sizes_get: their number, and bytes of their text.</summary>
    int ArgsSizesGet(IGuestMemory memory, uint count, uint bytes);

    /// <summary>environ_get: addresses of the variables, and their text.</summary>
    int EnvironGet(IGuestMemory memory, uint environ, uint buffer);

    /// <summary>environ_sizes_get: their number, and bytes of their text.</summary>
    int EnvironSizesGet(IGuestMemory memory, uint count, uint bytes);

    /// <summary>clock_res_get: nanoseconds between a clock's ticks.</summary>
    int ClockResGet(IGuestMemory memory, uint clock, uint result);

    /// <summary>clock_time_get: a clock's nanoseconds.</summary>
    int ClockTimeGet(IGuestMemory memory, uint clock, ulong precision, uint result);

    /// <summary>fd_advise: how a file will be used.</summary>
    int FdAdvise(IGuestMemory memory, uint fd, ulong offset, ulong length, uint advice);

    /// <summary>fd_allocate: sets space aside.</summary>
    int FdAllocate(IGuestMemory memory, uint fd, ulong offset, ulong length);

    /// <summary>fd_close.</summary>
    int FdClose(IGuestMemory memory, uint fd);

    /// <summary>fd_datasync.</summary>
    int FdDatasync(IGuestMemory memory, uint fd);

    /// <summary>fd_fdstat_get: type, flags and rights, 24 bytes.</summary>
    int FdFdstatGet(IGuestMemory memory, uint fd, uint result);

    /// <summary>fd_fdstat_set_flags.</summary>
    int FdFdstatSetFlags(IGuestMemory memory, uint fd, uint flags);

    /// <summary>fd_fdstat_set_rights: gives rights up.</summary>
    int FdFdstatSetRights(IGuestMemory memory, uint fd, ulong rights, ulong inheriting);

    /// <summary>fd_filestat_get: attributes, 64 bytes.</summary>
    int FdFilestatGet(IGuestMemory memory, uint fd, uint result);

    /// <summary>fd_filestat_set_size.</summary>
    int FdFilestatSetSize(IGuestMemory memory, uint fd, ulong size);

    /// <summary>fd_filestat_set_times.</summary>
    int FdFilestatSetTimes(IGuestMemory memory, uint fd, ulong accessed, ulong modified, uint flags);

    /// <summary>fd_pread.</summary>
    int FdPread(IGuestMemory memory, uint fd, uint vectors, uint count, ulong offset, uint result);

    /// <summary>fd_prestat_get: kind and name length of a granted directory, 8 bytes.</summary>
    int FdPrestatGet(IGuestMemory memory, uint fd, uint result);

    /// <summary>fd_prestat_dir_name: its name.</summary>
    int FdPrestatDirName(IGuestMemory memory, uint fd, uint path, uint length);

    /// <summary>fd_pwrite.</summary>
    int FdPwrite(IGuestMemory memory, uint fd, uint vectors, uint count, ulong offset, uint result);

    /// <summary>fd_read.</summary>
    int FdRead(IGuestMemory memory, uint fd, uint vectors, uint count, uint result);

    /// <summary>fd_readdir: entries of a directory from a cookie on.</summary>
    int FdReaddir(IGuestMemory memory, uint fd, uint buffer, uint length, ulong cookie, uint result);

    /// <summary>fd_renumber.</summary>
    int FdRenumber(IGuestMemory memory, uint from, uint to);

    /// <summary>fd_seek.</summary>
    int FdSeek(IGuestMemory memory, uint fd, long offset, uint whence, uint result);

    /// <summary>fd_sync.</summary>
    int FdSync(IGuestMemory memory, uint fd);

    /// <summary>fd_tell.</summary>
    int FdTell(IGuestMemory memory, uint fd, uint result);

    /// <summary>fd_write.</summary>
    int FdWrite(IGuestMemory memory, uint fd, uint vectors, uint count, uint result);

    /// <summary>path_create_directory.</summary>
    int PathCreateDirectory(IGuestMemory memory, uint fd, uint path, uint length);

    /// <summary>path_filestat_get.</summary>
    int PathFilestatGet(IGuestMemory memory, uint fd, uint lookup, uint path, uint length, uint result);

    /// <summary>path_filestat_set_times.</summary>
    int PathFilestatSetTimes(IGuestMemory memory, uint fd, uint lookup, uint path, uint length, ulong accessed, ulong modified, uint flags);

    /// <summary>path_link.</summary>
    int PathLink(IGuestMemory memory, uint oldFd, uint lookup, uint oldPath, uint oldLength, uint newFd, uint newPath, uint newLength);

    /// <summary>path_open.</summary>
    int PathOpen(
        IGuestMemory memory, uint fd, uint lookup, uint path, uint length, uint openFlags, ulong rights, ulong inheriting, uint descriptorFlags, uint result);

    /// <summary>path_readlink.</summary>
    int PathReadlink(IGuestMemory memory, uint fd, uint path, uint length, uint buffer, uint capacity, uint result);

    /// <summary>path_remove_directory.</summary>
    int PathRemoveDirectory(IGuestMemory memory, uint fd, uint path, uint length);

    /// <summary>path_rename.</summary>
    int PathRename(IGuestMemory memory, uint oldFd, uint oldPath, uint oldLength, uint newFd, uint newPath, uint newLength);

    /// <summary>path_symlink.</summary>
    int PathSymlink(IGuestMemory memory, uint target, uint targetLength, uint fd, uint path, uint length);

    /// <summary>path_unlink_file.</summary>
    int PathUnlinkFile(IGuestMemory memory, uint fd, uint path, uint length);

    /// <summary>poll_oneoff: waits for clocks and descriptors.</summary>
    int PollOneoff(IGuestMemory memory, uint subscriptions, uint events, uint count, uint result);

    /// <summary>proc_exit.</summary>
    /// <exception cref="GuestExitException">Always.</exception>
    void ProcExit(uint code);

    /// <summary>proc_raise: there are no signals.</summary>
    int ProcRaise(uint signal);

    /// <summary>sched_yield.</summary>
    int SchedYield();

    /// <summary>random_get.</summary>
    int RandomGet(IGuestMemory memory, uint buffer, uint length);

    /// <summary>sock_accept: nothing is a socket.</summary>
    int SockAccept(IGuestMemory memory, uint fd, uint flags, uint result);

    /// <summary>sock_recv: nothing is a socket.</summary>
    int SockRecv(IGuestMemory memory, uint fd, uint vectors, uint count, uint flags, uint result, uint resultFlags);

    /// <summary>sock_send: nothing is a socket.</summary>
    int SockSend(IGuestMemory memory, uint fd, uint vectors, uint count, uint flags, uint result);

    /// <summary>sock_shutdown: nothing is a socket.</summary>
    int SockShutdown(uint fd, uint how);
}

/// <summary>
/// A guest called proc_exit. Code 0 is success for who runs a program: what `_start` ends with, or what may replace its return.
/// </summary>
/// <param name="code">What it exited with.</param>
/// <param name="during">The function that was called from outside.</param>
public sealed class GuestExitException(int code, string during = "a call") : GuestException($"the guest exited with code {code} in {during}")
{
    /// <summary>What it exited with.</summary>
    public int Code => code;
}
