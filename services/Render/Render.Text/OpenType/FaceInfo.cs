using System.Text;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>Gives a table's bytes, empty if the face has none.</summary>
public delegate ReadOnlyMemory<byte> TableSource(OpenTypeTag tag);

/// <summary>One axis of a variable font.</summary>
public readonly record struct VariationAxis(OpenTypeTag Tag, float Minimum, float Default, float Maximum);

/// <summary>What font matching has to know of a face: read from its tables name, OS/2, head, post and fvar.</summary>
public sealed record FaceInfo
{
    private static readonly float[] StretchOfClass = [50, 62.5f, 75, 87.5f, 100, 112.5f, 125, 150, 200];

    /// <summary>Names of the family: typographic (name 16) first, then that of name 1; not empty.</summary>
    public required IReadOnlyList<string> Families { get; init; }

    /// <summary>Full name (name 4); may be empty.</summary>
    public required string FullName { get; init; }

    /// <summary>PostScript name (name 6); may be empty.</summary>
    public required string PostScriptName { get; init; }

    /// <summary>Weight, 1 to 1000.</summary>
    public required float Weight { get; init; }

    /// <summary>Width in percent, 50 to 200.</summary>
    public required float Stretch { get; init; }

    /// <summary>Whether it is italic or oblique.</summary>
    public required bool IsSlanted { get; init; }

    /// <summary>Whether all glyphs have one width.</summary>
    public required bool IsMonospace { get; init; }

    /// <summary>The axes of a variable font, else empty.</summary>
    public required IReadOnlyList<VariationAxis> Axes { get; init; }

    /// <summary>Reads the tables.</summary>
    /// <exception cref="InvalidFontException">They can't be read.</exception>
    public static FaceInfo Read(TableSource tables)
    {
        var names = FontNames.Read(tables(TableTags.Name).Span);
        var os2 = new SfntReader(tables(TableTags.Os2).Span, "table OS/2");
        float weight = 400, stretch = 100;
        var slanted = false;
        if (os2.Length >= 64)
        {
            os2.Position = 4;
            weight = Weigh(os2.U16());
            stretch = StretchOfClass[Math.Clamp((int)os2.U16(), 1, 9) - 1];
            os2.Position = 62;
            slanted = (os2.U16() & 0x0201) != 0; // ITALIC, OBLIQUE
        }

        var head = new SfntReader(tables(TableTags.Head).Span, "table head");
        if (head.Length >= 46)
        {
            head.Position = 44;
            var style = head.U16();
            slanted |= (style & 2) != 0;
            if (os2.Length < 64 && (style & 1) != 0) weight = 700;
        }

        var post = new SfntReader(tables(TableTags.Post).Span, "table post");
        if (post.Length >= 16) post.Position = 12;
        return new FaceInfo
        {
            Families = names.Families,
            FullName = names.FullName,
            PostScriptName = names.PostScriptName,
            Weight = weight,
            Stretch = stretch,
            IsSlanted = slanted,
            IsMonospace = post.Position == 12 && post.U32() != 0,
            Axes = ReadAxes(new SfntReader(tables(TableTags.Fvar).Span, "table fvar")),
        };
    }

    // Old fonts count from 1 to 9.
    private static float Weigh(int value) => value is > 0 and < 10 ? value * 100 : Math.Clamp(value, 1, 1000);

    private static VariationAxis[] ReadAxes(SfntReader reader)
    {
        if (reader.Length < 16) return [];
        reader.Position = 4;
        int offset = reader.U16();
        reader.Skip(2);
        int count = reader.U16(), size = reader.U16();
        if (size < 20) throw reader.Invalid($"has axes of {size} bytes; 20 are needed");
        var axes = new VariationAxis[count];
        for (var i = 0; i < count; i++)
        {
            var axis = reader.At(offset + (i * size));
            axes[i] = new VariationAxis(new OpenTypeTag(axis.U32()), Fixed(axis.U32()), Fixed(axis.U32()), Fixed(axis.U32()));
        }

        return axes;
    }

    private static float Fixed(uint value) => (int)value / 65536f;
}

/// <summary>The table name.</summary>
internal readonly record struct FontNames(IReadOnlyList<string> Families, string FullName, string PostScriptName)
{
    private const int Family = 1, Full = 4, PostScript = 6, TypographicFamily = 16, MaxNameBytes = 1024;
    private const int EnglishUs = 0x409, Windows = 3, Macintosh = 1;

    internal static FontNames Read(ReadOnlySpan<byte> table)
    {
        Span<int> ranks = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue];
        var found = new string?[4];
        var families = new List<string>();
        var reader = new SfntReader(table, "table name");
        if (reader.Length < 6) throw reader.Invalid("is missing");
        reader.Skip(2);
        int count = reader.U16(), storage = reader.U16();
        for (var i = 0; i < count; i++)
        {
            int platform = reader.U16(), encoding = reader.U16(), language = reader.U16(), id = reader.U16(), length = reader.U16(), offset = reader.U16();
            if (id is not (Family or Full or PostScript or TypographicFamily) || length > MaxNameBytes) continue;
            if (storage + offset + length > reader.Length) continue; // one bad name does not spoil the others
            if (Decode(table.Slice(storage + offset, length), platform, encoding) is not { Length: > 0 } name) continue;
            if (id is Family or TypographicFamily && !families.Contains(name, StringComparer.OrdinalIgnoreCase)) families.Add(name);
            var rank = platform == Windows ? (language == EnglishUs ? 0 : 2) : language == 0 ? 1 : 3;
            var slot = id switch { Family => 0, TypographicFamily => 1, Full => 2, _ => 3 };
            if (rank >= ranks[slot]) continue;
            (ranks[slot], found[slot]) = (rank, name);
        }

        if (families.Count == 0) throw reader.Invalid("has no family name");
        Promote(families, found[0]);
        Promote(families, found[1]);
        return new FontNames(families, found[2] ?? "", found[3] ?? "");
    }

    private static void Promote(List<string> families, string? name)
    {
        if (name is null) return;
        families.RemoveAll(f => string.Equals(f, name, StringComparison.OrdinalIgnoreCase));
        families.Insert(0, name);
    }

    private static string? Decode(ReadOnlySpan<byte> bytes, int platform, int encoding)
    {
        if (platform == Macintosh) return encoding == 0 ? Encoding.Latin1.GetString(bytes).Trim() : null;
        return platform is 0 or Windows && bytes.Length % 2 == 0 ? Encoding.BigEndianUnicode.GetString(bytes).Trim('\0', ' ') : null;
    }
}
