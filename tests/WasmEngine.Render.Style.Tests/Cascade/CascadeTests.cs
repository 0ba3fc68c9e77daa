using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

public sealed class CascadeTests
{
    [Theory]
    [InlineData("p { color: red } p { color: blue }", "blue")]
    [InlineData("p.c { color: red } p { color: blue }", "red")]
    [InlineData("#p { color: red } p.c.c { color: blue }", "red")]
    [InlineData("p { color: red !important } #p { color: blue }", "red")]
    [InlineData("@layer a, b; @layer b { p { color: red } } @layer a { #p { color: blue } }", "red")]
    [InlineData("@layer a { p { color: red } } p { color: blue } @layer b { #p { color: lime } }", "blue")]
    [InlineData("@layer a { p { color: red !important } } @layer b { p { color: blue !important } } p { color: lime !important }", "red")]
    [InlineData("@layer a.b { p { color: red } } @layer a { p { color: blue } }", "blue")]
    [InlineData("@layer a { p { color: blue } @layer b { #p { color: red } } }", "blue")]
    [InlineData("@layer a { p { color: blue } } @layer b { p { color: red; color: revert-layer } }", "blue")]
    [InlineData("div { color: red } p { color: lime; color: inherit }", "red")]
    [InlineData("div { color: red } p { color: initial }", "black")]
    [InlineData("div { color: red } p { color: unset }", "red")]
    [InlineData("div { color: red } p { color: revert }", "red")]
    [InlineData("div { color: red } p { all: initial }", "black")]
    [InlineData("div { p { color: red } }", "red")]
    [InlineData("div { color: blue; & p { color: red } }", "red")]
    [InlineData("p { &.c { color: red } }", "red")]
    [InlineData(".c { div & { color: red } }", "red")]
    [InlineData("p { @media (min-width: 10px) { color: red } }", "red")]
    [InlineData("p { color: red; .nothing & { color: blue } color: lime }", "lime")]
    [InlineData("@supports (display: grid) { p { color: red } }", "red")]
    [InlineData("@supports not (display: nonsense) { p { color: red } }", "red")]
    [InlineData("@supports selector(:has(a)) and (color: red) { p { color: red } }", "red")]
    [InlineData("@supports (nonsense: 1) or (--x: 1) { p { color: red } }", "red")]
    [InlineData("p, :unknown { color: red } p { color: blue }", "blue")]
    [InlineData("p, :unknown { color: red }", "black")]
    public void Cascade_Sheet_ColorIsThat(string css, string color)
    {
        var page = new StyledPage($"<style>{css}</style><div><p id=p class=c>");
        Assert.Equal(ColorOf(color), page.Style("p").Text.Color);
    }

    [Theory]
    [InlineData("", "style='color: lime'", "lime")]
    [InlineData("#p { color: red !important }", "style='color: lime'", "red")]
    [InlineData("#p { color: red !important }", "style='color: lime !important'", "lime")]
    [InlineData("#p { color: red }", "style='color: lime; color: revert-layer'", "red")]
    [InlineData("#p { color: red }", "style='color: nonsense'", "red")]
    public void Cascade_StyleAttribute_StandsAboveSheets(string css, string attributes, string color)
    {
        var page = new StyledPage($"<style>{css}</style><p id=p {attributes}>");
        Assert.Equal(ColorOf(color), page.Style("p").Text.Color);
    }

    [Fact]
    public void Cascade_UserSheet_StandsBetweenAgentAndAuthor()
    {
        var page = new StyledPage("<style>#a { display: revert; margin-top: 3px }</style><p id=a><p id=b>");
        page.Engine.AddUserSheet("p { display: flex; margin-top: 7px; margin-bottom: 9px !important } #b { margin-bottom: 1px }");
        page.Update();
        Assert.Equal(Display.Flex, page.Style("a").Display);
        Assert.Equal("3px", page.Get("a", "margin-top"));
        Assert.Equal("7px", page.Get("b", "margin-top"));
        Assert.Equal("9px", page.Get("b", "margin-bottom"));
    }

