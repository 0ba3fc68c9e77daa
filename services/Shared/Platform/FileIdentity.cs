using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// A file in one state: while all this is the same, so are its contents, unless it changed twice within one step of the file
/// system's clock.
/// </summary>
/// <param name="Device">Major and minor number of its device.</param>
/// <param name="Inode">Its number there.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedNs">Nanoseconds from 1970 to the last change of its contents, as anyone may set it.</param>
/// <param name="ChangedNs">Nanoseconds from 1970 to the last change of anything, as the kernel notes it.</param>
public readonly record struct FileIdentity(ulong Device, ulong Inode, long Size, long ModifiedNs, long ChangedNs)
{
    /// <summary>When it changed last, whichever of both times says so.</summary>
    public DateTimeOffset LastChange => DateTimeOffset.UnixEpoch.AddTicks(Math.Max(ModifiedNs, ChangedNs) / 100);

    /// <summary>The file that a path leads to, links followed; null when there is none, or the system has no such notion.</summary>
    public static FileIdentity? TryOf(string path) =>
        OperatingSystem.IsWindows() || path.Contains('\0', StringComparison.Ordinal) ? null : Query(LibC.CurrentDirectory, path, 0);

    /// <summary>An open file; null when the system has no such notion.</summary>
    public static FileIdentity? TryOf(SafeFileHandle file)
    {
        if (OperatingSystem.IsWindows()) return null;
        const int emptyPath = 0x1000;
        var held = false;
        try
        {
            file.DangerousAddRef(ref held);
            return Query((int)file.DangerousGetHandle(), "", emptyPath);
        }
        finally
        {
            if (held) file.DangerousRelease();
        }
    }

    private static unsafe FileIdentity? Query(int directory, string path, int flags)
    {
        const uint timesInodeAndSize = 0x40 | 0x80 | 0x100 | 0x200;
        LibC.FileStatus status;
        if (LibC.Status(directory, path, flags, timesInodeAndSize, &status) != 0) return null;
        return new FileIdentity(((ulong)status.DeviceMajor << 32) | status.DeviceMinor, status.Inode, (long)status.Size, status.Modified.Ns, status.Changed.Ns);
    }
}
