using System.Text;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Dom.Tests;

public sealed class HtmlParserTests
{
    [Fact]
    public void Parse_SmallDocument_HasTreeLinesAndAttributes()
    {
        var document = HtmlParser.Parse("<!doctype html>\n<html><body>\n<p ID=a Class='x y'>Hi <b>there</b></p>\n<!-- no -->\n<script>var x = '<p>';</script><style>p {}</style>");
        Assert.False(document.IsQuirky);
        var p = document.FindById("a")!;
        Assert.Equal("p", p.Tag);
        Assert.Equal(3, p.Line);
        Assert.Equal(["x", "y"], p.Classes.ToArray());
        Assert.Equal("Hi there", p.TextContent());
        Assert.Equal("<html><head></head><body>\n<p id=\"a\" class=\"x y\">Hi <b>there</b></p>\n\n<script>var x = '<p>';</script><style>p {}</style></body></html>", Html(document.Root!));
        Assert.Empty(document.Issues.Issues);
    }

    [Fact]
    public void Parse_LinesBeyondSixteenBits_AreRight()
    {
        var document = HtmlParser.Parse("<!doctype html>" + new string('\n', 100_000) + "<p id=a>");
        Assert.Equal(100_001, document.FindById("a")!.Line);
    }

    [Theory]
    [InlineData("<p>a", true)]
    [InlineData("<!doctype html><p>a", false)]
    [InlineData("<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2//EN\"><p>", true)]
    public void Parse_Doctype_DecidesQuirks(string source, bool quirky) => Assert.Equal(quirky, HtmlParser.Parse(source).IsQuirky);

    [Fact]
    public void Parse_Svg_KeepsNamespaceAndCase()
    {
        var document = HtmlParser.Parse("<svg viewbox='0 0 1 1'><linearGradient id=g></linearGradient><foreignObject><p id=p></p></foreignObject></svg>");
        var gradient = document.FindById("g")!;
        Assert.Equal("linearGradient", gradient.Tag);
        Assert.Equal(ElementNamespace.Svg, gradient.Namespace);
        Assert.Equal("0 0 1 1", gradient.Parent!.Attribute("viewBox"));
        Assert.Equal(ElementNamespace.Html, document.FindById("p")!.Namespace);
    }

    [Fact]
    public void Parse_Template_ContentIsSkipped()
    {
        var document = HtmlParser.Parse("<template id=t><p>hidden</p></template><p id=p>shown");
        Assert.Null(document.FindById("t")!.FirstChild);
        Assert.Equal("shown", document.FindById("p")!.TextContent());
    }

    [Theory]
    [InlineData("<div>")]
    [InlineData("<span>")]
    [InlineData("<b>")]
    [InlineData("<table><tr><td>")]
    [InlineData("<svg><g>")]
    [InlineData("<ul><li>")]
    [InlineData("<object>")]
    [InlineData("<p><object>")]
    public void Parse_NestedHundredThousandDeep_IsFlattened(string piece)
    {
        var document = HtmlParser.Parse(string.Concat(Enumerable.Repeat(piece, 100_000)) + "end");
        Assert.True(Depth(document.Root!) <= 512, $"depth {Depth(document.Root!)}");
        Assert.EndsWith("end", document.Root!.TextContent(), StringComparison.Ordinal);
        Assert.Contains(document.Issues.Issues, i => i.Severity == IssueSeverity.Limit);
    }

    [Fact]
    public void Parse_DifferentFormattingElements_Ends()
    {
        var source = new StringBuilder();
        for (var i = 0; i < 20_000; i++) source.Append("<b id=x").Append(i).Append('>');
        var document = HtmlParser.Parse(source.ToString());
        Assert.True(Depth(document.Root!) <= 512);
    }

    [Fact]
    public void Parse_FormattingElementsReopenedWithoutEnd_StopsAtTheLimit()
    {
        var source = new StringBuilder();
        for (var i = 0; i < 2_000; i++) source.Append("<p><b id=x").Append(i).Append('>');
        var document = HtmlParser.Parse(source.ToString(), new DocumentLimits { Nodes = 100_000 });
        Assert.InRange(document.NodeCount, 1000, 100_000);
        Assert.Contains(document.Issues.Issues, i => i.Severity == IssueSeverity.Limit);
    }

