using System.Text;
using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>Much text is laid out in a time that grows with it: what these do would take hours otherwise.</summary>
public sealed class InlineScaleTests
{
    [Fact]
    public void Lines_OfAnEndlessWord_BreakAnywhere()
    {
        using var document = new InlineDocument($"<div id=d style='width:100px;overflow-wrap:anywhere'>{new string('x', 1_000_000)}</div>");
        Assert.EndsWith(" 2000000", document["d"], StringComparison.Ordinal); // ten in each line of 20 px
    }

    [Fact]
    public void Line_OfAnEndlessWord_SticksOut()
    {
        using var document = new InlineDocument($"<div id=d style='width:100px'>{new string('x', 1_000_000)}</div>");
        Assert.Equal("0 0 100 20", document["d"]);
    }

    [Fact]
    public void Lines_OfManyWords_AreAsManyAsFit()
    {
        using var document = new InlineDocument($"<div id=d style='width:100px'>{string.Concat(Enumerable.Repeat("hello big world ", 100_000))}</div>");
        Assert.Equal("0 0 100 3000000", document["d"]); // two words a line
    }

    [Fact]
    public void Lines_WithForcedBreaks_AreAsManyAsBreaks()
    {
        using var document = new InlineDocument($"<div id=d style='white-space:pre'>{string.Concat(Enumerable.Repeat("a line of text\n", 100_000))}x</div>");
        Assert.Equal("0 0 800 2000020", document["d"]);
    }

    [Fact]
    public void Lines_OfManyElements_AreAsManyAsFit()
    {
        using var document = new InlineDocument($"<div id=d style='width:100px'>{string.Concat(Enumerable.Repeat("<b>hello</b> <i>big</i> world ", 30_000))}</div>");
        Assert.Equal("0 0 100 900000", document["d"]);
    }

    [Fact]
    public void Lines_InBothDirections_AreLaidOut()
    {
        using var document = new InlineDocument($"<div id=d style='width:100px'>{string.Concat(Enumerable.Repeat("שלום big עולם ", 50_000))}</div>");
        Assert.StartsWith("0 0 100 ", document["d"], StringComparison.Ordinal);
    }

    [Fact]
    public void Layout_Again_ShapesNothing()
    {
        var words = new StringBuilder();
        for (var i = 0; i < 200; i++) words.Append("<p id=p").Append(i).Append(">Paragraph number ").Append(i).Append(" has <b>words</b> in it. </p>");
        using var document = new InlineDocument(words.ToString());
        var misses = document.Cache.Misses;
        document.Engine.Resize(new LayoutOptions { ViewportWidth = 200 });
        document.Engine.Update();
        Assert.Equal(misses, document.Cache.Misses);
    }
}
