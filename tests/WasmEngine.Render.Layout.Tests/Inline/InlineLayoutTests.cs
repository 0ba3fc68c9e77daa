using WasmEngine.Render.Dom;
using Xunit;

namespace WasmEngine.Render.Layout.Tests;

public sealed class InlineLayoutTests
{
    [Fact]
    public void Ellipsis_OfATextThatIsCut_ShowsWhatFits()
    {
        using var document = new InlineDocument("<div id=d style='width:100px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis'>hello big wide world</div>");
        var shown = new List<string>();
        var hidden = new List<string>();
        Collect(document.Engine.Root!, shown, hidden);
        Assert.Equal(["hello big", "…"], [shown[0].TrimEnd(), shown[1]]);
        Assert.Equal(["hello big wide world"], hidden);
    }

    [Theory]
    [InlineData("a<b>b</b> c", 800, "ab c")]
    [InlineData("  a  <b> b </b> c ", 800, "a b c")]
    [InlineData("a <br> b", 800, "a|b")]
    [InlineData("aaa bbb", 40, "aaa|bbb")]
    [InlineData("aaa&shy;bbb", 40, "aaa\u2010|bbb")]
    [InlineData("<span style='white-space:pre'> a  b </span>", 800, " a  b ")]
    public void Lines_OfText_HoldWhatWhiteSpaceLeaves(string body, int width, string lines)
    {
        using var document = new InlineDocument($"<div id=d style='width:{width}px'>{body}</div>");
        var found = new List<string>();
        Lines(document.Engine.Root!, found);
        Assert.Equal(lines, string.Join('|', found).Replace("\u00AD", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Change_OfOneText_ShapesItAlone()
    {
        using var document = new InlineDocument("<div id=a>first text here</div><div>second text here</div><div>third one</div>");
        var before = document.Cache.Misses;
        var text = (TextNode)document.Document.FindById("a")!.FirstChild!;
        document.Document.SetText(text, "changed text there");
        document.Engine.TextChanged(text);
        document.Engine.Update();
        Assert.Equal(before + 1, document.Cache.Misses);
    }

    [Fact]
    public void Measure_OfALine_IsTheSameWhenItIsLaidOutAgain()
    {
        using var document = new InlineDocument("<div id=d style='width:300px;text-align:justify'>some words that make a line or two, <b>some of them</b> within others</div>");
        var before = document["d"];
        document.Engine.Invalidate();
        document.Engine.Update();
        Assert.Equal(before, document["d"]);
    }

    private static void Collect(Fragment fragment, List<string> shown, List<string> hidden)
    {
        foreach (var link in fragment.Children)
        {
            if (link.Fragment is TextFragment text) (link.IsHidden ? hidden : shown).Add(text.Text.Substring(text.Start, text.Length));
            Collect(link.Fragment, shown, hidden);
        }
    }

    private static void Lines(Fragment fragment, List<string> lines)
    {
        foreach (var (child, _) in fragment.Children)
        {
            if (child.Kind != FragmentKind.Line)
            {
                Lines(child, lines);
                continue;
            }

            var texts = new List<string>();
            Collect(child, texts, []);
            lines.Add(string.Concat(texts));
        }
    }
}
