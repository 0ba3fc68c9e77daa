using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Shaping;

public sealed class TextItemizerTests
{
    private readonly FakeFont _latin = new("latin", c => c < 0x250);
    private readonly FakeFont _other = new("other", _ => true);
    private readonly FakeFontList _list;

    public TextItemizerTests() => _list = new FakeFontList(_latin, _other);

    [Theory]
    [InlineData("hello", "hello/0/Latin/latin")]
    [InlineData("12", "12/0/Common/latin")]
    [InlineData("héllo wörld", "héllo wörld/0/Latin/latin")]
    [InlineData("ab漢字cd", "ab/0/Latin/latin 漢字/0/Han/other cd/0/Latin/latin")]
    [InlineData("a Привет", "a /0/Latin/latin Привет/0/Cyrillic/other")]
    [InlineData("a(漢)b", "a(/0/Latin/latin 漢/0/Han/other )b/0/Latin/latin")] // a bracket has its partner's script
    [InlineData("e\u0323x", "e\u0323/0/Latin/other x/0/Latin/latin")] // a cluster has one font
    [InlineData("אב 12", "אב/1/Hebrew/other  /1/Hebrew/latin 12/2/Hebrew/latin")]
    [InlineData("a😀b", "a/0/Latin/latin 😀/0/Latin/other b/0/Latin/latin")]
    [InlineData("ひらがなカタカナ", "ひらがな/0/Hiragana/other カタカナ/0/Katakana/other")]
    public void Itemize_Text_GivesItsItems(string text, string expected)
    {
        var items = Itemize(text, new TextSpan(0, text.Length, _list));
        Assert.Equal(expected, string.Join(' ', items.Select(i => $"{text.Substring(i.Start, i.Length)}/{i.Level}/{i.Script}/{i.Font.FamilyName}")));
    }

    [Fact]
    public void Itemize_SpansOfOneFont_AreJoinedUnlessOneBreaksShaping()
    {
        Assert.Single(Itemize("AVAV", new(0, 2, _list), new(2, 2, _list)));
        Assert.Equal([2, 2], Itemize("AVAV", new(0, 2, _list), new(2, 2, _list, BreaksShaping: true)).Select(i => i.Length));
        var bold = new FakeFontList(new FakeFont("bold", _ => true), _other);
        Assert.Equal(["latin", "bold", "latin"], Itemize("aabbcc", new(0, 2, _list), new(2, 2, bold), new(4, 2, _list)).Select(i => i.Font.FamilyName));
    }

    [Fact]
    public void Itemize_RandomText_CoversItWithoutGaps()
    {
        const string alphabet = "ab ()[]12א ב漢か\u0301\u200d😀🇩🇪\ud800\u202B\u202C\n\t";
        var random = new Random(99);
        for (var round = 0; round < 3000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            var middle = random.Next(text.Length);
            var spans = middle == 0 ? new TextSpan[] { new(0, text.Length, _list) } : [new(0, middle, _list), new(middle, text.Length - middle, _list, random.Next(2) == 0)];
            var at = 0;
            foreach (var item in Itemize(text, spans))
            {
                Assert.Equal(at, item.Start);
                Assert.True(item.Length > 0);
                at = item.End;
            }

            Assert.Equal(text.Length, at);
        }
    }

    [Fact]
    public void Cut_SafePlace_ShapesNothing()
    {
        var shaper = new FakeShaper();
        var paragraphs = new ParagraphShaper(shaper, new ShapeCache(shaper));
        var items = new List<ShapedItem>();
        paragraphs.Shape("hello world", [new TextSpan(0, 11, _list)], [], items);
        var item = Assert.Single(items);
        Assert.Equal(50, paragraphs.Cut("hello world", item, 0, 5).Width);
        Assert.Single(shaper.Shaped);
    }

    [Fact]
    public void Shape_JoiningLettersOfTwoFonts_SeeEachOther()
    {
        var shaper = new FakeShaper();
        var paragraphs = new ParagraphShaper(shaper, new ShapeCache(shaper));
        var bold = new FakeFontList(new FakeFont("bold", _ => true), _other);
        paragraphs.Shape("ببب", [new TextSpan(0, 1, _list), new TextSpan(1, 2, bold)], [1, 1, 1], []);
        Assert.Equal(["ب|ببب", "بب|ببب"], shaper.Shaped);
    }

    private static List<TextItem> Itemize(string text, params TextSpan[] spans)
    {
        var items = new List<TextItem>();
        TextItemizer.Itemize(text, spans, BidiParagraph.Resolve(text, BaseDirection.LeftToRight).Levels, items);
        return items;
    }
}
