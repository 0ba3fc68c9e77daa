using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>
/// The operating system's calls on open files, as thin as they come, for who serves foreign code: results are counts or
/// negative error numbers (errno(3) of this system), nothing throws, nothing allocates. Thread-safe as the kernel is.
/// </summary>
public static unsafe class FileCalls
{
    /// <summary>Reads at the file's position; 0 at its end.</summary>
    public static long Read(SafeFileHandle file, Span<byte> bytes)
    {
        fixed (byte* target = bytes)
        {
            while (true)
            {
                var read = LibC.Read(file, target, (nuint)bytes.Length);
                if (read >= 0) return read;
                if (LastError() is var error and not LibC.Eintr) return -error;
            }
        }
    }

    /// <summary>Reads at an offset; 0 at the file's end.</summary>
    public static long Read(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        fixed (byte* target = bytes)
        {
            while (true)
            {
                var read = LibC.ReadAt(file, target, (nuint)bytes.Length, offset);
                if (read >= 0) return read;
                if (LastError() is var error and not LibC.Eintr) return -error;
            }
        }
    }

    /// <summary>Writes at the file's position.</summary>
    public static long Write(SafeFileHandle file, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* source = bytes)
        {
            while (true)
            {
                var written = LibC.Write(file, source, (nuint)bytes.Length);
                if (written >= 0) return written;
                if (LastError() is var error and not LibC.Eintr) return -error;
            }
        }
    }

    /// <summary>Writes at an offset.</summary>
    public static long Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        fixed (byte* source = bytes)
        {
            while (true)
            {
                var written = LibC.WriteAt(file, source, (nuint)bytes.Length, offset);
                if (written >= 0) return written;
                if (LastError() is var error and not LibC.Eintr) return -error;
            }
        }
    }

    /// <summary>Moves the file's position; whence 0 start, 1 position, 2 end. The new position.</summary>
    public static long Seek(SafeFileHandle file, long offset, int whence) => Result(LibC.Seek(file, offset, whence));

    /// <summary>Attributes.</summary>
    public static int Stat(SafeFileHandle file, out FileStat stat)
    {
        byte empty = 0;
        return StatAt(file, &empty, LibC.AtEmptyPath, out stat);
    }

    internal static int StatAt(SafeFileHandle directory, byte* path, int flags, out FileStat stat)
    {
        LibC.FullStatus found;
        if (LibC.Status(directory, path, flags, LibC.StatusBasic, &found) != 0)
        {
            stat = default;
            return -LastError();
        }

        stat = new FileStat(
            ((ulong)found.DeviceMajor << 32) | found.DeviceMinor, found.Inode, KindOf(found.Mode), found.Links, found.Size,
            Nanoseconds(found.Accessed), Nanoseconds(found.Modified), Nanoseconds(found.Changed));
        return 0;
    }

    private static long Nanoseconds(in LibC.StatusTime time) => unchecked((time.Seconds * 1_000_000_000) + time.Nanoseconds);

    private static FileKind KindOf(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => FileKind.Regular,
        0x4000 => FileKind.Directory,
        0xA000 => FileKind.SymbolicLink,
        0x2000 => FileKind.CharacterDevice,
        0x6000 => FileKind.BlockDevice,
        0x1000 => FileKind.Pipe,
        0xC000 => FileKind.Socket,
        _ => FileKind.Unknown,
    };

    /// <summary>Sets the length.</summary>
    public static int SetLength(SafeFileHandle file, long length) => (int)Result(LibC.Truncate(file, length));

    /// <summary>Sets space aside; the file grows as needed.</summary>
    public static int Allocate(SafeFileHandle file, long offset, long length) => (int)Result(LibC.Allocate(file, 0, offset, length));

    /// <summary>Waits until its bytes are on disk, and its attributes unless <paramref name="dataOnly"/>.</summary>
    public static int Sync(SafeFileHandle file, bool dataOnly) => (int)Result(dataOnly ? LibC.SyncData(file) : LibC.Sync(file));

    /// <summary>Tells how it will be used: 0 normal, 1 random, 2 sequential, 3 will need, 4 won't need, 5 no reuse.</summary>
    public static int Advise(SafeFileHandle file, long offset, long length, int advice) => -LibC.AdviseFile(file, offset, length, advice);

    /// <summary>Switches appending on or off.</summary>
    public static int SetAppend(SafeFileHandle file, bool append) =>
        (int)Result(LibC.FileControl(file, LibC.ControlSetFlags, LibC.OpenNonBlocking | (append ? LibC.OpenAppend : 0)));

    /// <summary>Sets an open file's times; a reference will do.</summary>
    public static int SetTimes(SafeFileHandle file, FileTime accessed, FileTime modified)
    {
        byte empty = 0;
        return SetTimesAt(file, &empty, LibC.AtEmptyPath, accessed, modified);
    }

    internal static int SetTimesAt(SafeFileHandle directory, byte* path, int flags, FileTime accessed, FileTime modified)
    {
        var times = stackalloc LibC.TimeSpec[2] { ToNative(accessed), ToNative(modified) };
        return (int)Result(LibC.SetTimes(directory, path, times, flags));
    }

    private static LibC.TimeSpec ToNative(FileTime time) => time.Kind switch
    {
        FileTimeKind.Now => new LibC.TimeSpec { Nanoseconds = LibC.TimeNow },
        FileTimeKind.Set => new LibC.TimeSpec { Seconds = (long)(time.Ns / 1_000_000_000), Nanoseconds = (long)(time.Ns % 1_000_000_000) },
        _ => new LibC.TimeSpec { Nanoseconds = LibC.TimeOmit },
    };

    internal static long Result(long value) => value < 0 ? -LastError() : value;

    internal static int LastError() => Marshal.GetLastPInvokeError();
}
