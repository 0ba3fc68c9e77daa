namespace WasmEngine.Render.Style.Tests;

public sealed class ColorTests
{
    [Theory]
    [InlineData("red", "rgb(255, 0, 0)")]
    [InlineData("RebeccaPurple", "rgb(102, 51, 153)")]
    [InlineData("transparent", "rgba(0, 0, 0, 0)")]
    [InlineData("#123", "rgb(17, 34, 51)")]
    [InlineData("#1234", "rgba(17, 34, 51, 0.267)")]
    [InlineData("#a1b2c3", "rgb(161, 178, 195)")]
    [InlineData("#a1b2c380", "rgba(161, 178, 195, 0.5)")]
    [InlineData("#12345", "invalid")]
    [InlineData("#ggg", "invalid")]
    [InlineData("rgb(1, 2, 3)", "rgb(1, 2, 3)")]
    [InlineData("rgba(1, 2, 3, 50%)", "rgba(1, 2, 3, 0.5)")]
    [InlineData("rgb(1 2 3 / 0.5)", "rgba(1, 2, 3, 0.5)")]
    [InlineData("rgb(10%, 20%, 30%)", "rgb(26, 51, 77)")]
    [InlineData("rgb(10%, 20, 30%)", "invalid")]
    [InlineData("rgb(10% 20 30%)", "rgb(26, 20, 77)")]
    [InlineData("rgb(300 -5 0)", "rgb(255, 0, 0)")]
    [InlineData("rgb(none 1 2)", "rgb(0, 1, 2)")]
    [InlineData("rgb(none, 1, 2)", "invalid")]
    [InlineData("rgb(1 2)", "invalid")]
    [InlineData("rgb(1, 2 3)", "invalid")]
    [InlineData("rgb(calc(1 + 1) 2 3)", "rgb(2, 2, 3)")]
    [InlineData("hsl(120, 100%, 25%)", "rgb(0, 128, 0)")]
    [InlineData("hsl(120deg 100% 50%)", "rgb(0, 255, 0)")]
    [InlineData("hsla(-120 100 50 / 0.5)", "rgba(0, 0, 255, 0.5)")]
    [InlineData("hsl(120, 100, 25)", "invalid")]
    [InlineData("hwb(90 10% 10%)", "rgb(128, 230, 26)")]
    [InlineData("hwb(0 60% 60%)", "rgb(128, 128, 128)")]
    [InlineData("lab(46.2775% -47.5621 48.5837)", "rgb(0, 128, 0)")]
    [InlineData("lab(100 0 0)", "rgb(255, 255, 255)")]
    [InlineData("lch(52.2345% 72.2 56.2)", "rgb(198, 93, 6)")]
    [InlineData("oklab(0.51975 -0.1403 0.10768)", "rgb(0, 128, 0)")]
    [InlineData("oklch(62.796% 0.25768 29.23)", "rgb(255, 0, 0)")]
    [InlineData("color(srgb 0 0.5 1)", "rgb(0, 128, 255)")]
    [InlineData("color(display-p3 0.26374 0.59085 0.16434)", "rgb(0, 153, 0)")]
    [InlineData("color(a98-rgb 0.281363 0.498012 0.116746)", "rgb(0, 128, 0)")]
    [InlineData("color(prophoto-rgb 0.230479 0.395789 0.129968)", "rgb(0, 128, 0)")]
    [InlineData("color(rec2020 0.235202 0.431704 0.085432)", "rgb(0, 128, 0)")]
    [InlineData("color(xyz 0.07719 0.15438 0.02573)", "rgb(0, 128, 0)")]
    [InlineData("color(srgb-linear 0 0.21586 0)", "rgb(0, 128, 0)")]
    [InlineData("color(foo 1 2 3)", "invalid")]
    [InlineData("color-mix(in srgb, red, blue)", "rgb(128, 0, 128)")]
    [InlineData("color-mix(in srgb, red 25%, blue)", "rgb(64, 0, 191)")]
    [InlineData("color-mix(in srgb, red 20%, blue 20%)", "rgba(128, 0, 128, 0.4)")]
    [InlineData("color-mix(in oklab, white, black)", "rgb(99, 99, 99)")]
    [InlineData("color-mix(in hsl, red, blue)", "rgb(255, 0, 255)")]
    [InlineData("color-mix(in hsl longer hue, red, blue)", "rgb(0, 255, 0)")]
    [InlineData("color-mix(in srgb, transparent, red)", "rgba(255, 0, 0, 0.5)")]
    [InlineData("color-mix(in srgb, red 0%, blue 0%)", "rgba(128, 0, 128, 0)")]
    [InlineData("rgb(from red r g 128)", "rgb(255, 0, 128)")]
    [InlineData("rgb(from #102030 b calc(g * 2) r / 50%)", "rgba(48, 64, 16, 0.5)")]
    [InlineData("hsl(from red calc(h + 120) s l)", "rgb(0, 255, 0)")]
    [InlineData("oklch(from green calc(l * 1) c h)", "rgb(0, 128, 0)")]
    [InlineData("canvas", "rgb(255, 255, 255)")]
    [InlineData("CanvasText", "rgb(0, 0, 0)")]
    [InlineData("light-dark(red, blue)", "rgb(255, 0, 0)")]
    [InlineData("notacolor", "invalid")]
    [InlineData("rgb()", "invalid")]
    public void Color_IsShownInSrgb(string value, string expected) => Assert.Equal(expected, Css.Value("background-color", value));

    [Fact]
    public void Color_OfDarkScheme_IsDark()
    {
        var dark = new ComputeContext { PrefersDark = true };
        Assert.Equal("rgb(0, 0, 255)", Value("color-scheme: light dark; background-color: light-dark(red, blue)"));
        Assert.Equal("rgb(18, 18, 18)", Value("color-scheme: dark; background-color: canvas"));
        Assert.Equal("rgb(255, 255, 255)", Value("color-scheme: light; background-color: canvas"));

        string Value(string css) => PropertyTable.Serialize(PropertyId.BackgroundColor, Css.Compute(css, context: dark));
    }

    [Fact]
    public void CurrentColor_FollowsColor_WhereItShows()
    {
        var style = Css.Compute("border: 1px solid; text-decoration: underline; fill: currentcolor; color: red; outline: solid");
        Assert.Equal(new Color(0xFFFF0000), style.Border.Color.Left);
        Assert.Equal(new Color(0xFFFF0000), style.Border.OutlineColor);
        Assert.Equal(new Color(0xFFFF0000), style.Decoration.Color);
        Assert.Equal(new Color(0xFFFF0000), style.Inherited.Fill);
        var child = Css.Compute("color: blue; border: inherit", style);
        Assert.Equal(new Color(0xFF0000FF), child.Border.Color.Left);
        Assert.Equal(new Color(0xFF0000FF), child.Inherited.Fill);
    }

    [Fact]
    public void CurrentColor_OfColorItself_IsTheParents()
    {
        var parent = Css.Compute("color: red");
        Assert.Equal(new Color(0xFFFF0000), Css.Compute("color: currentcolor", parent).Text.Color);
        Assert.Equal(new Color(0xFF800080), Css.Compute("color: color-mix(in srgb, currentcolor, blue)", parent).Text.Color);
    }
}
