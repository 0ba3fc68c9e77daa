using System.Text;
using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

/// <summary>Documents made to take time or memory: they end, and say why something is missing.</summary>
public sealed class HostileTests
{
    [Fact]
    public void Has_OfEverythingWithin_Ends()
    {
        var html = new StringBuilder("<style>:has(:has(q), q) { color: red } :not(:has(i b u)) { width: 1px } * * * * :has(.none) { height: 1px }</style>");
        for (var i = 0; i < 300; i++) html.Append("<div>");
        for (var i = 0; i < 5_000; i++) html.Append("<i><b></b></i>");
        var page = new StyledPage(html.ToString());
        Assert.True(page.Last.Restyled > 10_000);
    }

    [Fact]
    public void Nesting_OfManyLevels_Ends()
    {
        var css = new StringBuilder();
        for (var i = 0; i < 60; i++) css.Append("& .a, .a &, .a { ");
        css.Append("color: red");
        css.Append('}', 60);
        var html = new StringBuilder($"<style>.a {{ {css} }}</style>");
        for (var i = 0; i < 200; i++) html.Append("<div class=a>");
        var page = new StyledPage(html.ToString());
        Assert.True(page.Last.Restyled > 200);
    }

    [Fact]
    public void Nth_OfManySiblings_Ends()
    {
        var page = new StyledPage($"<style>i:nth-child(3n) {{ color: red }} i:nth-last-of-type(2) {{ color: blue }} i:last-of-type {{ width: 1px }}</style>{string.Concat(Enumerable.Repeat("<i></i>", 50_000))}");
        Assert.True(page.Last.Restyled > 50_000);
    }

    [Fact]
    public void Elements_ManyAndDeep_AreStyled()
    {
        var page = new StyledPage(string.Concat(Enumerable.Repeat("<div>", 100_000)) + "<p id=p>", new MediaEnvironment());
        Assert.Equal("16px", page.Get("p", "margin-top"));
    }

    [Fact]
    public void CustomProperties_OnEachLevel_KeepTheirValues()
    {
        var html = new StringBuilder("<style>p { width: var(--v3) }</style>");
        for (var i = 0; i < 400; i++) html.Append($"<div style='--v{i}: {i}px'>");
        var page = new StyledPage(html.Append("<p id=p>").ToString());
        Assert.Equal("3px", page.Get("p", "width"));
        Assert.Equal(400, page.Style("p").Custom.Count);
    }
}
