using System.Collections.Frozen;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>The "wasi_snapshot_preview1" imports: arguments as they come, to the instance's <see cref="IWasi"/>.</summary>
internal static class WasiImports
{
    internal const string ModuleName = "wasi_snapshot_preview1";

    private delegate int Call(IWasi wasi, IGuestMemory memory, Arguments arguments);

    // i, I: i32, i64. All but proc_exit return an errno.
    private static readonly (string Name, string Parameters, Call Call)[] Functions =
    [
        ("args_get", "ii", static (w, m, a) => w.ArgsGet(m, a[0], a[1])),
        ("args_sizes_get", "ii", static (w, m, a) => w.ArgsSizesGet(m, a[0], a[1])),
        ("environ_get", "ii", static (w, m, a) => w.EnvironGet(m, a[0], a[1])),
        ("environ_sizes_get", "ii", static (w, m, a) => w.EnvironSizesGet(m, a[0], a[1])),
        ("clock_res_get", "ii", static (w, m, a) => w.ClockResGet(m, a[0], a[1])),
        ("clock_time_get", "iIi", static (w, m, a) => w.ClockTimeGet(m, a[0], a.Long(1), a[2])),
        ("fd_advise", "iIIi", static (w, m, a) => w.FdAdvise(m, a[0], a.Long(1), a.Long(2), a[3])),
        ("fd_allocate", "iII", static (w, m, a) => w.FdAllocate(m, a[0], a.Long(1), a.Long(2))),
        ("fd_close", "i", static (w, m, a) => w.FdClose(m, a[0])),
        ("fd_datasync", "i", static (w, m, a) => w.FdDatasync(m, a[0])),
        ("fd_fdstat_get", "ii", static (w, m, a) => w.FdFdstatGet(m, a[0], a[1])),
        ("fd_fdstat_set_flags", "ii", static (w, m, a) => w.FdFdstatSetFlags(m, a[0], a[1])),
        ("fd_fdstat_set_rights", "iII", static (w, m, a) => w.FdFdstatSetRights(m, a[0], a.Long(1), a.Long(2))),
        ("fd_filestat_get", "ii", static (w, m, a) => w.FdFilestatGet(m, a[0], a[1])),
        ("fd_filestat_set_size", "iI", static (w, m, a) => w.FdFilestatSetSize(m, a[0], a.Long(1))),
        ("fd_filestat_set_times", "iIIi", static (w, m, a) => w.FdFilestatSetTimes(m, a[0], a.Long(1), a.Long(2), a[3])),
        ("fd_pread", "iiiIi", static (w, m, a) => w.FdPread(m, a[0], a[1], a[2], a.Long(3), a[4])),
        ("fd_prestat_get", "ii", static (w, m, a) => w.FdPrestatGet(m, a[0], a[1])),
        ("fd_prestat_dir_name", "iii", static (w, m, a) => w.FdPrestatDirName(m, a[0], a[1], a[2])),
        ("fd_pwrite", "iiiIi", static (w, m, a) => w.FdPwrite(m, a[0], a[1], a[2], a.Long(3), a[4])),
        ("fd_read", "iiii", static (w, m, a) => w.FdRead(m, a[0], a[1], a[2], a[3])),
        ("fd_readdir", "iiiIi", static (w, m, a) => w.FdReaddir(m, a[0], a[1], a[2], a.Long(3), a[4])),
        ("fd_renumber", "ii", static (w, m, a) => w.FdRenumber(m, a[0], a[1])),
        ("fd_seek", "iIii", static (w, m, a) => w.FdSeek(m, a[0], (long)a.Long(1), a[2], a[3])),
        ("fd_sync", "i", static (w, m, a) => w.FdSync(m, a[0])),
        ("fd_tell", "ii", static (w, m, a) => w.FdTell(m, a[0], a[1])),
        ("fd_write", "iiii", static (w, m, a) => w.FdWrite(m, a[0], a[1], a[2], a[3])),
        ("path_create_directory", "iii", static (w, m, a) => w.PathCreateDirectory(m, a[0], a[1], a[2])),
        ("path_filestat_get", "iiiii", static (w, m, a) => w.PathFilestatGet(m, a[0], a[1], a[2], a[3], a[4])),
        ("path_filestat_set_times", "iiiiIIi", static (w, m, a) => w.PathFilestatSetTimes(m, a[0], a[1], a[2], a[3], a.Long(4), a.Long(5), a[6])),
        ("path_link", "iiiiiii", static (w, m, a) => w.PathLink(m, a[0], a[1], a[2], a[3], a[4], a[5], a[6])),
        ("path_open", "iiiiiIIii", static (w, m, a) => w.PathOpen(m, a[0], a[1], a[2], a[3], a[4], a.Long(5), a.Long(6), a[7], a[8])),
        ("path_readlink", "iiiiii", static (w, m, a) => w.PathReadlink(m, a[0], a[1], a[2], a[3], a[4], a[5])),
        ("path_remove_directory", "iii", static (w, m, a) => w.PathRemoveDirectory(m, a[0], a[1], a[2])),
        ("path_rename", "iiiiii", static (w, m, a) => w.PathRename(m, a[0], a[1], a[2], a[3], a[4], a[5])),
        ("path_symlink", "iiiii", static (w, m, a) => w.PathSymlink(m, a[0], a[1], a[2], a[3], a[4])),
        ("path_unlink_file", "iii", static (w, m, a) => w.PathUnlinkFile(m, a[0], a[1], a[2])),
        ("poll_oneoff", "iiii", static (w, m, a) => w.PollOneoff(m, a[0], a[1], a[2], a[3])),
        ("proc_raise", "i", static (w, _, a) => w.ProcRaise(a[0])),
        ("sched_yield", "", static (w, _, _) => w.SchedYield()),
        ("random_get", "ii", static (w, m, a) => w.RandomGet(m, a[0], a[1])),
        ("sock_accept", "iii", static (w, m, a) => w.SockAccept(m, a[0], a[1], a[2])),
        ("sock_recv", "iiiiii", static (w, m, a) => w.SockRecv(m, a[0], a[1], a[2], a[3], a[4], a[5])),
        ("sock_send", "iiiii", static (w, m, a) => w.SockSend(m, a[0], a[1], a[2], a[3], a[4])),
        ("sock_shutdown", "ii", static (w, _, a) => w.SockShutdown(a[0], a[1])),
    ];

