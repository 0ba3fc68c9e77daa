using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.OpenType;

namespace WasmEngine.Render.Skia;

/// <summary>Finds the font files of directories, and reads of each just what matching needs.</summary>
internal static class FontScanner
{
    private const int MaxTable = 1 << 20;
    private static readonly string[] Extensions = [".ttf", ".otf", ".ttc", ".otc"];

    /// <summary>Where a system keeps fonts, most wanted first; behind them those that come with the build.</summary>
    internal static IEnumerable<string> Directories()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return
        [
            Path.Combine(home, ".fonts"),
            Path.Combine(home, ".local/share/fonts"),
            "/usr/local/share/fonts",
            "/usr/share/fonts",
            Path.Combine(AppContext.BaseDirectory, "fonts"),
        ];
    }

    /// <summary>The files, sorted within each directory.</summary>
    internal static IEnumerable<string> Files(IEnumerable<string> directories)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        return directories.Where(Directory.Exists)
            .SelectMany(d => Directory.EnumerateFiles(d, "*", options).Where(IsFont).Order(StringComparer.Ordinal))
            .Distinct(StringComparer.Ordinal);
    }

    private static bool IsFont(string path) => Extensions.Any(e => path.EndsWith(e, StringComparison.OrdinalIgnoreCase));

    /// <summary>The faces of a file.</summary>
    /// <exception cref="InvalidFontException">It is no font.</exception>
    internal static IReadOnlyList<FontFile> Read(string path)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var offsets = SfntDirectory.FaceOffsets(ReadAt(file, 0, SfntDirectory.UsualSize, length));
        var faces = new List<FontFile>(offsets.Count);
        for (var i = 0; i < offsets.Count; i++)
        {
            var offset = offsets[i];
            // The directory's offsets count from the file's start; what is before the face is left out of the bytes.
            var head = ReadAt(file, offset, SfntDirectory.UsualSize, length);
            var directory = SfntDirectory.Parse(head);
            var info = FaceInfo.Read(tag => directory.TryGet(tag, out var at, out var size) ? ReadAt(file, at, Math.Min(size, MaxTable), length) : default(ReadOnlyMemory<byte>));
            faces.Add(new FontFile(path, i, offset, info));
        }

        return faces;
    }

    /// <summary>What matching needs of a font in memory.</summary>
    internal static FaceInfo ReadInfo(ReadOnlySpan<byte> bytes, int offset)
    {
        var directory = SfntDirectory.Parse(bytes, offset);
        var tables = new Dictionary<OpenTypeTag, byte[]>();
        foreach (var tag in (OpenTypeTag[])[TableTags.Name, TableTags.Os2, TableTags.Head, TableTags.Post, TableTags.Fvar])
            tables[tag] = directory.Table(bytes, tag).ToArray();
        return FaceInfo.Read(tag => tables[tag]);
    }

    private static byte[] ReadAt(Microsoft.Win32.SafeHandles.SafeFileHandle file, long offset, int count, long length)
    {
        var bytes = new byte[Math.Clamp(length - offset, 0, count)];
        var read = 0;
        while (read < bytes.Length)
        {
            var got = RandomAccess.Read(file, bytes.AsSpan(read), offset + read);
            if (got == 0) break;
            read += got;
        }

        return bytes;
    }
}
