using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

public sealed class MediaTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("all", true)]
    [InlineData("screen", true)]
    [InlineData("print", false)]
    [InlineData("not print", true)]
    [InlineData("only screen and (min-width: 600px)", true)]
    [InlineData("(min-width: 1000px)", false)]
    [InlineData("(max-width: 800px)", true)]
    [InlineData("(width: 800px)", true)]
    [InlineData("(width >= 50em)", true)]
    [InlineData("(width > 50em)", false)]
    [InlineData("(400px < width <= 800px)", true)]
    [InlineData("(400px < width < 800px)", false)]
    [InlineData("(800px >= width > 400px)", true)]
    [InlineData("(400px < width > 300px)", false)]
    [InlineData("(width = 800px)", true)]
    [InlineData("(orientation: landscape)", true)]
    [InlineData("(orientation: portrait)", false)]
    [InlineData("(aspect-ratio: 4/3)", true)]
    [InlineData("(min-aspect-ratio: 16/9)", false)]
    [InlineData("(aspect-ratio > 1)", true)]
    [InlineData("(min-resolution: 2dppx)", true)]
    [InlineData("(min-resolution: 193dpi)", false)]
    [InlineData("(-webkit-min-device-pixel-ratio: 1.5)", true)]
    [InlineData("(prefers-color-scheme: dark)", true)]
    [InlineData("(prefers-color-scheme: light)", false)]
    [InlineData("(prefers-reduced-motion)", false)]
    [InlineData("(prefers-reduced-motion: no-preference)", true)]
    [InlineData("(hover) and (pointer: fine)", true)]
    [InlineData("(hover: none)", false)]
    [InlineData("(display-mode: standalone)", true)]
    [InlineData("(color)", true)]
    [InlineData("(monochrome)", false)]
    [InlineData("not (width < 100px)", true)]
    [InlineData("(width < 100px) or (height > 100px)", true)]
    [InlineData("((width < 100px) or (height > 100px)) and (color)", true)]
    [InlineData("(width < 100px) or (height > 100px) and (color)", false)]
    [InlineData("not (unknown)", false)]
    [InlineData("(unknown) or (color)", true)]
    [InlineData("print, (color)", true)]
    [InlineData("&test, screen", true)]
    [InlineData("screen and", false)]
    [InlineData("screen and (min-width: 1px) or (color)", false)]
    [InlineData("SCREEN AND (MIN-WIDTH: 1PX)", true)]
    public void Query_InEnvironment_Matches(string query, bool matches)
    {
        var environment = new MediaEnvironment { Width = 800, Height = 600, DevicePixelRatio = 2, PrefersDark = true };
        Assert.Equal(matches, MediaQueryList.Matches(query, environment));
    }

    [Fact]
    public void Environment_Changed_RulesFollow()
    {
        var page = new StyledPage("<style>@media (max-width: 600px) { p { width: 1px } } @media (prefers-color-scheme: dark) { p { height: 2px } }</style><p id=p>");
        Assert.Equal(("auto", "auto"), (page.Get("p", "width"), page.Get("p", "height")));
        page.Engine.Environment = page.Engine.Environment with { Width = 500 };
        page.Update();
        Assert.Equal(("1px", "auto"), (page.Get("p", "width"), page.Get("p", "height")));
        page.Engine.Environment = page.Engine.Environment with { Width = 700, PrefersDark = true };
        page.Update();
        Assert.Equal(("auto", "2px"), (page.Get("p", "width"), page.Get("p", "height")));
    }

    [Fact]
    public void Viewport_ChangedWithinTheSameRules_StylesOnlyWhatDependsOnIt()
    {
        var page = new StyledPage("<style>@media (max-width: 600px) { p { width: 1px } } .v { width: 50vw }</style><p id=p><p id=v class=v>");
        page.Engine.Environment = page.Engine.Environment with { Width = 1000 };
        Assert.Equal(1, page.Update().Restyled);
        Assert.Equal("500px", page.Get("v", "width"));
    }

    [Fact]
    public void Import_Chain_IsFollowedWithItsConditions()
    {
        var loader = new Sheets
        {
            ["file:///app/a.css"] = "@import 'sub/b.css' layer(low) supports(display: grid); @import url(print.css) print; p { color: red }",
            ["file:///app/sub/b.css"] = "#p { color: blue; width: 3px } @import 'late.css';",
            ["file:///app/print.css"] = "p { height: 4px }",
        };
        var page = new StyledPage("<link rel=stylesheet href=a.css><p id=p>", loader: loader, baseUrl: "file:///app/index.html");
        Assert.Equal(new Color(0xFFFF0000), page.Style("p").Text.Color);
        Assert.Equal(("3px", "auto"), (page.Get("p", "width"), page.Get("p", "height")));
        Assert.Contains(page.Document.Issues.Issues, i => i.Severity == IssueSeverity.Invalid && i.Source == "file:///app/sub/b.css");
    }

    [Fact]
    public void Import_OfItself_EndsWithAnIssue()
    {
        var loader = new Sheets { ["file:///a.css"] = "@import 'a.css'; p { width: 3px }" };
        var page = new StyledPage("<style>@import 'a.css';</style><p id=p>", loader: loader, baseUrl: "file:///index.html");
        Assert.Equal("3px", page.Get("p", "width"));
        Assert.Contains(page.Document.Issues.Issues, i => i.Text.Contains("circle", StringComparison.Ordinal));
    }

    [Fact]
    public void Import_Endless_IsLimited()
    {
        var loader = new Generated();
        var page = new StyledPage("<style>@import '0.css'; p { width: 3px }</style><p id=p>", loader: loader, baseUrl: "file:///index.html");
        Assert.Equal("3px", page.Get("p", "width"));
        Assert.Contains(page.Document.Issues.Issues, i => i.Severity == IssueSeverity.Limit);
        Assert.True(loader.Count <= 300, $"{loader.Count} sheets were loaded");
    }

    [Fact]
    public void FontFaces_OfMatchingMedia_AreListed()
    {
        var page = new StyledPage("<style>@font-face { font-family: A; src: url(a.woff2) } @media print { @font-face { font-family: B; src: url(b.woff2) } }</style>", baseUrl: "file:///app/index.html");
        var face = Assert.Single(page.Engine.FontFaces);
        Assert.Equal("file:///app/a.woff2", face.Sources[0].Url);
    }

    [Fact]
    public void Import_Missing_IsNoted()
    {
        var page = new StyledPage("<link rel=stylesheet href=none.css><p id=p>");
        Assert.Contains(page.Document.Issues.Issues, i => i.Severity == IssueSeverity.Missing);
    }

    [Fact]
    public void Link_DataUrl_IsRead()
    {
        var page = new StyledPage("<link rel=stylesheet href='data:text/css,p%7Bwidth:3px%7D'><link rel=stylesheet href='data:text/css;base64,cHtoZWlnaHQ6NHB4fQ=='><p id=p>");
        Assert.Equal(("3px", "4px"), (page.Get("p", "width"), page.Get("p", "height")));
    }

    [Fact]
    public void Rules_HundredThousand_AreMatchedInTime()
    {
        var css = new System.Text.StringBuilder();
        for (var i = 0; i < 100_000; i++) css.Append(".c").Append(i).Append("{width:").Append(i).Append("px}");
        var page = new StyledPage($"<style>{css}</style><p id=p class=c99999><p id=q>");
        Assert.Equal("99999px", page.Get("p", "width"));
        page.Document.SetAttribute(page["q"], "class", "c5");
        Assert.Equal(1, page.Update().Matched);
        Assert.Equal("5px", page.Get("q", "width"));
    }

    private sealed class Sheets : Dictionary<string, string>, IStyleLoader
    {
        public bool TryLoad(string url, out string text) => TryGetValue(url, out text!);
    }

    private sealed class Generated : IStyleLoader
    {
        public int Count { get; private set; }

        public bool TryLoad(string url, out string text)
        {
            Count++;
            text = string.Concat(Enumerable.Range(0, 20).Select(i => $"@import '{Count * 20 + i}.css';"));
            return true;
        }
    }
}
