using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WasmEngine.Platform.Linux;

/// <summary>Every call into the C library; nothing else in the engine declares one.</summary>
internal static unsafe partial class LibC
{
    internal const int ProtNone = 0, ProtRead = 1, ProtWrite = 2;
    internal const int MapShared = 0x01, MapPrivate = 0x02, MapFixed = 0x10, MapAnonymous = 0x20, MapNoReserve = 0x4000;
    internal const int OpenReadOnly = 0, OpenReadWrite = 2, OpenCreate = 0x40, OpenExclusive = 0x80, OpenCloseOnExec = 0x80000;
    internal static readonly int OpenNoFollow = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;
    internal const int CurrentDirectory = -100;
    internal const int OfdSetLock = 37, OfdGetLock = 36;
    internal const short LockRead = 0, LockWrite = 1, LockNone = 2;
    internal const int Eperm = 1, Eintr = 4, Enoent = 2, Eagain = 11, Eacces = 13, Eexist = 17, Enosys = 38, Etimedout = 110, Esrch = 3, Einval = 22, Enospc = 28, Eopnotsupp = 95, Efbig = 27, Edquot = 122;
    internal const uint RenameNoReplace = 1;
    internal const int SigTerm = 15, SigKill = 9;
    internal const int SolSocket = 1, SoPeerCred = 17;
    internal const int FallocKeepSize = 1, FallocPunchHole = 2;
    internal const int MadvPopulateWrite = 23, MadvHugePage = 14, MadvDontNeed = 4;

    [StructLayout(LayoutKind.Sequential)]
    internal struct FileLockRequest
    {
        internal short Type;
        internal short Whence;
        internal long Start;
        internal long Length;
        internal int Pid;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct TimeSpec
    {
        internal long Seconds;
        internal long Nanoseconds;
    }

    /// <summary>struct futex_waitv of linux/futex.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FutexWaitEntry
    {
        internal ulong Value;
        internal ulong Address;
        internal uint Flags;
        internal uint Reserved;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollEntry
    {
        internal int Descriptor;
        internal short Events;
        internal short Results;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct SocketCredentials
    {
        internal int Pid;
        internal uint Uid;
        internal uint Gid;
    }

    /// <summary>The head of struct statx of linux/stat.h, the same on every architecture.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FileStatus
    {
        [FieldOffset(20)] internal uint UserId;
        [FieldOffset(28)] internal ushort Mode;
        [FieldOffset(32)] internal ulong Inode;
        [FieldOffset(40)] internal ulong Size;
        [FieldOffset(96)] internal FileTime Changed;
        [FieldOffset(112)] internal FileTime Modified;
        [FieldOffset(136)] internal uint DeviceMajor;
        [FieldOffset(140)] internal uint DeviceMinor;
    }

    /// <summary>struct statx_timestamp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FileTime
    {
        internal long Seconds;
        internal uint Nanoseconds;
        internal int Reserved;

        internal readonly long Ns => unchecked(Seconds * 1_000_000_000 + Nanoseconds);
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Status(int directory, string path, int flags, uint mask, FileStatus* status);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, int descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    internal static partial nint Map(nint address, nuint length, int protection, int flags, SafeFileHandle descriptor, long offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    internal static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    internal static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    internal static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "ftruncate", SetLastError = true)]
    internal static partial int Truncate(SafeFileHandle descriptor, long length);

    [LibraryImport("libc", EntryPoint = "fallocate", SetLastError = true)]
    internal static partial int Allocate(SafeFileHandle descriptor, int mode, long offset, long length);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Rename(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int FileControl(SafeFileHandle descriptor, int command, FileLockRequest* request);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial long SystemCall(long number, nint a, nint b, nint c, nint d, nint e, nint f);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetSocketOption(nint socket, int level, int option, void* value, uint* length);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUserId();

    [LibraryImport("libc", EntryPoint = "setsid", SetLastError = true)]
    internal static partial int NewSession();

    [LibraryImport("libc", EntryPoint = "dup2", SetLastError = true)]
    internal static partial int Duplicate(int from, int to);

    [LibraryImport("libc", EntryPoint = "dup3", SetLastError = true)]
    internal static partial int Duplicate(int from, int to, int flags);

    [LibraryImport("libc", EntryPoint = "gettid")]
    internal static partial int ThreadId();

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    internal static partial int ClockTime(int clock, TimeSpec* time);

    [LibraryImport("libc", EntryPoint = "getpriority", SetLastError = true)]
    internal static partial int GetPriority(int kind, int id);

    [LibraryImport("libc", EntryPoint = "setpriority", SetLastError = true)]
    internal static partial int SetPriority(int kind, int id, int nice);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    /// <summary>struct rlimit of getrlimit(2) on 64-bit systems.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ResourceLimit
    {
        internal ulong Soft;
        internal ulong Hard;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    internal static partial int SetLimit(int resource, ResourceLimit* values);

    /// <summary>The last error as an exception that names the operation and its object.</summary>
    internal static IOException Failure(string operation, string subject)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{operation} of {subject} failed: {Marshal.GetPInvokeErrorMessage(error)} (errno {error})");
    }
}
