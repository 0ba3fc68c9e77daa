using WasmEngine.Render.Text.Unicode;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Unicode;

public sealed class BidiParagraphTests
{
    [Theory]
    [InlineData("abc", BaseDirection.LeftToRight, "")] // nothing to do
    [InlineData("abc 123", BaseDirection.Auto, "")]
    [InlineData("abc", BaseDirection.RightToLeft, "222")]
    [InlineData("אבג", BaseDirection.LeftToRight, "111")]
    [InlineData("אבג", BaseDirection.Auto, "111")]
    [InlineData("a אב b", BaseDirection.LeftToRight, "001100")]
    [InlineData("אב ab", BaseDirection.RightToLeft, "11122")]
    [InlineData("אב 12", BaseDirection.RightToLeft, "11122")]
    [InlineData("א 1,2 ב", BaseDirection.LeftToRight, "1122211")]
    [InlineData("a(ב)c", BaseDirection.LeftToRight, "00100")]
    [InlineData("א(b)ג", BaseDirection.RightToLeft, "11211")]
    [InlineData("a\u2067b\u2069c", BaseDirection.LeftToRight, "00200")] // an isolate (dir=rtl)
    [InlineData("a\u202Eb\u202Cc", BaseDirection.LeftToRight, "00110")] // an override
    [InlineData("\u2068א\u2069 b", BaseDirection.LeftToRight, "01000")]
    public void Resolve_Text_GivesItsLevels(string text, BaseDirection direction, string expected) =>
        Assert.Equal(expected, string.Concat(BidiParagraph.Resolve(text, direction).Levels.ToArray()));

    [Fact]
    public void Resolve_SurrogatePair_HasOneLevel()
    {
        var bidi = BidiParagraph.Resolve("a\U00010800b", BaseDirection.LeftToRight); // a Cypriot letter
        Assert.Equal("0110", string.Concat(bidi.Levels.ToArray()));
    }

    [Fact]
    public void Resolve_SeveralParagraphs_EachHasItsDirection()
    {
        var bidi = BidiParagraph.Resolve("a\nא 1\nb", BaseDirection.Auto);
        Assert.Equal("0011210", string.Concat(bidi.Levels.ToArray()));
        Assert.Equal(0, bidi.BaseLevelAt(0));
        Assert.Equal(1, bidi.BaseLevelAt(2));
        Assert.Equal(0, bidi.BaseLevelAt(6));
    }

    [Fact]
    public void LineLevels_SpaceAtTheEnd_TakesTheBaseLevel()
    {
        var bidi = BidiParagraph.Resolve("אב גד", BaseDirection.LeftToRight);
        var levels = new byte[3];
        bidi.LineLevels(0, 3, levels);
        Assert.Equal([1, 1, 0], levels);
    }

    [Theory]
    [InlineData("000", "012")]
    [InlineData("010", "012")]
    [InlineData("0110", "0213")]
    [InlineData("1111", "3210")]
    [InlineData("11221", "42310")]
    [InlineData("0122210", "0523416")]
    public void ReorderVisually_Levels_GivesTheOrder(string levels, string expected)
    {
        var order = new int[levels.Length];
        BidiParagraph.ReorderVisually([.. levels.Select(l => (byte)(l - '0'))], order);
        Assert.Equal(expected, string.Concat(order));
    }

    [Fact]
    public void Resolve_DeepNesting_Ends()
    {
        var text = string.Concat(Enumerable.Repeat("\u2067\u202A(", 20_000)) + "אa" + string.Concat(Enumerable.Repeat(")\u202C\u2069", 20_000));
        var bidi = BidiParagraph.Resolve(text, BaseDirection.LeftToRight);
        Assert.All(bidi.Levels.ToArray(), l => Assert.InRange(l, 0, 127));
    }

    [Theory]
    [InlineData("hello “world” 漢字 😀", true)]
    [InlineData("a\u200Fb", false)]
    [InlineData("a\u202Ab", false)]
    [InlineData("٣", false)]
    public void IsCertainlyLeftToRight_Text_IsKnown(string text, bool expected) => Assert.Equal(expected, BidiParagraph.IsCertainlyLeftToRight(text));
}
