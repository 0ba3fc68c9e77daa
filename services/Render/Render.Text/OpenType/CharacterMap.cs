using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>
/// Which characters a face has: its table cmap, unpacked into a set of bits (formats 0, 4, 6, 10, 12 and 13). Immutable,
/// constant time.
/// </summary>
public sealed class CharacterMap
{
    private const int PageBits = 8, PageWords = 4, Pages = 0x110000 >> PageBits, MaxTables = 256;
    private readonly ulong[]?[] _pages;

    private CharacterMap(ulong[]?[] pages, bool isSymbol)
    {
        _pages = pages;
        IsSymbol = isSymbol;
    }

    /// <summary>A map without characters.</summary>
    public static CharacterMap Empty { get; } = new(new ulong[]?[Pages], false);

    /// <summary>Whether the face has symbols of its own at U+F000 to U+F0FF only (Wingdings).</summary>
    public bool IsSymbol { get; }

    /// <summary>Whether the face has a glyph for the character.</summary>
    public bool Contains(int codepoint)
    {
        if ((uint)codepoint >= 0x110000) return false;
        var page = _pages[codepoint >> PageBits];
        return page is not null && (page[(codepoint >> 6) & 3] & (1UL << (codepoint & 63))) != 0;
    }

    /// <summary>Unpacks the best subtable: full Unicode, else the basic plane, else symbols.</summary>
    /// <exception cref="InvalidFontException">The table is broken or has no subtable that is known.</exception>
    public static CharacterMap Parse(ReadOnlySpan<byte> table)
    {
        var reader = new SfntReader(table, "table cmap");
        reader.Skip(2);
        int count = reader.U16();
        if (count > MaxTables) throw reader.Invalid($"has {count} subtables; {MaxTables} are possible");
        int best = -1, bestRank = 0;
        for (var i = 0; i < count; i++)
        {
            int platform = reader.U16(), encoding = reader.U16();
            var offset = reader.Count32();
            var rank = Rank(platform, encoding, reader.At(offset).U16());
            if (rank > bestRank) (best, bestRank) = (offset, rank);
        }

        if (best < 0) throw reader.Invalid("has no Unicode subtable");
        var pages = new ulong[]?[Pages];
        Unpack(reader.At(best), pages);
        return new CharacterMap(pages, bestRank == 1);
    }

    private static int Rank(int platform, int encoding, int format)
    {
        if (format is not (0 or 4 or 6 or 10 or 12 or 13)) return 0;
        return (platform, encoding) switch
        {
            (3, 10) => 6,
            (0, 4 or 6) => 5,
            (3, 1) => 4,
            (0, _) => 3,
            (1, 0) => 2,
            (3, 0) => 1,
            _ => 0,
        };
    }

    private static void Unpack(SfntReader reader, ulong[]?[] pages)
    {
        var start = reader.Position;
        switch (reader.U16())
        {
            case 0:
                reader.Skip(4);
                for (var i = 0; i < 256; i++)
                {
                    if (reader.U8() != 0) Set(pages, i);
                }

                break;
            case 4:
                UnpackSegments(reader.At(start), pages);
                break;
            case 6:
                reader.Skip(4);
                UnpackArray(ref reader, reader.U16(), reader.U16(), pages);
                break;
            case 10:
                reader.Skip(10);
                UnpackArray(ref reader, reader.Count32(), reader.Count32(), pages);
                break;
            default: // 12 and 13
                UnpackGroups(reader.At(start), pages);
                break;
        }
    }

    private static void UnpackArray(ref SfntReader reader, int first, int count, ulong[]?[] pages)
    {
        if (first > 0x10FFFF || count > 0x110000 - first) throw reader.Invalid("maps characters beyond Unicode");
        for (var i = 0; i < count; i++)
        {
            if (reader.U16() != 0) Set(pages, first + i);
        }
    }

    private static void UnpackSegments(SfntReader reader, ulong[]?[] pages)
    {
        reader.Skip(6);
        var count = reader.U16() / 2;
        reader.Skip(6);
        var at = reader.Position;
        for (var i = 0; i < count; i++)
        {
            int end = reader.At(at + (i * 2)).U16(), first = reader.At(at + 2 + ((count + i) * 2)).U16();
            int delta = reader.At(at + 2 + (((2 * count) + i) * 2)).I16();
            var offsetAt = at + 2 + (((3 * count) + i) * 2);
            int offset = reader.At(offsetAt).U16();
            for (var codepoint = first; codepoint <= end && codepoint != 0xFFFF; codepoint++)
            {
                var glyph = codepoint + delta;
                if (offset is not (0 or 0xFFFF))
                {
                    var place = offsetAt + offset + ((codepoint - first) * 2);
                    if (place + 2 > reader.Length) break; // some fonts in use end short: what is there counts
                    glyph = reader.At(place).U16();
                    if (glyph != 0) glyph += delta;
                }

                if ((glyph & 0xFFFF) != 0) Set(pages, codepoint);
            }
        }
    }

    private static void UnpackGroups(SfntReader reader, ulong[]?[] pages)
    {
        int format = reader.U16();
        reader.Skip(10);
        var count = reader.Count32();
        if (count > (reader.Length - reader.Position) / 12) throw reader.Invalid("ends before its last group");
        long before = -1;
        for (var i = 0; i < count; i++)
        {
            int first = reader.Count32(), last = reader.Count32();
            var glyph = reader.U32();
            if (first <= before || last < first || last > 0x10FFFF) throw reader.Invalid($"has a group U+{first:X4} to U+{last:X4} out of order");
            before = last;
            for (var codepoint = first; codepoint <= last; codepoint++)
            {
                if (glyph != 0 || (format == 12 && codepoint > first)) Set(pages, codepoint);
            }
        }
    }

    private static void Set(ulong[]?[] pages, int codepoint)
    {
        var page = pages[codepoint >> PageBits] ??= new ulong[PageWords];
        page[(codepoint >> 6) & 3] |= 1UL << (codepoint & 63);
    }
}
