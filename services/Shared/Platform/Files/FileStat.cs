namespace WasmEngine.Platform;

/// <summary>Sorts of things in a file system.</summary>
public enum FileKind
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>A file with bytes.</summary>
    Regular,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A character device.</summary>
    CharacterDevice,

    /// <summary>A block device.</summary>
    BlockDevice,

    /// <summary>A named pipe.</summary>
    Pipe,

    /// <summary>A Unix socket.</summary>
    Socket,
}

/// <summary>Attributes of a file. Times are nanoseconds since 1970.</summary>
/// <param name="Device">Number of the file system.</param>
/// <param name="Inode">Number in the file system.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Links">Names that it has.</param>
/// <param name="Size">Bytes.</param>
/// <param name="AccessedNs">Last read.</param>
/// <param name="ModifiedNs">Last change of its bytes.</param>
/// <param name="ChangedNs">Last change of its attributes.</param>
public readonly record struct FileStat(ulong Device, ulong Inode, FileKind Kind, ulong Links, ulong Size, long AccessedNs, long ModifiedNs, long ChangedNs);

/// <summary>How to open a file.</summary>
[Flags]
public enum FileOpening
{
    /// <summary>Neither reading nor writing.</summary>
    None = 0,

    /// <summary>For reading.</summary>
    Read = 1,

    /// <summary>For writing.</summary>
    Write = 2,

    /// <summary>Made when it does not exist.</summary>
    Create = 4,

    /// <summary>With <see cref="Create"/>: fails when it exists.</summary>
    Exclusive = 8,

    /// <summary>Emptied.</summary>
    Truncate = 16,

    /// <summary>Must be a directory.</summary>
    Directory = 32,

    /// <summary>Fails when its last part is a symbolic link.</summary>
    NoFollow = 64,

    /// <summary>Writes go to the end.</summary>
    Append = 128,

    /// <summary>Writes end when the bytes are on disk.</summary>
    DataSync = 256,

    /// <summary>Writes end when bytes and attributes are on disk.</summary>
    Sync = 512,

    /// <summary>Only a reference: not opened in the sense of the file system, no effect on what it names.</summary>
    Reference = 1024,
}

/// <summary>A time to set.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Ns">Nanoseconds since 1970, with <see cref="FileTimeKind.Set"/>.</param>
public readonly record struct FileTime(FileTimeKind Kind, ulong Ns);

/// <summary>What to do with a file's time.</summary>
public enum FileTimeKind
{
    /// <summary>Left as it is.</summary>
    Keep,

    /// <summary>The time that is given.</summary>
    Set,

    /// <summary>The present.</summary>
    Now,
}
