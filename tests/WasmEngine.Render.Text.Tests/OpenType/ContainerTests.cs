using System.IO.Compression;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.OpenType;
using Xunit;

namespace WasmEngine.Render.Text.Tests.OpenType;

public sealed class ContainerTests
{
    private static readonly OpenTypeTag Name = new("name"), Glyf = new("glyf"), Loca = new("loca");

    [Fact]
    public void Unpack_Woff2WithPlainTables_GivesThem()
    {
        byte[] name = [1, 2, 3, 4, 5], other = [9, 8, 7];
        // name has number 5 among the known tags; Test is written out.
        var directory = new TableBuilder().Append(5, (byte)name.Length).Append(63).Append("Test"u8).Append((byte)other.Length).ToArray();
        var font = FontContainer.Unpack(Woff2(2, directory, [.. name, .. other]));
        var sfnt = SfntDirectory.Parse(font);
        Assert.Equal(name, sfnt.Table(font, Name));
        Assert.Equal(other, sfnt.Table(font, new OpenTypeTag("Test")));
        Assert.True(sfnt.Table(font, Glyf).IsEmpty);
    }

    [Fact]
    public void Unpack_Woff2Glyphs_AreRebuilt()
    {
        // One empty glyph and a triangle (0,0) (300,0) (100,-50), all on the curve, box computed.
        var glyf = new TableBuilder().U16(0, 0, 2, 0).U32(4, 1, 3, 7, 0, 4, 0)
            .U16(0, 1).Append(3)
            .Append(1, 13, 84) // dy = 0; dx + (bits of 300 in two bytes); both in one byte each
            .Append(0, 44, 199, 49, 0) // 0; 300 - 256; 1 + 199 left, 1 + 49 down; no instructions
            .Append(0, 0) // the stream has two spare bytes
            .Zeros(4).ToArray();
        var directory = new TableBuilder().Append(10, 40, (byte)glyf.Length).Append(11, 6, 0).ToArray();
        var font = FontContainer.Unpack(Woff2(2, directory, glyf));
        var sfnt = SfntDirectory.Parse(font);
        var reader = sfnt.Table(font, Glyf);
        Assert.Equal(new TableBuilder().U16(1, 0, -50, 300, 0).U16(2, 0).ToArray(), reader[..14].ToArray());
        Assert.Equal(6, sfnt.Table(font, Loca).Length);
    }

    [Fact]
    public void Unpack_Woff2ThatIsBroken_SaysWhy()
    {
        var good = Woff2(1, [5, 3], [1, 2, 3]);
        Assert.Contains("decompressed", Refused([.. good.AsSpan(0, good.Length - 1), (byte)(good[^1] ^ 0xFF)], good.Length - 3), StringComparison.Ordinal);
        Assert.Contains("not well-formed", Refused(Woff2(1, [5, 0x80, 3], [1, 2, 3])), StringComparison.Ordinal);
        Assert.Contains("possible", Refused(Woff2(1, [5, 0xBF, 0xFF, 0xFF, 0x7F], [1])), StringComparison.Ordinal);
        Assert.Contains("ends too early", Refused(good[..20]), StringComparison.Ordinal);
        Assert.Contains("transformed", Refused(Woff2(1, [11, 6, 0], [])), StringComparison.Ordinal);
    }

    [Fact]
    public void FaceOffsets_Collection_GivesItsFaces()
    {
        Assert.Equal([20, 900], SfntDirectory.FaceOffsets(new TableBuilder().Append("ttcf"u8).U32(0x10000, 2, 20, 900).ToArray()));
        Assert.Equal([0], SfntDirectory.FaceOffsets(new TableBuilder().U32(0x10000).ToArray()));
        Assert.Throws<InvalidFontException>(() => SfntDirectory.FaceOffsets(new TableBuilder().Append("ttcf"u8).U32(0x10000, 100_000).ToArray()));
    }

    [Fact]
    public void Table_OutsideOfTheFile_IsRefused()
    {
        var font = new TableBuilder().U32(0x10000).U16(1, 0, 0, 0).Append("name"u8).U32(0, 20, 100).ToArray();
        Assert.Contains("name lies outside", Assert.Throws<InvalidFontException>(() => SfntDirectory.Parse(font).Table(font, Name)).Message, StringComparison.Ordinal);
    }

    private static string Refused(byte[] font, int change = -1)
    {
        if (change >= 0) font[change] ^= 0x55;
        return Assert.Throws<InvalidFontException>(() => FontContainer.Unpack(font)).Message;
    }

    private static byte[] Woff2(int tables, byte[] directory, byte[] payload)
    {
        var packed = new byte[BrotliEncoder.GetMaxCompressedLength(payload.Length) + 16];
        Assert.True(BrotliEncoder.TryCompress(payload, packed, out var length));
        return new TableBuilder().Append("wOF2"u8).U32(0x10000, 0).U16(tables, 0).U32(0, length).Zeros(24).Append(directory).Append(packed.AsSpan(0, length)).ToArray();
    }
}