    internal static readonly FrozenSet<string> Names = Functions.Select(f => f.Name).Append("proc_exit").ToFrozenSet();

    internal static void Define(HostFunctions functions)
    {
        foreach (var (name, parameters, call) in Functions)
            functions.Define(ModuleName, name, parameters, "i", (guest, values) => values[0].I64 = (uint)call(guest.Wasi, guest.Memory ?? NoMemory.Instance, new Arguments(values)));
        functions.Define(ModuleName, "proc_exit", "i", "", static (guest, values) => guest.Wasi.ProcExit((uint)values[0].I32));
    }

    /// <summary>Arguments by position; each takes one value, whatever its type.</summary>
    private readonly ref struct Arguments(Span<RawValue> values)
    {
        private readonly Span<RawValue> _values = values;

        internal uint this[int index] => (uint)_values[index].I32;

        internal ulong Long(int index) => (ulong)_values[index].I64;
    }

    /// <summary>What an instance has while its start function runs: nothing can be read or written yet.</summary>
    private sealed class NoMemory : IGuestMemory
    {
        internal static readonly NoMemory Instance = new();

        public bool TryMapWindow(Platform.SharedFile file, long fileOffset, long length, Platform.PageAccess access, out uint address)
        {
            address = 0;
            return false;
        }

        public void UnmapWindow(uint address, long length) => throw new InvalidOperationException("there is no memory yet");

        public bool TryMapPrivate(long length, out uint address)
        {
            address = 0;
            return false;
        }

        public bool TryRead(uint address, long length, out ReadOnlySpan<byte> bytes)
        {
            bytes = default;
            return false;
        }

        public bool TryWrite(uint address, long length, out Span<byte> bytes)
        {
            bytes = default;
            return false;
        }
    }
}
