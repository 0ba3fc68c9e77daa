using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>What a name in the file system stands for, symbolic links not followed.</summary>
/// <param name="UserId">Who owns it.</param>
/// <param name="Mode">Type and permissions, as in inode(7).</param>
internal readonly record struct FileEntry(uint UserId, ushort Mode)
{
    private const int TypeMask = 0xF000, DirectoryType = 0x4000, RegularType = 0x8000;

    internal bool IsDirectory => (Mode & TypeMask) == DirectoryType;

    internal bool IsRegular => (Mode & TypeMask) == RegularType;

    /// <summary>Looks at a path.</summary>
    /// <exception cref="IOException">There is nothing, or the system refuses.</exception>
    internal static FileEntry Of(string path)
    {
        const int noFollow = 0x100;
        return Query(LibC.CurrentDirectory, path, noFollow, path);
    }

    /// <summary>Looks at an open file.</summary>
    internal static FileEntry Of(int descriptor, string path)
    {
        const int emptyPath = 0x1000;
        return Query(descriptor, "", emptyPath, path);
    }

    private static unsafe FileEntry Query(int directory, string path, int flags, string subject)
    {
        const uint typeModeOwner = 0x1 | 0x2 | 0x8;
        LibC.FileStatus status;
        if (LibC.Status(directory, path, flags, typeModeOwner, &status) != 0) throw LibC.Failure("looking at", subject);
        return new FileEntry(status.UserId, status.Mode);
    }
}
