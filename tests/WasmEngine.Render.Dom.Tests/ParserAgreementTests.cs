using System.Text;
using WasmEngine.Render.Dom;
using Source = AngleSharp.Dom;

namespace WasmEngine.Render.Dom.Tests;

/// <summary>Our tree, built without the library's DOM, is the one that the library itself builds.</summary>
public sealed class ParserAgreementTests
{
    private static readonly string[] Pieces =
    [
        "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i class=x>", "</i>", "<a href=1>", "</a>", "<table>", "</table>", "<tr>", "<td>", "</td>", "</tr>", "<tbody>", "<caption>", "<col>",
        "<ul>", "<li>", "</ul>", "<dl><dt>", "<dd>", "<select>", "<option>", "</select>", "<br>", "</br>", "<hr/>", "<h1>", "</h2>", "<pre>\n", "<textarea>", "</textarea>", "<button>", "</button>",
        "<svg>", "<foreignObject>", "<g/>", "</svg>", "<math>", "<mi>", "</math>", "<form>", "</form>", "<input type=text>", "<style>", "</style>", "<script>", "</script>",
        "<body id=b>", "</body>", "<html lang=en>", "</html>", "<head>", "<title>", "</title>", "<meta charset=utf-8>", "<!-- c -->", "<nobr>", "<font color=red>", "<noscript>", "</noscript>",
        " ", "\n", "text", "&amp;", "&nbsp;", "<x-y>", "</x-y>", "<ruby><rt>", "<frameset>", "<applet>", "</applet>", "<object>", "<img src=x>", "<iframe>", "</iframe>", "<details>", "<summary>",
    ];

    [Fact]
    public void Parse_RandomSource_GivesTheLibrarysTree()
    {
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var random = new Random(seed);
        for (var round = 0; round < 3000; round++)
        {
            var source = new StringBuilder(random.Next(3) == 0 ? "" : "<!doctype html>");
            var count = random.Next(1, 30);
            for (var i = 0; i < count; i++) source.Append(Pieces[random.Next(Pieces.Length)]);
            var text = source.ToString();
            var expected = new StringBuilder();
            var theirs = new AngleSharp.Html.Parser.HtmlParser(new AngleSharp.Html.Parser.HtmlParserOptions { IsScripting = true }).ParseDocument(text);
            Write(theirs.DocumentElement, expected);
            var actual = new StringBuilder();
            var ours = HtmlParser.Parse(text);
            Write(ours.Root!, actual);
            Assert.Empty(ours.Issues.Issues);
            Assert.True(expected.ToString() == actual.ToString(), $"seed {seed}, round {round}: {text}\nexpected {expected}\nactual   {actual}");
            Assert.True(ours.IsQuirky == (theirs.CompatMode == "BackCompat"), text);
        }
    }

    private static void Write(Source.INode node, StringBuilder to)
    {
        if (node is Source.IText text) to.Append(text.Data);
        if (node is not Source.IElement element) return;
        to.Append('<').Append(element.LocalName).Append('|').Append(element.NamespaceUri?.Contains("svg", StringComparison.Ordinal));
        foreach (var attribute in element.Attributes) to.Append(' ').Append(attribute.Name).Append('=').Append(attribute.Value);
        to.Append('>');
        if (element is not AngleSharp.Html.Dom.IHtmlTemplateElement)
        {
            foreach (var child in element.ChildNodes) Write(child, to);
        }

        to.Append("</>");
    }

    private static void Write(Node node, StringBuilder to)
    {
        if (node is TextNode text) to.Append(text.Data);
        if (node is not Element element) return;
        to.Append('<').Append(element.Tag).Append('|').Append(element.Namespace == ElementNamespace.Svg);
        foreach (var attribute in element.Attributes) to.Append(' ').Append(attribute.Name).Append('=').Append(attribute.Value);
        to.Append('>');
        for (var child = element.FirstChild; child is not null; child = child.Next) Write(child, to);
        to.Append("</>");
    }
}
