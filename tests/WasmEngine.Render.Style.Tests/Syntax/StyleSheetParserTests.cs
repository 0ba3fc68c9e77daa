using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

public sealed class StyleSheetParserTests
{
    [Theory]
    [InlineData("a { color: red }", "a{Color}")]
    [InlineData("a { color: red; ; width: 1px; }", "a{Color Width}")]
    [InlineData("a { color: red", "a{Color}")]
    [InlineData("a { color }", "a{}")]
    [InlineData("a { color: red; garbage; width: 1px }", "a{Color Width}")]
    [InlineData("a { color: red; 5px: x; width: 1px }", "a{Color Width}")]
    [InlineData("a { co lor: red; width: 1px }", "a{Width}")]
    [InlineData("a { color: red) ; width: 1px }", "a{Width}")]
    [InlineData("a { x: (; width: 1px } b { height: 1px }", "a{}")]
    [InlineData("a { x: ]; width: 1px } b { height: 1px }", "a{Width} b{Height}")]
    [InlineData("a { } }b { color: red }", "a{} }b{Color}")]
    [InlineData("<!-- a { color: red } -->", "a{Color}")]
    [InlineData("a { color: red !important; width: 1px ! IMPORTANT }", "a{Color! Width!}")]
    [InlineData("a { color: red important; width: 1px !importan; height: 1px ! }", "a{}")]
    [InlineData("a { color: 'x\n; width: 1px; height: 2px }", "a{Width Height}")]
    [InlineData("a { --x: { a: b; c }; --y:; --z: !important }", "a{--x --y --z!}")]
    [InlineData("a { --x: a) b; --y: 1 }", "a{--y}")]
    [InlineData("a { margin: 1px }", "a{MarginTop MarginRight MarginBottom MarginLeft}")]
    [InlineData("a, b > c { } d", "a, b > c{}")]
    [InlineData("--x:hover { color: red } b { width: 1px }", "b{Width}")]
    [InlineData("@unknown x; a { color: red }", "a{Color}")]
    [InlineData("@unknown x { b { } } a { color: red }", "a{Color}")]
    [InlineData("@media print { a { color: red } b { } }", "@Media print(a{Color} b{})")]
    [InlineData("@media screen", "")]
    [InlineData("@import 'a.css' screen; @import url(b.css);", "@Import 'a.css' screen @Import url(b.css)")]
    [InlineData("@import 'a' { }", "")]
    [InlineData("@layer a, b; @layer c { x { } }", "@Layer a, b @Layer c(x{})")]
    [InlineData("@font-face { font-family: X; src: url(a;b) format('woff2'), local(Y) }", "@FontFace [font-family=X src=url(a;b) format('woff2'), local(Y)]")]
    [InlineData("@keyframes k { from { color: red } 50%, 60% { width: 1px } }", "@Keyframes k(from{Color} 50%, 60%{Width})")]
    [InlineData("@charset 'x'; @page { margin: 0 } a { }", "a{}")]
    [InlineData("@property --x { syntax: '*'; inherits: false }", "@Property --x[syntax='*' inherits=false]")]
    [InlineData("@container (width > 1px) { a { } }", "")]
    public void Sheet_ParsesWithRecovery(string css, string expected) => Assert.Equal(expected.Replace("@FontFace [", "@FontFace[", StringComparison.Ordinal), Show(StyleSheetParser.Parse(css).Rules));

    [Theory]
    [InlineData("a { color: red; &:hover { width: 1px } height: 1px; left: 0 }", "a{Color (&:hover{Width} +{Height Left})}")]
    [InlineData("a { b { color: red } > c { width: 1px } }", "a{ (b{Color} > c{Width})}")]
    [InlineData("a { b:hover { color: red } }", "a{ (b:hover{Color})}")]
    [InlineData("a { @media print { color: red; b { width: 1px } height: 1px } left: 0 }", "a{ (@Media print(+{Color} b{Width} +{Height}) +{Left})}")]
    [InlineData("a { @layer x; @import 'y'; color: red }", "a{Color}")]
    [InlineData("a { color: red; & b { } }", "a{Color (& b{})}")]
    [InlineData("a { font:bold { } }", "a{ (font:bold{})}")]
    public void Sheet_WithNesting_KeepsOrder(string css, string expected) => Assert.Equal(expected, Show(StyleSheetParser.Parse(css).Rules));