    [Fact]
    public void Parse_SixHundredDeep_DeepestBecomeSiblingsInOrder()
    {
        var source = new StringBuilder("<!doctype html>");
        for (var i = 3; i <= 600; i++) source.Append("<div id=d").Append(i).Append('>').Append(i);
        for (var i = 3; i <= 600; i++) source.Append("</div>");
        source.Append("<p id=after>");
        var document = HtmlParser.Parse(source.ToString());
        var last = document.FindById("d512")!;
        Assert.Equal(512, DepthOf(last));
        Assert.Same(document.FindById("d513"), last.NextElement);
        Assert.Equal("600", document.FindById("d600")!.TextContent());
        Assert.Equal("body", document.FindById("after")!.Parent!.Tag);
    }

    [Fact]
    public void Parse_MillionElements_AreAllThere()
    {
        var document = HtmlParser.Parse(string.Concat(Enumerable.Repeat("<p>x", 1_000_000)));
        Assert.Equal(2_000_003, document.NodeCount);
        Assert.Empty(document.Issues.Issues);
    }

    [Fact]
    public void Parse_MoreNodesThanAllowed_RestIsLeftOut()
    {
        var document = HtmlParser.Parse(string.Concat(Enumerable.Repeat("<p>x", 1000)), new DocumentLimits { Nodes = 100 });
        Assert.InRange(document.NodeCount, 50, 100);
        Assert.Contains(document.Issues.Issues, i => i.Severity == IssueSeverity.Limit);
    }

    [Fact]
    public void Parse_ManyAttributes_RestIsLeftOut()
    {
        var source = new StringBuilder("<p id=a ");
        for (var i = 0; i < 100_000; i++) source.Append(" a").Append(i).Append("=1");
        var document = HtmlParser.Parse(source.Append('>').ToString());
        Assert.Equal(1000, document.FindById("a")!.Attributes.Length);
    }

    [Fact]
    public void Parse_Empty_HasRoot()
    {
        var document = HtmlParser.Parse("");
        Assert.Equal("<html><head></head><body></body></html>", Html(document.Root!));
    }

    [Fact]
    public void ParseFragment_InTableRow_KeepsCells()
    {
        var document = HtmlParser.Parse("<table><tr id=r></table>");
        HtmlParser.SetInnerHtml(document.FindById("r")!, "<td>1<td>2");
        Assert.Equal("<td>1</td><td>2</td>", Html(document.FindById("r")!, inner: true));
    }

    [Fact]
    public void SetInnerHtml_InSvg_MakesSvgElements()
    {
        var document = HtmlParser.Parse("<svg id=s><rect/></svg>");
        HtmlParser.SetInnerHtml(document.FindById("s")!, "<circle id=c r=1 />");
        Assert.Equal(ElementNamespace.Svg, document.FindById("c")!.Namespace);
        Assert.Same(document.FindById("s")!.FirstChild, document.FindById("c"));
    }

    [Fact]
    public void SetInnerHtml_VeryDeep_StaysWithinTheLimit()
    {
        var document = HtmlParser.Parse("<div><div id=a>old");
        HtmlParser.SetInnerHtml(document.FindById("a")!, string.Concat(Enumerable.Repeat("<div>", 100_000)) + "new");
        Assert.True(Depth(document.Root!) <= 512);
        Assert.Equal("new", document.FindById("a")!.TextContent());
    }

    private static int DepthOf(Node node)
    {
        var depth = 0;
        for (var at = node; at is not null; at = at.Parent) depth++;
        return depth;
    }

    private static int Depth(Element root)
    {
        var deepest = 0;
        var depths = new Dictionary<Element, int>();
        foreach (var element in Document.Walk(root).OfType<Element>())
        {
            var depth = element == root ? 1 : depths[element.Parent!] + 1;
            depths[element] = depth;
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }

    private static string Html(Node node, bool inner = false)
    {
        if (node is TextNode text) return text.Data;
        var element = (Element)node;
        var html = new StringBuilder();
        if (!inner)
        {
            html.Append('<').Append(element.Tag);
            foreach (var attribute in element.Attributes) html.Append(' ').Append(attribute.Name).Append("=\"").Append(attribute.Value).Append('"');
            html.Append('>');
        }

        for (var child = element.FirstChild; child is not null; child = child.Next) html.Append(Html(child));
        if (!inner) html.Append("</").Append(element.Tag).Append('>');
        return html.ToString();
    }
}
