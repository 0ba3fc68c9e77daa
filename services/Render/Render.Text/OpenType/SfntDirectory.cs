using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>Where the tables of one face lie in its file (OpenType, "Organization of an OpenType Font").</summary>
public sealed class SfntDirectory
{
    /// <summary>Bytes from a file's start in which the directory of a face usually lies.</summary>
    public const int UsualSize = 12 + (16 * 40);

    internal const uint TrueType = 0x00010000, OpenTypeCff = 0x4F54544F, AppleTrueType = 0x74727565, Collection = 0x74746366;
    private const int MaxTables = 256, MaxFaces = 256;
    private readonly Entry[] _tables; // few: looking through them is as fast as anything

    private SfntDirectory(Entry[] tables) => _tables = tables;

    private readonly record struct Entry(uint Tag, int Offset, int Length);

    /// <summary>Reads the directory of a face.</summary>
    /// <param name="bytes">The file's beginning, as much of it as the directory needs.</param>
    /// <param name="faceOffset">Where the face begins; 0 unless the file is a collection.</param>
    /// <exception cref="InvalidFontException">It is none.</exception>
    public static SfntDirectory Parse(ReadOnlySpan<byte> bytes, int faceOffset = 0)
    {
        var reader = new SfntReader(bytes, "table directory").At(faceOffset);
        var version = reader.U32();
        if (version is not (TrueType or OpenTypeCff or AppleTrueType)) throw reader.Invalid($"begins with 0x{version:X8}, which is no kind of font that is known");
        int count = reader.U16();
        if (count is 0 or > MaxTables) throw reader.Invalid($"has {count} tables; 1 to {MaxTables} are possible");
        reader.Skip(6);
        var tables = new Entry[count];
        for (var i = 0; i < count; i++)
        {
            var tag = reader.U32();
            reader.Skip(4); // checksum: many fonts in use have wrong ones
            tables[i] = new Entry(tag, reader.Count32(), reader.Count32());
        }

        return new SfntDirectory(tables);
    }

    /// <summary>Where the faces of a file begin: one, or several if it is a collection.</summary>
    public static IReadOnlyList<int> FaceOffsets(ReadOnlySpan<byte> bytes)
    {
        var reader = new SfntReader(bytes, "collection header");
        if (reader.U32() != Collection) return [0];
        reader.Skip(4);
        var count = reader.Count32();
        if (count is 0 or > MaxFaces) throw reader.Invalid($"has {count} faces; 1 to {MaxFaces} are possible");
        var offsets = new int[count];
        for (var i = 0; i < count; i++) offsets[i] = reader.Count32();
        return offsets;
    }

    /// <summary>Where a table lies in the file; false if the face has none. It may point outside of the file.</summary>
    public bool TryGet(OpenTypeTag tag, out int offset, out int length)
    {
        foreach (ref readonly var entry in _tables.AsSpan())
        {
            if (entry.Tag != tag.Value) continue;
            (offset, length) = (entry.Offset, entry.Length);
            return true;
        }

        (offset, length) = (0, 0);
        return false;
    }

    /// <summary>A table's bytes; empty if the face has none.</summary>
    /// <exception cref="InvalidFontException">It lies outside of the file.</exception>
    public ReadOnlySpan<byte> Table(ReadOnlySpan<byte> file, OpenTypeTag tag)
    {
        if (!TryGet(tag, out var offset, out var length)) return default;
        if (offset > file.Length || length > file.Length - offset) throw new InvalidFontException($"the font's table {tag} lies outside of the file");
        return file.Slice(offset, length);
    }
}

/// <summary>Tags of the tables that are read here.</summary>
public static class TableTags
{
    /// <summary>Character to glyph mapping.</summary>
    public static readonly OpenTypeTag Cmap = new("cmap");

    /// <summary>Font header.</summary>
    public static readonly OpenTypeTag Head = new("head");

    /// <summary>Horizontal header.</summary>
    public static readonly OpenTypeTag Hhea = new("hhea");

    /// <summary>Names.</summary>
    public static readonly OpenTypeTag Name = new("name");

    /// <summary>Metrics and classes.</summary>
    public static readonly OpenTypeTag Os2 = new("OS/2");

    /// <summary>Underline, and whether glyphs have one width.</summary>
    public static readonly OpenTypeTag Post = new("post");

    /// <summary>Axes of a variable font.</summary>
    public static readonly OpenTypeTag Fvar = new("fvar");

    /// <summary>Number of glyphs.</summary>
    public static readonly OpenTypeTag Maxp = new("maxp");
}
