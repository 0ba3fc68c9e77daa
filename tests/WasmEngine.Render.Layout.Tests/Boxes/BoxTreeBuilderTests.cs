using Xunit;

namespace WasmEngine.Render.Layout.Tests;

public sealed class BoxTreeBuilderTests
{
    [Theory]
    // Anonymous blocks and white space.
    [InlineData("<div>a</div>", "div~['a']")]
    [InlineData("<div> <p>a</p> <p>b</p> </div>", "div[p~['a'] p~['b']]")]
    [InlineData("<div>a<p>b</p>c</div>", "div[-~['a'] p~['b'] -~['c']]")]
    [InlineData("<div><p>b</p> <span>x</span> y</div>", "div[p~['b'] -~[span['x'] ' y']]")]
    [InlineData("<div>a<br> <b>c</b></div>", "div~['a' br b['c']]")]
    [InlineData("<div> </div>", "div")]
    [InlineData("<div style='white-space:pre'> </div>", "div~[' ']")]
    [InlineData("<div><span> </span></div>", "div~[span[' ']]")]
    // Floats and positioned boxes.
    [InlineData("<div><i style='float:left'>f</i></div>", "div[i:block~['f']]")]
    [InlineData("<div><i style='float:left'>f</i>x<p>y</p></div>", "div[-~[i:block~['f'] 'x'] p~['y']]")]
    [InlineData("<div>x<i style='position:absolute'>f</i>z<p>y</p></div>", "div[-~['x' i:block~['f'] 'z'] p~['y']]")]
    [InlineData("<div>x<i style='float:left'>f</i></div>", "div~['x' i:block~['f']]")]
    // display: none and contents.
    [InlineData("<div><p style='display:none'>a</p>b</div>", "div~['b']")]
    [InlineData("<div>a<div style='display:contents'>b<p>c</p></div>d</div>", "div[-~['a' 'b'] p~['c'] -~['d']]")]
    [InlineData("<div style='display:contents'><span>b</span></div>", "span['b']")]
    // Items.
    [InlineData("<div style='display:flex'>a<span>b</span> c <i style='position:absolute'>d</i> </div>", "div:flex[-~['a'] span:block~['b'] -~[' c '] i:block~['d']]")]
    [InlineData("<div style='display:grid'> <i style='float:left'>a</i> <br></div>", "div:grid[i:block~['a'] -~[br]]")]
    [InlineData("<div style='display:flex'>a<div style='display:contents'>b</div></div>", "div:flex[-~['a' 'b']]")]
    // Splits.
    [InlineData("<div>a<span>b<p>c</p>d</span>e</div>", "div[-~['a' span['b']] -[p~['c']] -~[span['d'] 'e']]")]
    [InlineData("<div><span>b<p>c</p> <p>d</p></span></div>", "div[-~[span['b']] -[p~['c'] p~['d']] -~[span]]")]
    [InlineData("<div><span><b><p>c</p></b>x</span></div>", "div[-~[span[b]] -[p~['c']] -~[span[b 'x']]]")]
    [InlineData("<div><span>a<i style='float:left'>f</i><b>x</b></span></div>", "div~[span['a' i:block~['f'] b['x']]]")]
    // Tables.
    [InlineData("<table><tr><td>a<td>b</table>", "table[tbody[tr[td~['a'] td~['b']]]]")]
    [InlineData("<div style='display:table'><p>a</p>b</div>", "div:table[-:tablerowgroup[-:tablerow[-:tablecell[p~['a'] -~['b']]]]]")]
    [InlineData("<div style='display:table-cell'>a</div> <div style='display:table-cell'>b</div>", "-:table[-:tablerowgroup[-:tablerow[div:tablecell~['a'] div:tablecell~['b']]]]")]
    [InlineData("<div>x<span style='display:table-cell'>a</span></div>", "div[-~['x'] -:table[-:tablerowgroup[-:tablerow[span:tablecell~['a']]]]]")]
    [InlineData("<div><b>x<span style='display:table-cell'>a</span></b></div>", "div~[b['x' -:table[-:tablerowgroup[-:tablerow[span:tablecell~['a']]]]]]")]
    [InlineData("<div style='display:table'><div style='display:table-row'>a<div style='display:table-cell'>b</div></div></div>", "div:table[-:tablerowgroup[div:tablerow[-:tablecell~['a'] div:tablecell~['b']]]]")]
    // Generated content.
    [InlineData("<p before='content:x' after='content:y;display:block'>a</p>", "p[-~[::before['x'] 'a'] ::after~['y']]")]
    [InlineData("<p before='display:block'>a</p>", "p~['a']")]
    [InlineData("<p first-letter='display:inline'>\"Hello</p>", "p~[::firstletter['\"H'] 'ello']")]
    // Lists.
    [InlineData("<li>a</li>", "li~[::marker!~[::marker:replaced] 'a']")]
    [InlineData("<li><p>a</p></li>", "li[::marker!~[::marker:replaced] p~['a']]")]
    [InlineData("<li></li>", "li~[::marker!~[::marker:replaced]]")]
    [InlineData("<li style='list-style-type:none'>a</li>", "li~['a']")]
    // Details.
    [InlineData("<details><summary>s</summary>a<p>b</p></details>", "details[summary~['s'] -[-~['a'] p~['b']]]")]
    [InlineData("<details open><p>b</p></details>", "details[-~['Details'] p~['b']]")]
    // Images.
    [InlineData("<p><img></p>", "p~[img]")]
    [InlineData("<p><img src=x alt=hey></p>", "p~[img:block~[-:replaced 'hey']]")]
    public void Build_OfADocument_MakesTheBoxes(string body, string tree) => Assert.Equal(tree, BoxTreeFixture.Of(body));

