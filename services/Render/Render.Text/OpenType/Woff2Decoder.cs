using System.IO.Compression;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Text.OpenType;

/// <summary>WOFF 2.0: all tables in one Brotli stream, glyf, loca and hmtx rearranged (W3C Recommendation, §4 and §5).</summary>
internal static class Woff2Decoder
{
    internal const uint Signature = 0x774F4632; // wOF2
    private const int ArbitraryTag = 63, NullTransformOfGlyphs = 3, MaxTables = 256;

    private const string KnownTags = "cmapheadhheahmtxmaxpnameOS/2postcvt fpgmglyflocaprepCFF VORGEBDTEBLCgasphdmxkernLTSHPCLTVDMXvheavmtxBASEGDEFGPOSGSUBEBSC" +
        "JSTFMATHCBDTCBLCCOLRCPALSVG sbixacntavarbdatblocbslncvarfdscfeatfmtxfvargvarhstyjustlcarmortmorxopbdproptrakZapfSilfGlatGlocFeatSill";

    private static readonly OpenTypeTag Glyf = new("glyf"), Loca = new("loca"), Hmtx = new("hmtx");

    private readonly record struct Entry(OpenTypeTag Tag, int Transform, int Length, int Packed)
    {
        internal bool IsTransformed => Tag == Glyf || Tag == Loca ? Transform != NullTransformOfGlyphs : Transform != 0;
    }

    internal static byte[] Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new SfntReader(bytes.Span, "WOFF2 header") { Position = 4 };
        var flavor = reader.U32();
        if (flavor == SfntDirectory.Collection) throw reader.Invalid("is that of a collection; a document's font must be a single one");
        reader.Skip(4);
        int count = reader.U16();
        if (count is 0 or > MaxTables) throw reader.Invalid($"has {count} tables; 1 to {MaxTables} are possible");
        reader.Skip(6);
        var packed = reader.Count32();
        reader.Position = 48;
        var entries = new Entry[count];
        for (var i = 0; i < count; i++) entries[i] = ReadEntry(ref reader);
        var total = entries.Sum(e => (long)e.Packed);
        if (total > FontContainer.MaxSize) throw reader.Invalid($"promises {total} bytes; {FontContainer.MaxSize} are possible");
        var data = Decompress(reader.Take(packed), (int)total);
        return SfntWriter.Write(flavor, Rebuild(entries, data));
    }

    private static Entry ReadEntry(ref SfntReader reader)
    {
        int flags = reader.U8();
        var known = flags & 0x3F;
        var tag = known == ArbitraryTag ? new OpenTypeTag(reader.U32()) : new OpenTypeTag(KnownTags.Substring(known * 4, 4));
        var length = Base128(ref reader);
        var entry = new Entry(tag, flags >> 6, length, length);
        return entry.IsTransformed ? entry with { Packed = Base128(ref reader) } : entry;
    }

    private static byte[] Decompress(ReadOnlySpan<byte> packed, int length)
    {
        var data = new byte[length];
        if (!BrotliDecoder.TryDecompress(packed, data, out var written) || written != length)
            throw new InvalidFontException("the font's WOFF2 data can't be decompressed: they are broken or of another length than the header says");
        return data;
    }

    private static List<(OpenTypeTag Tag, ReadOnlyMemory<byte> Bytes)> Rebuild(Entry[] entries, byte[] data)
    {
        var places = new Dictionary<OpenTypeTag, (Entry Entry, ReadOnlyMemory<byte> Bytes)>();
        var at = 0;
        foreach (var entry in entries)
        {
            places[entry.Tag] = (entry, data.AsMemory(at, entry.Packed));
            at += entry.Packed;
        }

        var tables = new List<(OpenTypeTag Tag, ReadOnlyMemory<byte> Bytes)>();
        var glyphs = places.TryGetValue(Glyf, out var glyf) && glyf.Entry.IsTransformed ? Woff2Glyphs.Rebuild(glyf.Bytes.Span) : null;
        foreach (var (tag, (entry, bytes)) in places)
        {
            if (!entry.IsTransformed) tables.Add((tag, bytes));
            else if (glyphs is not null && tag == Glyf) tables.Add((tag, glyphs.Glyf));
            else if (glyphs is not null && tag == Loca) tables.Add((tag, glyphs.Loca));
            else if (glyphs is not null && tag == Hmtx) tables.Add((tag, RebuildMetrics(bytes.Span, glyphs, places.GetValueOrDefault(TableTags.Hhea).Bytes.Span)));
            else throw new InvalidFontException($"the font's table {tag} is transformed in a way that is not known, or without the table glyf");
        }

        return tables;
    }

    // §5.4: left side bearings that equal the glyphs' xMin are left out.
    private static byte[] RebuildMetrics(ReadOnlySpan<byte> bytes, Woff2Glyphs glyphs, ReadOnlySpan<byte> hhea)
    {
        var header = new SfntReader(hhea, "table hhea") { Position = 34 };
        int wide = header.U16(), count = glyphs.XMins.Length;
        var reader = new SfntReader(bytes, "transformed table hmtx");
        int flags = reader.U8();
        if (flags is 0 or > 3 || wide > count || wide == 0) throw reader.Invalid($"has the flags {flags} and {wide} of {count} advances");
        var writer = new GlyphWriter((wide * 4) + ((count - wide) * 2));
        Span<ushort> advances = new ushort[wide];
        foreach (ref var advance in advances) advance = reader.U16();
        for (var i = 0; i < count; i++)
        {
            var omitted = i < wide ? (flags & 1) != 0 : (flags & 2) != 0;
            var bearing = omitted ? glyphs.XMins[i] : reader.I16();
            if (i < wide) writer.U16(advances[i]);
            writer.U16((ushort)bearing);
        }

        return writer.ToArray();
    }

    // UIntBase128 (§4.1): at most five bytes, no leading zeros.
    private static int Base128(ref SfntReader reader)
    {
        uint value = 0;
        for (var i = 0; i < 5; i++)
        {
            uint next = reader.U8();
            if ((i == 0 && next == 0x80) || (value & 0xFE000000) != 0) break;
            value = (value << 7) | (next & 0x7F);
            if ((next & 0x80) == 0 && value <= int.MaxValue) return (int)value;
        }

        throw reader.Invalid("has a length that is not well-formed");
    }
}
