using WasmEngine.Fuzz.Documents;
using WasmEngine.Render.Dom;
using Xunit;

namespace WasmEngine.Render.Pages.Tests;

/// <summary>After changes boxes and display list are those of a new page. Each case was found by the fuzz target `document`.</summary>
public sealed class IncrementalPaintTests
{
    private const string Generated = "<style>#a::before{content:'x';display:block}</style>";
    private const string Inheriting = "<style>#a::after{content:'x';background:inherit;border:inherit}</style>";
    private const string Letter = "<style>#a::before{content:'x'}</style>";

    /// <summary>Changes, one after another with an update after each: the element with the id a gets an attribute.</summary>
    [Theory]
    [InlineData(Inheriting + "<div id=a style='background:red'>text<p>block</p>end</div>", "style=background:lime")]
    [InlineData(Inheriting + "<div id=a style='border:2px solid red'>text<p>block</p>end</div>", "style=border:2px solid lime")]
    [InlineData(Generated + "<div id=a style='display:table-row;letter-spacing:5px'>t</div>", "style=display:table-row")]
    [InlineData("<style>table{border-collapse:collapse}td{border:1px solid}</style><table id=a><tr><td>x</table>", "style=color:red")]
    [InlineData("<table><tr id=a><td>x<tr><td>y</table>", "style=visibility:collapse")]
    [InlineData("<table><tr id=a style=visibility:collapse><td>x<tr><td>y</table>", "style=")]
    [InlineData("<details id=a><summary>s</summary><p>hidden</p></details>", "style=color:red")]
    [InlineData("<div id=a style=display:flex><img alt=x width=0></div>", "style=display:flex;letter-spacing:3px")]
    [InlineData("<div id=a style=display:flex><img alt=x width=0></div>", "style=display:flex;color:red")]
    [InlineData(Letter + "<div id=a style=display:contents>t</div>", "style=display:contents;visibility:hidden")]
    [InlineData(Letter + "<div id=a style=display:contents>t</div>", "rowspan=2")]
    [InlineData(Letter + "<div id=a style=display:contents></div>", "style=display:block", "style=display:contents")]
    [InlineData("<p style='font:16px Arial'><i id=a>\u05d0 <b>\u05d0</b>&gt;<b>\u05d0</b>&gt;<b>\u05d2</b></i>&gt;", "style=box-shadow:inset 1px 2px 3px 4px")]
    [InlineData("<p style='font:16px Arial'><i id=a>\u05d0 <b>\u05d0</b>&gt;<b>\u05d0</b>&gt;<b>\u05d2</b></i>&gt;", "style=opacity:.5", "style=")]
    [InlineData("<p id=a style='filter:blur(1px)'>t</p>", "style=backdrop-filter:blur(5px)")]
    public void Update_AfterAttributes_EqualsANewPage(string html, params string[] changes) => Check(html, page =>
    {
        foreach (var change in changes)
        {
            var at = change.IndexOf('=', StringComparison.Ordinal);
            page.Page.Document.SetAttribute(ById(page, "a"), change[..at], change[(at + 1)..]);
            page.Update(0);
        }
    });

    [Fact]
    public void Update_ContentsOfAnItemThatBecomesInline_EqualsANewPage() => Check("<form id=f style=display:grid><label id=a>e</label><input></form>", page =>
    {
        HtmlParser.SetInnerHtml(ById(page, "a"), "<div>x");
        page.Page.Document.SetAttribute(ById(page, "f"), "style", null);
    });

    [Fact]
    public void Update_TextTakenOutOfAnOption_EqualsANewPage() => Check("<select><option>x</option><option id=a>much longer</option></select>", page =>
    {
        var hidden = page.Page.Document.CreateElement("b", ElementNamespace.Html, [new("style", "display:none")]);
        page.Page.Document.Insert(ById(page, "a"), hidden);
        var text = page.Page.Document.CreateText("longer than all of the others", 0);
        page.Page.Document.Insert(hidden, text);
        page.Update(0);
        page.Page.Document.Remove(text);
    });

    [Fact]
    public void Update_OverflowOfTheRootInsteadOfBodys_EqualsANewPage() => Check("<style>body{overflow:scroll}</style><div style='margin:-8px'>x</div>", page =>
        page.Page.Document.SetAttribute(page.Page.Document.Root!, "style", "overflow:hidden"));

    private static Element ById(FuzzedPage page, string id) => page.Page.Document.FindById(id) ?? throw new ArgumentException($"no {id}", nameof(id));

    private static void Check(string html, Action<FuzzedPage> change)
    {
        using var engine = new FuzzedEngine(workers: 1);
        using var page = new FuzzedPage(engine, HtmlParser.Parse("<!doctype html>" + html), new PageOptions { Width = 200, Height = 100 });
        page.Update(0);
        change(page);
        page.Update(0);
        Assert.Equal("", FreshComparison.Difference(engine, page));
    }
}
