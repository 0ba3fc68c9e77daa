using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.OpenType;
using Xunit;

namespace WasmEngine.Render.Text.Tests.OpenType;

public sealed class TableTests
{
    [Fact]
    public void CharacterMap_Segments_GiveTheirCharacters()
    {
        // U+0041 to U+0043 by delta, U+0061 and U+0063 by an array in which U+0062 has no glyph.
        var subtable = new TableBuilder().U16(4, 0, 0, 6, 0, 0, 0).U16(0x43, 0x63, 0xFFFF, 0, 0x41, 0x61, 0xFFFF).U16(-0x40, 0, 1).U16(0, 4, 0).U16(5, 0, 6).ToArray();
        var map = CharacterMap.Parse(Cmap(3, 1, subtable));
        Assert.Equal([0x41, 0x42, 0x43, 0x61, 0x63], Enumerable.Range(0, 0x11000).Where(map.Contains));
    }

    [Fact]
    public void CharacterMap_Groups_GiveTheirCharacters()
    {
        var map = CharacterMap.Parse(Cmap(3, 10, new TableBuilder().U16(12, 0).U32(0, 0, 2).U32(0x20, 0x22, 1).U32(0x1F600, 0x1F601, 9).ToArray()));
        Assert.Equal([0x20, 0x21, 0x22, 0x1F600, 0x1F601], Enumerable.Range(0, 0x20000).Where(map.Contains));
        Assert.False(map.Contains(-1));
        Assert.False(map.Contains(0x110000));
    }

    [Fact]
    public void CharacterMap_TrimmedArray_GivesItsCharacters()
    {
        var map = CharacterMap.Parse(Cmap(0, 3, new TableBuilder().U16(6, 0, 0, 0x30, 3).U16(7, 0, 8).ToArray()));
        Assert.Equal([0x30, 0x32], Enumerable.Range(0, 0x100).Where(map.Contains));
    }

    [Fact]
    public void CharacterMap_GroupsOutOfOrderOrCutShort_AreRefused()
    {
        var backwards = Cmap(3, 10, new TableBuilder().U16(12, 0).U32(0, 0, 2).U32(0x40, 0x41, 1).U32(0x20, 0x21, 1).ToArray());
        Assert.Contains("out of order", Assert.Throws<InvalidFontException>(() => CharacterMap.Parse(backwards)).Message, StringComparison.Ordinal);
        var huge = Cmap(3, 10, new TableBuilder().U16(12, 0).U32(0, 0, int.MaxValue).ToArray());
        Assert.Contains("table cmap ends before", Assert.Throws<InvalidFontException>(() => CharacterMap.Parse(huge)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidFontException>(() => CharacterMap.Parse([]));
    }

    [Fact]
    public void FaceInfo_Tables_GiveNamesAndStyle()
    {
        var info = FaceInfo.Read(TableBuilder.Source(
            ("name", TableBuilder.Names((1, "My Sans Condensed"), (16, "My Sans"), (4, "My Sans Condensed Bold"), (6, "MySans-CondBold"))),
            ("OS/2", TableBuilder.Os2(700, 3, 1))));
        Assert.Equal(["My Sans", "My Sans Condensed"], info.Families);
        Assert.Equal(("My Sans Condensed Bold", "MySans-CondBold"), (info.FullName, info.PostScriptName));
        Assert.Equal((700f, 75f, true), (info.Weight, info.Stretch, info.IsSlanted));
        Assert.Empty(info.Axes);
    }

    [Fact]
    public void FaceInfo_Axes_AreRead()
    {
        var fvar = new TableBuilder().U16(1, 0, 16, 2, 1, 20, 0, 0).U32(0x77676874, 100 << 16, 400 << 16, 900 << 16).U16(0, 0).ToArray();
        var info = FaceInfo.Read(TableBuilder.Source(("name", TableBuilder.Names((1, "Var"))), ("fvar", fvar)));
        Assert.Equal(new VariationAxis(new OpenTypeTag("wght"), 100, 400, 900), Assert.Single(info.Axes));
    }

    [Fact]
    public void FaceInfo_NoName_IsRefused() =>
        Assert.Contains("table name", Assert.Throws<InvalidFontException>(() => FaceInfo.Read(TableBuilder.Source())).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 900, 210, 18, 4)] // from hhea
    [InlineData(1 << 7, 800, 200, 16, 4)] // the font says that OS/2 counts
    public void FaceMetrics_Lines_AreChosenAndRounded(int selection, int ascent, int descent, float roundedAscent, float roundedDescent)
    {
        var metrics = FaceMetrics.Read(TableBuilder.Source(("head", TableBuilder.Head(1000)), ("hhea", TableBuilder.Hhea(900, -210, 25)), ("OS/2", TableBuilder.Os2(400, 5, selection, 800, -200))));
        Assert.Equal((ascent, descent), (metrics.Ascent, metrics.Descent));
        var scaled = metrics.Scale(20, (5, 0, 0));
        Assert.Equal((roundedAscent, roundedDescent), (scaled.Ascent, scaled.Descent));
        Assert.Equal(10, scaled.XHeight);
        Assert.Equal(10, scaled.ZeroWidth); // half of the size where there is no 0
        Assert.Equal(20, scaled.IdeographWidth);
        Assert.Equal(5, scaled.SpaceWidth);
    }

    [Fact]
    public void FaceMetrics_NoUnitsOrNoTable_AreRefused()
    {
        Assert.Throws<InvalidFontException>(() => FaceMetrics.Read(TableBuilder.Source(("head", TableBuilder.Head(0)), ("hhea", TableBuilder.Hhea(1, 1, 1)))));
        Assert.Contains("table hhea", Assert.Throws<InvalidFontException>(() => FaceMetrics.Read(TableBuilder.Source(("head", TableBuilder.Head(1000))))).Message, StringComparison.Ordinal);
    }

    private static byte[] Cmap(int platform, int encoding, byte[] subtable) => new TableBuilder().U16(0, 1, platform, encoding).U32(12).Append(subtable).ToArray();
}
