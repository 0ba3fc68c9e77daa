using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

public sealed class UserAgentTests
{
    [Theory]
    [InlineData("user-agent.css")]
    [InlineData("quirks.css")]
    public void Sheet_EveryDeclaration_IsTaken(string name)
    {
        using var reader = new StreamReader(typeof(StyleEngine).Assembly.GetManifestResourceStream(name)!);
        var issues = new IssueLog();
        var sheet = StyleSheetParser.Parse(reader.ReadToEnd(), new CssOptions { Issues = issues });
        Assert.NotEmpty(sheet.Rules);
        Assert.Empty(issues.Issues);
        Assert.All(sheet.Rules.OfType<StyleRule>(), r => Assert.True(SelectorParser.Parse(r.Prelude) is not null, r.PreludeText));
    }

    [Theory]
    [InlineData("<p id=x>", "margin-top", "16px")]
    [InlineData("<h1 id=x>", "font-size", "32px")]
    [InlineData("<h1 id=x>", "margin-top", "21.44px")]
    [InlineData("<h3 id=x>", "font-size", "18.72px")]
    [InlineData("<ul id=x>", "padding-left", "40px")]
    [InlineData("<ul dir=rtl id=x>", "padding-right", "40px")]
    [InlineData("<ul><li><ul id=x>", "margin-top", "0px")]
    [InlineData("<ul><li><ul id=x>", "list-style-type", "circle")]
    [InlineData("<ul><li><ol><li><ul id=x>", "list-style-type", "square")]
    [InlineData("<dl><dd id=x>", "margin-left", "40px")]
    [InlineData("<blockquote id=x>", "margin-left", "40px")]
    [InlineData("<pre id=x>", "font-size", "13px")]
    [InlineData("<b id=x>", "font-weight", "700")]
    [InlineData("<b><b id=x>", "font-weight", "900")]
    [InlineData("<small id=x>", "font-size", "13.333333px")]
    [InlineData("<a href=x id=x>", "text-decoration-line", "underline")]
    [InlineData("<a id=x>", "text-decoration-line", "none")]
    [InlineData("<p hidden id=x>", "display", "none")]
    [InlineData("<dialog id=x>", "display", "none")]
    [InlineData("<dialog open id=x>", "position", "absolute")]
    [InlineData("<table><tr><td id=x>", "padding-top", "1px")]
    [InlineData("<table><tr><th id=x>", "text-align", "center")]
    [InlineData("<table style='text-align: right'><tr><th id=x>", "text-align", "right")]
    [InlineData("<table cellpadding=5><tr><td id=x>", "padding-left", "5px")]
    [InlineData("<table border=3 id=x>", "border-top-width", "3px")]
    [InlineData("<table border=3><tr><td id=x>", "border-top-width", "1px")]
    [InlineData("<table cellspacing=7 id=x>", "border-spacing", "7px 7px")]
    [InlineData("<table width=50% id=x>", "width", "50%")]
    [InlineData("<table align=center id=x>", "margin-left", "auto")]
    [InlineData("<table><tr valign=top><td id=x>", "vertical-align", "top")]
    [InlineData("<img width=200 height=100 id=x>", "width", "200px")]
    [InlineData("<img width=200 height=100 id=x>", "aspect-ratio", "auto 2")]
    [InlineData("<img width='12.5px' id=x>", "width", "12.5px")]
    [InlineData("<div align=center id=x>", "text-align", "-webkit-center")]
    [InlineData("<p align=right id=x>", "text-align", "right")]
    [InlineData("<font size=+2 id=x>", "font-size", "24px")]
    [InlineData("<div dir=auto id=x>\u05d0", "direction", "rtl")]
    [InlineData("<bdi id=x>abc", "direction", "ltr")]
    [InlineData("<hr id=x>", "border-top-style", "inset")]
    [InlineData("<hr id=x>", "margin-left", "auto")]
    [InlineData("<details open><summary>s</summary><p id=x>", "display", "block")]
    [InlineData("<input id=x>", "padding-left", "2px")]
    [InlineData("<input id=x>", "font-size", "13.3333px")]
    [InlineData("<input type=checkbox id=x>", "margin-left", "4px")]
    [InlineData("<button id=x>", "padding-left", "6px")]
    [InlineData("<textarea id=x>", "font-size", "13.3333px")]
    [InlineData("<fieldset id=x>", "padding-top", "5.6px")]
    [InlineData("<progress id=x>", "width", "160px")]
    [InlineData("<svg width=10 id=x>", "width", "10px")]
    [InlineData("<svg><rect fill=red stroke-width=3 id=x>", "stroke-width", "3px")]
    public void Default_Element_HasIt(string html, string property, string value)
    {
        var page = new StyledPage(html);
        Assert.Equal(value, page.Get("x", property));
    }

    [Fact]
    public void Hints_ChangedAttribute_IsFollowed()
    {
        var page = new StyledPage("<table id=t><tr><td id=c></table>");
        page.Document.SetAttribute(page["t"], "cellpadding", "9");
        page.Document.SetAttribute(page["t"], "width", "300");
        page.Update();
        Assert.Equal(("9px", "300px"), (page.Get("c", "padding-left"), page.Get("t", "width")));
    }
}
