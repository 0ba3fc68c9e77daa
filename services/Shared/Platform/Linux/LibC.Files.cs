using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace WasmEngine.Platform.Linux;

/// <summary>Calls on files relative to open directories.</summary>
internal static unsafe partial class LibC
{
    internal const int OpenWriteOnly = 1, OpenNoTerminal = 0x100, OpenTruncate = 0x200, OpenAppend = 0x400, OpenNonBlocking = 0x800;
    internal const int OpenDataSync = 0x1000, OpenSync = 0x101000, OpenPathOnly = 0x200000;
    internal static readonly int OpenDirectory = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;
    internal const int AtSymlinkNoFollow = 0x100, AtRemoveDirectory = 0x200, AtEmptyPath = 0x1000;
    internal const ulong ResolveNoMagicLinks = 0x02, ResolveBeneath = 0x08;
    internal const uint StatusBasic = 0x7FF;
    internal const int ControlSetFlags = 4;
    internal const int LimitOpenFiles = 7;
    internal const long TimeNow = 0x3FFFFFFF, TimeOmit = 0x3FFFFFFE;

    /// <summary>Number of openat2(2), the same on every architecture.</summary>
    internal const long OpenBeneathNumber = 437;

    /// <summary>Number of getdents64(2).</summary>
    internal static readonly long DirectoryEntriesNumber = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 61 : 217;

    /// <summary>struct open_how of linux/openat2.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct OpenHow
    {
        internal ulong Flags;
        internal ulong Mode;
        internal ulong Resolve;
    }

    /// <summary>struct statx of linux/stat.h, as far as it is read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FullStatus
    {
        [FieldOffset(16)] internal uint Links;
        [FieldOffset(28)] internal ushort Mode;
        [FieldOffset(32)] internal ulong Inode;
        [FieldOffset(40)] internal ulong Size;
        [FieldOffset(64)] internal StatusTime Accessed;
        [FieldOffset(96)] internal StatusTime Changed;
        [FieldOffset(112)] internal StatusTime Modified;
        [FieldOffset(136)] internal uint DeviceMajor;
        [FieldOffset(140)] internal uint DeviceMinor;
    }

    /// <summary>struct statx_timestamp.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct StatusTime
    {
        internal long Seconds;
        internal uint Nanoseconds;
        internal int Reserved;
    }

    /// <summary>The head of struct statfs.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct FileSystemStatus
    {
        [FieldOffset(0)] internal long Type;
    }

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    internal static partial long SystemCall(long number, SafeFileHandle descriptor, nint b, nint c, nint d);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    internal static partial int Status(SafeFileHandle directory, byte* path, int flags, uint mask, FullStatus* status);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    internal static partial int FileSystem(SafeFileHandle descriptor, FileSystemStatus* status);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    internal static partial nint Read(SafeFileHandle descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    internal static partial nint Write(SafeFileHandle descriptor, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "pread", SetLastError = true)]
    internal static partial nint ReadAt(SafeFileHandle descriptor, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "pwrite", SetLastError = true)]
    internal static partial nint WriteAt(SafeFileHandle descriptor, byte* buffer, nuint length, long offset);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    internal static partial long Seek(SafeFileHandle descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    internal static partial int Sync(SafeFileHandle descriptor);

    [LibraryImport("libc", EntryPoint = "fdatasync", SetLastError = true)]
    internal static partial int SyncData(SafeFileHandle descriptor);

    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    internal static partial int AdviseFile(SafeFileHandle descriptor, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int FileControl(SafeFileHandle descriptor, int command, nint argument);

    [LibraryImport("libc", EntryPoint = "utimensat", SetLastError = true)]
    internal static partial int SetTimes(SafeFileHandle directory, byte* path, TimeSpec* times, int flags);

    [LibraryImport("libc", EntryPoint = "mkdirat", SetLastError = true)]
    internal static partial int MakeDirectory(SafeFileHandle directory, byte* path, uint mode);

    [LibraryImport("libc", EntryPoint = "unlinkat", SetLastError = true)]
    internal static partial int Unlink(SafeFileHandle directory, byte* path, int flags);

    [LibraryImport("libc", EntryPoint = "renameat2", SetLastError = true)]
    internal static partial int Rename(SafeFileHandle fromDirectory, byte* from, SafeFileHandle toDirectory, byte* to, uint flags);

    [LibraryImport("libc", EntryPoint = "linkat", SetLastError = true)]
    internal static partial int Link(SafeFileHandle fromDirectory, byte* from, SafeFileHandle toDirectory, byte* to, int flags);

    [LibraryImport("libc", EntryPoint = "symlinkat", SetLastError = true)]
    internal static partial int SymbolicLink(byte* target, SafeFileHandle directory, byte* path);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    internal static partial nint ReadLink(SafeFileHandle directory, byte* path, byte* buffer, nuint length);

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    internal static partial int GetLimit(int resource, ResourceLimit* limit);

    [LibraryImport("libc", EntryPoint = "nanosleep", SetLastError = true)]
    internal static partial int Sleep(TimeSpec* time, TimeSpec* remaining);
}