    [Fact]
    public void Sheet_NestedTooDeep_EndsWithAnIssue()
    {
        var issues = Css.Issues(string.Concat(Enumerable.Repeat("a{", 100_000)));
        Assert.Contains(issues, i => i.Severity == IssueSeverity.Limit && i.Text.Contains("64 levels", StringComparison.Ordinal));
        issues = Css.Issues(string.Concat(Enumerable.Repeat("@media x{", 100_000)));
        Assert.Contains(issues, i => i.Severity == IssueSeverity.Limit);
    }

    [Theory]
    [InlineData("((((")]
    [InlineData("a{b:c{")]
    [InlineData("a{x:(")]
    [InlineData("a{--x:[")]
    [InlineData("[}")]
    [InlineData("a{&b:")]
    [InlineData("a:b;")]
    public void Sheet_OfRepeatedOpenings_Ends(string piece) => Assert.NotNull(StyleSheetParser.Parse(string.Concat(Enumerable.Repeat(piece, 50_000))));

    [Theory]
    [InlineData("a { colour: red }", IssueSeverity.Unsupported, 1, "colour")]
    [InlineData("a { scroll-behavior: smooth; -webkit-font-smoothing: antialiased; zoom: 2 }", IssueSeverity.Unsupported, 1, "zoom")]
    [InlineData("a {\n width: red }", IssueSeverity.Invalid, 2, "\"red\" is not a value of width")]
    [InlineData("a {\n\n garbage; }", IssueSeverity.Invalid, 3, "garbage")]
    [InlineData("\n@container x { }", IssueSeverity.Unsupported, 2, "@container")]
    [InlineData("a { columns: 2 }", IssueSeverity.Unsupported, 1, "columns")]
    [InlineData("a { width: var(x) }", IssueSeverity.Invalid, 1, "var(x)")]
    public void Issue_NamesTheThingAndTheLine(string css, IssueSeverity severity, int line, string text)
    {
        var issue = Assert.Single(Css.Issues(css));
        Assert.Equal((severity, line), (issue.Severity, issue.Line));
        Assert.Contains(text, issue.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Declarations_OfAttribute_TakeNoRules()
    {
        var list = StyleSheetParser.ParseDeclarations("color: red; b { width: 1px } height: 1px; left: 0", new CssOptions { FirstLine = 7 });
        Assert.Equal([PropertyId.Color, PropertyId.Left], list.Select(d => d.Id));
        Assert.Equal(7, list[0].Line);
    }

    private static string Show(IEnumerable<CssRule> rules) => string.Join(' ', rules.Select(Show));

    private static string Show(CssRule rule)
    {
        if (rule is AtRule at)
        {
            var descriptors = at.Descriptors.Count == 0 ? "" : "[" + string.Join(' ', at.Descriptors.Select(d => $"{d.Name}={d.Text}")) + "]";
            var prelude = at.PreludeText.Length == 0 ? "" : " " + at.PreludeText;
            return $"@{at.Kind}{prelude}{descriptors}{(at.Rules.Count == 0 ? "" : $"({Show(at.Rules)})")}";
        }

        var style = (StyleRule)rule;
        var declarations = string.Join(' ', style.Declarations.Select(d => (d.CustomName ?? d.Id.ToString()) + (d.IsImportant ? "!" : "")));
        var nested = style.Rules.Count == 0 ? "" : $" ({Show(style.Rules)})";
        return $"{(style.IsNestedDeclarations ? "+" : style.PreludeText)}{{{declarations}{nested}}}";
    }
}