    [Theory]
    [InlineData("--a: red", "var(--a)", "red")]
    [InlineData("", "var(--a, red)", "red")]
    [InlineData("", "var(--a, var(--b, red))", "red")]
    [InlineData("--a: var(--b); --b: red", "var(--a)", "red")]
    [InlineData("--a: var(--a); --b: red", "var(--a, var(--b))", "red")]
    [InlineData("--a: var(--b); --b: var(--a); --c: red", "var(--a, var(--c))", "red")]
    [InlineData("--a: 20px", "var(--a)", "black")]
    [InlineData("--a: initial", "var(--a, red)", "red")]
    [InlineData("--r: 255; --g: 0, 0", "rgb(var(--r), var(--g))", "red")]
    [InlineData("--a: 2; --b: 55", "rgb(var(--a)var(--b), 0, 0)", "black")]
    [InlineData("", "var(--a)", "black")]
    [InlineData("", "env(safe-area-inset-top, red)", "black")]
    [InlineData("", "env(unknown, red)", "red")]
    [InlineData("--A: red", "var(--a, lime)", "lime")]
    public void Substitution_Values_ColorIsThat(string declared, string value, string color)
    {
        var page = new StyledPage($"<style>html {{ {declared} }} p {{ color: {value} }}</style><p id=p>");
        Assert.Equal(ColorOf(color), page.Style("p").Text.Color);
    }

    [Fact]
    public void Substitution_Shorthand_SetsAllLonghands()
    {
        var page = new StyledPage("<style>#p { --m: 1px 2px; margin: var(--m) 3px; border: var(--w, 5px) solid }</style><p id=p>");
        Assert.Equal("1px 2px 3px", $"{page.Get("p", "margin-top")} {page.Get("p", "margin-right")} {page.Get("p", "margin-bottom")}");
        Assert.Equal(5, page.Style("p").Border.Width.Left);
    }

    [Fact]
    public void Substitution_CustomProperty_IsInheritedAndChanged()
    {
        var page = new StyledPage("<style>html { --x: 1px; --y: 2px } #a { --x: 3px } p { width: var(--x); height: var(--y) }</style><div id=a><p id=p></div><p id=q>");
        Assert.Equal(("3px", "2px", "1px"), (page.Get("p", "width"), page.Get("p", "height"), page.Get("q", "width")));
        page.Document.SetAttribute(page.Document.Root!, "style", "--y: 9px");
        page.Update();
        Assert.Equal(("9px", "9px"), (page.Get("p", "height"), page.Get("q", "height")));
    }

    [Fact]
    public void Substitution_RegisteredProperty_InheritsOnlyIfItSaysSo()
    {
        var page = new StyledPage("""
            <style>@property --n { syntax: "<length>"; inherits: false; initial-value: 4px } #a { --n: 8px } #a, #b, #c { width: var(--n) }</style><div id=a><div id=b></div></div><div id=c></div>
            """);
        Assert.Equal(("8px", "4px", "4px"), (page.Get("a", "width"), page.Get("b", "width"), page.Get("c", "width")));
    }

    [Fact]
    public void Substitution_Bomb_IsLimited()
    {
        var css = new System.Text.StringBuilder("#p { --a0: xxxxxxxxxx;");
        for (var i = 1; i < 40; i++) css.Append($"--a{i}: var(--a{i - 1}) var(--a{i - 1});");
        var page = new StyledPage($"<style>{css} width: var(--a39); color: red }}</style><p id=p>");
        Assert.Equal(ColorOf("red"), page.Style("p").Text.Color);
        Assert.Contains(page.Document.Issues.Issues, i => i.Severity == IssueSeverity.Limit);
    }

    [Fact]
    public void Substitution_LongChain_IsLimited()
    {
        var css = new System.Text.StringBuilder("#p { --a0: 1px;");
        for (var i = 1; i < 100_000; i++) css.Append($"--a{i}: var(--a{i - 1});");
        var page = new StyledPage($"<style>{css} width: var(--a99999) }}</style><p id=p>");
        Assert.Contains(page.Document.Issues.Issues, i => i.Severity == IssueSeverity.Limit);
    }

    [Fact]
    public void Content_Attr_IsTheElementsOwn()
    {
        var page = new StyledPage("<style>p::before { content: attr(data-x) '!' }</style><p id=a data-x=1><p id=b data-x=2><p id=c>");
        Assert.NotEqual(page.Get("a", PseudoElement.Before, "content"), page.Get("b", PseudoElement.Before, "content"));
        Assert.Contains("2", page.Get("b", PseudoElement.Before, "content"), StringComparison.Ordinal);
        page.Document.SetAttribute(page["a"], "data-x", "7");
        page.Update();
        Assert.Contains("7", page.Get("a", PseudoElement.Before, "content"), StringComparison.Ordinal);
    }