    [Theory]
    [InlineData("<ol><li>a<li>b</ol>", "1. |2. ")]
    [InlineData("<ol start=5><li>a<li value=9>b<li>c</ol>", "5. |9. |10. ")]
    [InlineData("<ol reversed><li>a<li>b<li>c</ol>", "3. |2. |1. ")]
    [InlineData("<ol><li>a<ol><li>b</ol><li>c</ol>", "1. |1. |2. ")]
    public void Markers_OfLists_AreNumbered(string body, string markers)
    {
        using var fixture = new BoxTreeFixture(body.Replace("<ol", "<ol style='list-style-type:decimal'", StringComparison.Ordinal));
        Assert.Equal(markers, string.Join('|', Texts(fixture.Viewport, PseudoElementMarker)));
    }

    [Theory]
    [InlineData("<p style='counter-increment:c' before='content:counter(c)'></p><p style='counter-increment:c 3' before='content:counter(c,upper-roman)'></p>", "1|IV")]
    [InlineData("<div style='counter-reset:c'><p style='counter-increment:c' before='content:counters(c,.)'></p><div style='counter-reset:c'><p style='counter-increment:c' before='content:counters(c,.)'></p></div><p style='counter-increment:c' before='content:counters(c,.)'></p></div>", "1|1.1|1.2")]
    [InlineData("<p style='counter-reset:c 7'></p><p before='content:counter(c)'></p>", "7")]
    [InlineData("<div><p style='counter-reset:c 7'></p></div><p before='content:counter(c)'></p>", "0")]
    [InlineData("<p before='content:open-quote' after='content:close-quote'><b before='content:open-quote' after='content:close-quote'>x</b></p>", "\u201C|\u2018|\u2019|\u201D")]
    public void Counters_InGeneratedContent_FollowTheirScopes(string body, string texts)
    {
        using var fixture = new BoxTreeFixture(body);
        Assert.Equal(texts, string.Join('|', Texts(fixture.Viewport, null)));
    }

    [Fact]
    public void Build_OfAMillionElements_Succeeds()
    {
        var body = string.Concat(Enumerable.Repeat("<p>a</p>", 1_000_000));
        using var fixture = new BoxTreeFixture(body);
        Assert.Equal(1_000_000, ((LayoutBox)((Dom.Element)fixture.Document.Root!.LastChild!).LayoutData!).Children.Count);
    }

    private const Style.PseudoElement PseudoElementMarker = Style.PseudoElement.Marker;

    private static IEnumerable<string> Texts(LayoutBox box, Style.PseudoElement? of)
    {
        foreach (var child in box.Children)
        {
            if (child is TextBox text && text.Pseudo != Style.PseudoElement.None && (of is null || text.Pseudo == of)) yield return text.Text;
            foreach (var inner in Texts(child, of)) yield return inner;
        }
    }
}
