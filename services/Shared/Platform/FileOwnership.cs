using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>What a file is and whose. On Windows, where per-user directories are private, everything counts as private.</summary>
public static unsafe class FileOwnership
{
    private const int TypeMask = 0xF000, RegularFile = 0x8000, DirectoryType = 0x4000, OthersMask = 0x3F;
    private const int EmptyPath = 0x1000, NoFollow = 0x100, CurrentDirectory = -100;
    private const int TypeModeAndOwner = 0x1 | 0x2 | 0x8;

    /// <summary>Whether an open file is a regular file of this user's that nobody else may read or write.</summary>
    public static bool IsPrivateFile(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows()) return true;
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return IsPrivate(file.DangerousGetHandle(), "", EmptyPath, RegularFile);
        }
        finally
        {
            if (held) file.DangerousRelease();
        }
    }

    /// <summary>Whether a path is a directory (not a link to one) of this user's that nobody else may enter, read or write.</summary>
    public static bool IsPrivateDirectory(string path) => OperatingSystem.IsWindows() || IsPrivate(CurrentDirectory, path, NoFollow, DirectoryType);

    /// <summary>Whether a path, links followed, is a regular file: opening another kind may block, reading it may never end.</summary>
    public static bool IsRegularFile(string path) =>
        OperatingSystem.IsWindows() ? File.Exists(path) : TryStat(CurrentDirectory, path, 0, out var status) && (status.Mode & TypeMask) == RegularFile;

    private static bool IsPrivate(nint directory, string path, int flags, int type) =>
        TryStat(directory, path, flags, out var status)
        && (status.Mode & TypeMask) == type && (status.Mode & OthersMask) == 0 && status.UserId == LibC.EffectiveUserId();

    private static bool TryStat(nint directory, string path, int flags, out Status status)
    {
        var name = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            fixed (Status* target = &status) return LibC.SystemCall(StatusNumber, directory, name, flags, TypeModeAndOwner, (nint)target, 0) == 0;
        }
        finally
        {
            Marshal.FreeCoTaskMem(name);
        }
    }

    /// <summary>Number of statx(2), whose layout is the same on every architecture.</summary>
    private static long StatusNumber => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 291 : 332;

    /// <summary>The part of struct statx that is asked for.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Status
    {
        [FieldOffset(20)] public uint UserId;
        [FieldOffset(28)] public ushort Mode;
    }
}
