using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Unicode;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Unicode;

/// <summary>Graphemes, words and emoji where Unicode's own test files are missing.</summary>
public sealed class BoundaryTests
{
    [Theory]
    [InlineData("abc", "a|b|c")]
    [InlineData("e\u0301a", "e\u0301|a")]
    [InlineData("\r\n\n", "\r\n|\n")]
    [InlineData("각가", "각|가")]
    [InlineData("👨\u200d👩\u200d👧x", "👨\u200d👩\u200d👧|x")]
    [InlineData("🇩🇪🇫🇷", "🇩🇪|🇫🇷")]
    [InlineData("👍🏽👍", "👍🏽|👍")]
    public void Next_Clusters_StayWhole(string text, string expected)
    {
        var parts = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var next = GraphemeBreaker.Next(text, at);
            parts.Add(text[at..next]);
            Assert.Equal(at, GraphemeBreaker.Previous(text, next));
            Assert.True(GraphemeBreaker.IsBoundaryAt(text, next));
            at = next;
        }

        Assert.Equal(expected, string.Join('|', parts));
    }

    [Theory]
    [InlineData("The quick fox", "The| |quick| |fox")]
    [InlineData("can't 3.14 a_b", "can't| |3.14| |a_b")]
    [InlineData("(x)", "(|x|)")]
    public void Next_Words_AreFound(string text, string expected)
    {
        var parts = new List<string>();
        for (int at = 0, next; at < text.Length; at = next)
        {
            next = WordBreaker.Next(text, at);
            parts.Add(text[at..next]);
        }

        Assert.Equal(expected, string.Join('|', parts));
    }

    [Theory]
    [InlineData("a", EmojiPresentation.None)]
    [InlineData("1", EmojiPresentation.None)]
    [InlineData("1\uFE0F\u20E3", EmojiPresentation.Emoji)]
    [InlineData("😀", EmojiPresentation.Emoji)]
    [InlineData("😀\uFE0E", EmojiPresentation.Text)]
    [InlineData("❤", EmojiPresentation.Text)]
    [InlineData("❤\uFE0F", EmojiPresentation.Emoji)]
    [InlineData("🇩🇪", EmojiPresentation.Emoji)]
    public void PresentationOf_Cluster_IsKnown(string cluster, EmojiPresentation expected) => Assert.Equal(expected, EmojiSequences.PresentationOf(cluster));

    [Theory]
    [InlineData('a', Script.Latin, "Latn")]
    [InlineData('я', Script.Cyrillic, "Cyrl")]
    [InlineData('漢', Script.Han, "Hani")]
    [InlineData(' ', Script.Common, "Zyyy")]
    [InlineData('\u0301', Script.Inherited, "Zinh")]
    public void Lookup_Character_HasItsScript(int codepoint, Script script, string code)
    {
        Assert.Equal(script, UnicodeData.Lookup(codepoint).Script);
        Assert.Equal(code, UnicodeData.CodeOf(script));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0x110000)]
    public void Lookup_OutOfRange_IsUnassigned(int codepoint) => Assert.True(UnicodeData.Lookup(codepoint).IsUnassigned);
}