    [Fact]
    public void Pseudos_OnlyThoseWithContent_AreThere()
    {
        var page = new StyledPage("<style>p::before { content: 'x'; color: red } p::after { color: blue } #b::before { content: none }</style><p id=a><p id=b><ul><li id=l>");
        Assert.NotNull(page.Engine.StyleOf(page["a"], PseudoElement.Before));
        Assert.Null(page.Engine.StyleOf(page["a"], PseudoElement.After));
        Assert.Null(page.Engine.StyleOf(page["b"], PseudoElement.Before));
        Assert.NotNull(page.Engine.StyleOf(page["l"], PseudoElement.Marker));
        Assert.Null(page.Engine.StyleOf(page["a"], PseudoElement.Marker));
    }

    [Theory]
    [InlineData("float: left", Display.Block, Display.Inline)]
    [InlineData("position: absolute; display: inline-flex", Display.Flex, Display.InlineFlex)]
    [InlineData("position: fixed; float: left; display: table-cell", Display.Block, Display.TableCell)]
    [InlineData("display: inline-grid", Display.InlineGrid, Display.InlineGrid)]
    public void Display_OutOfFlow_IsBlockified(string css, Display display, Display original)
    {
        var page = new StyledPage($"<style>#s {{ {css} }}</style><p><span id=s>");
        Assert.Equal(display, page.Style("s").Display);
        Assert.Equal(original, page.Style("s").Box.OriginalDisplay);
    }

    [Fact]
    public void Display_FlexItems_AreBlockifiedThroughContents()
    {
        var page = new StyledPage("<style>#f { display: flex } #c { display: contents } #f::before { content: 'x' }</style><div id=f><span id=s style='float: left'></span><b id=c><i id=i></i></b></div>");
        Assert.Equal(Display.Block, page.Style("s").Display);
        Assert.Equal(Float.None, page.Style("s").Box.Float);
        Assert.Equal(Display.Block, page.Style("i").Display);
        Assert.Equal(Display.Contents, page.Style("c").Display);
        Assert.Equal(Display.Block, page.Engine.StyleOf(page["f"], PseudoElement.Before)!.Display);
        page.Document.SetAttribute(page["f"], "style", "display: block");
        page.Update();
        Assert.Equal(Display.Inline, page.Style("i").Display);
    }

    [Theory]
    [InlineData("overflow-x: hidden", Overflow.Hidden, Overflow.Auto)]
    [InlineData("overflow-y: scroll", Overflow.Auto, Overflow.Scroll)]
    [InlineData("overflow: clip hidden", Overflow.Hidden, Overflow.Hidden)]
    [InlineData("overflow: clip visible", Overflow.Clip, Overflow.Visible)]
    public void Overflow_OneAxisScrolls_OtherFollows(string css, Overflow x, Overflow y)
    {
        var page = new StyledPage($"<style>#s {{ {css} }}</style><div id=s>");
        Assert.Equal((x, y), (page.Style("s").Box.OverflowX, page.Style("s").Box.OverflowY));
    }

    [Fact]
    public void Rem_And_ViewportUnits_FollowTheirBasis()
    {
        var page = new StyledPage("<style>html { font-size: 20px } p { width: 2rem; height: 10vw; margin-left: 2em }</style><p id=p>");
        Assert.Equal(("40px", "128px", "40px"), (page.Get("p", "width"), page.Get("p", "height"), page.Get("p", "margin-left")));
        page.Engine.Environment = page.Engine.Environment with { Width = 500 };
        page.Update();
        Assert.Equal("50px", page.Get("p", "height"));
        page.Document.SetAttribute(page.Document.Root!, "style", "font-size: 10px");
        page.Update();
        Assert.Equal(("20px", "20px"), (page.Get("p", "width"), page.Get("p", "margin-left")));
    }

    private static Color ColorOf(string name) => name switch
    {
        "red" => new Color(0xFFFF0000),
        "blue" => new Color(0xFF0000FF),
        "lime" => new Color(0xFF00FF00),
        _ => Color.Black,
    };
}
