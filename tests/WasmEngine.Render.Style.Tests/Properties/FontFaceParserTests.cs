using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

public sealed class FontFaceParserTests
{
    [Fact]
    public void FontFace_TakesItsDescriptors()
    {
        var face = Parse("font-family: 'My Font'; src: local(X Y), url(a.woff2) format('WOFF2'), url(b.ttf) tech(variations), 5px, url('c') format(truetype); "
            + "font-weight: 200 700; font-style: italic; font-stretch: 75% 125%; unicode-range: U+26, u+0-7F, U+4??; font-display: swap")!;
        Assert.Equal("My Font", face.Family);
        Assert.Equal(
            [new FontSource(null, "X Y", null), new FontSource("file:///d/a.woff2", null, "woff2"), new FontSource("file:///d/b.ttf", null, null), new FontSource("file:///d/c", null, "truetype")],
            face.Sources);
        Assert.Equal((200f, 700f, 75f, 125f, FontSlant.Italic), (face.MinWeight, face.MaxWeight, face.MinStretch, face.MaxStretch, face.Slant));
        Assert.Equal([new(0x26, 0x26), new(0, 0x7F), new(0x400, 0x4FF)], face.Ranges);
    }

    [Theory]
    [InlineData("font-family: X")]
    [InlineData("src: url(a)")]
    [InlineData("font-family: X, Y; src: url(a)")]
    [InlineData("font-family: X; src: 5px")]
    public void FontFace_WithoutFamilyOrSource_IsRefused(string css) => Assert.Null(Parse(css));

    [Theory]
    [InlineData("U+110000")]
    [InlineData("U+5-4")]
    [InlineData("U+5?-6")]
    [InlineData("5")]
    [InlineData("U+1234567")]
    public void UnicodeRange_ThatIsNone_IsIgnored(string range) => Assert.Empty(Parse($"font-family: X; src: url(a); unicode-range: {range}")!.Ranges);

    private static FontFace? Parse(string css)
    {
        var options = new CssOptions { BaseUrl = "file:///d/s.css", Issues = new IssueLog() };
        var rule = (AtRule)Assert.Single(StyleSheetParser.Parse($"@font-face {{ {css} }}", options).Rules);
        return FontFaceParser.Parse(rule, options);
    }
}
