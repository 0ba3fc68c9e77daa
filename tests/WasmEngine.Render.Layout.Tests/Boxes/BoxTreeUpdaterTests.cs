using WasmEngine.Render.Dom;
using Xunit;

namespace WasmEngine.Render.Layout.Tests;

public sealed class BoxTreeUpdaterTests
{
    private const string Mixed = "<div id=a>x<p id=b>y</p>z</div><div id=c><p id=d>1</p><p id=e>2</p></div><div id=f style='display:flex'>t<span id=g>u</span></div>"
        + "<p id=h>in<b id=i>line</b></p><table id=j><tbody id=k><tr id=l><td id=m>c</td></tr></tbody></table><div id=n><span id=o>s<p id=p>split</p>t</span></div>"
        + "<div id=q style='display:contents'><i id=r>k</i></div><ol id=s style='list-style-type:decimal'><li id=t>one</li><li id=u>two</li></ol>";

    private static readonly string[] Fragments =
    [
        "text", " ", "<p>block</p>", "<span>inline</span>", "<i style='float:left'>f</i>", "<i style='position:absolute'>a</i>", "<span>a<p>b</p>c</span>",
        "<div style='display:table-cell'>cell</div>", "<br>", "<li>item</li>", "<div style='display:none'>n</div>", "<div style='display:contents'>c<p>d</p></div>",
        "<b before='content:x'>g</b>", "<div style='display:flex'>t</div>",
    ];

    private static readonly string[] StyleTexts =
    [
        "", "display:none", "display:block", "display:inline", "display:flex", "display:contents", "float:left", "position:absolute", "display:table-cell", "display:list-item", "display:inline-block",
    ];

    /// <summary>Random changes of tree and styles: after each the boxes are those of a tree made anew.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(19)]
    [InlineData(20)]
    public void Update_AfterRandomChanges_EqualsANewTree(int seed)
    {
        var random = new Random(seed);
        using var fixture = new BoxTreeFixture(Mixed);
        var body = (Element)fixture.Document.Root!.LastChild!;
        for (var step = 0; step < 400; step++)
        {
            var nodes = Document.Walk(body).ToArray();
            var node = nodes[random.Next(nodes.Length)];
            Change(fixture, random, body, node);
            if (random.Next(3) > 0) continue;
            var before = fixture.Update();
            fixture.Rebuild();
            Assert.Equal(fixture.Tree, before);
        }
    }

    [Fact]
    public void Update_AfterABlockWasInserted_LeavesItsSiblingsBoxes()
    {
        using var fixture = new BoxTreeFixture("<div id=a><p id=b>1</p><p id=c>2</p></div>");
        var kept = fixture["b"].LayoutData;
        fixture.Document.Insert(fixture["a"], HtmlParser.ParseFragment(fixture["a"], "<p>new</p>")[0], fixture["c"]);
        Assert.Equal("div[p~['1'] p~['new'] p~['2']]", fixture.Update());
        Assert.Same(kept, fixture["b"].LayoutData);
    }

    [Fact]
    public void Update_AfterATextChanged_KeepsTheBox()
    {
        using var fixture = new BoxTreeFixture("<p id=a>1</p>");
        var text = (TextNode)fixture["a"].FirstChild!;
        var kept = text.LayoutData;
        fixture.Document.SetText(text, "2");
        Assert.Equal("p~['2']", fixture.Update());
        Assert.Same(kept, text.LayoutData);
    }

    private static void Change(BoxTreeFixture fixture, Random random, Element body, Node node)
    {
        switch (random.Next(4))
        {
            case 0 when node is Element parent:
                var made = HtmlParser.ParseFragment(body, Fragments[random.Next(Fragments.Length)]);
                var before = random.Next(2) == 0 ? parent.FirstChild : null;
                foreach (var child in made) fixture.Document.Insert(parent, child, before);
                break;
            case 1 when node != body && random.Next(2) == 0:
                fixture.Document.Remove(node);
                break;
            case 2 when node is Element element && node != body:
                fixture.Restyle(element, StyleTexts[random.Next(StyleTexts.Length)], BoxChange.Boxes);
                break;
            case 3 when node is TextNode text:
                fixture.Document.SetText(text, random.Next(3) switch { 0 => " ", 1 => "changed", _ => "" });
                break;
            default:
                break;
        }
    }
}
