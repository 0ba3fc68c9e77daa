using WasmEngine.Render.Style;
using Xunit;

namespace WasmEngine.Render.Paint.Tests;

/// <summary>CSS 2, appendix E: what lies over what.</summary>
public sealed class PaintingOrderTests
{
    private static readonly Color Red = new(0xFFFF0000), Lime = new(0xFF00FF00), Blue = new(0xFF0000FF);

    private const string Square = "width:50px;height:50px;";

    [Theory]
    // A negative z-index lies over its context's background and below its blocks.
    [InlineData($"<div style='{Square}background:lime'><div style='{Square}background:red;position:relative;z-index:-1'></div></div>", 0xFF00FF00)]
    [InlineData($"<div style='{Square}background:lime;position:relative;z-index:0'><div style='{Square}background:red;position:relative;z-index:-1'></div></div>", 0xFFFF0000)]
    // Floats lie over the blocks that follow, positioned boxes over floats.
    [InlineData($"<div style='{Square}float:left;background:lime'></div><div style='{Square}background:red'></div>", 0xFF00FF00)]
    [InlineData($"<div style='{Square}position:relative;background:lime'></div><div style='{Square}margin-top:-50px;background:red;float:left'></div>", 0xFF00FF00)]
    // z-index orders, the tree among equals.
    [InlineData($"<div style='{Square}position:absolute;z-index:2;background:lime'></div><div style='{Square}position:absolute;z-index:1;background:red'></div>", 0xFF00FF00)]
    [InlineData($"<div style='{Square}position:absolute;background:red'></div><div style='{Square}position:absolute;background:lime'></div>", 0xFF00FF00)]
    // A stacking context holds what is in it together.
    [InlineData($"<div style='position:absolute;z-index:1'><div style='{Square}position:absolute;z-index:9;background:red'></div></div><div style='{Square}position:absolute;z-index:2;background:lime'></div>", 0xFF00FF00)]
    // Transformed and translucent boxes are contexts; opacity lies over blocks that follow.
    [InlineData($"<div style='{Square}opacity:.999;background:lime'></div><div style='{Square}margin-top:-50px;background:red'></div>", 0xFF00FF00)]
    [InlineData($"<div style='{Square}transform:rotate(0deg);background:lime'></div><div style='{Square}margin-top:-50px;background:red'></div>", 0xFF00FF00)]
    // Flex items paint by order.
    [InlineData($"<div style='display:flex'><div style='{Square}order:2;background:lime;margin-left:-50px'></div><div style='{Square}background:red'></div></div>", 0xFF00FF00)]
    public void Paint_Overlap_TopmostIsSeen(string body, uint expected)
    {
        using var page = new ShownPage(body);
        var seen = page.Pixel(25, 25);
        Assert.InRange(Math.Abs(seen.Red - new Color(expected).Red) + Math.Abs(seen.Green - new Color(expected).Green), 0, 2);
    }

    [Fact]
    public void Paint_BodyBackground_CoversCanvas()
    {
        using var page = new ShownPage("<p>x", "body{background:blue;height:10px}");
        Assert.Equal(Blue, page.Pixel(150, 140));
    }

    [Fact]
    public void Paint_OverflowHidden_ClipsToPaddingBox()
    {
        using var page = new ShownPage("<div style='width:40px;height:40px;border:5px solid red;overflow:hidden'><div style='width:100px;height:100px;background:lime'></div></div>");
        Assert.Equal(Lime, page.Pixel(44, 44));
        Assert.Equal(Red, page.Pixel(47, 20));
        Assert.Equal(new Color(0xFFFFFFFF), page.Pixel(60, 20));
    }

    [Fact]
    public void Paint_CollapsedBorders_OneLineBetweenCells()
    {
        using var page = new ShownPage("<table style='border-collapse:collapse'><tr><td style='border:2px solid red;width:20px;height:20px;padding:0'><td style='border:2px solid red;width:20px;padding:0'></table>");
        int[] red = [.. Enumerable.Range(0, 60).Where(x => page.Pixel(x, 10) == Red)];
        Assert.Equal(6, red.Length); // three lines of 2 px
    }

    [Fact]
    public void Paint_TextClip_BackgroundIsSeenInGlyphsAlone()
    {
        using var page = new ShownPage("<div style='font:bold 60px sans-serif;background:linear-gradient(red,red);background-clip:text;color:transparent'>I</div>");
        var columns = Enumerable.Range(0, 100).Count(x => page.Pixel(x, 35) == Red);
        Assert.InRange(columns, 5, 20);
    }

    [Fact]
    public void Paint_Perspective_ChildStandsOut()
    {
        using var page = new ShownPage("<div style='perspective:100px;width:100px;height:100px'><div style='width:100px;height:100px;background:lime;transform:translateZ(20px)'></div></div>");
        Assert.Equal(Lime, page.Pixel(110, 50)); // 100 / (100 - 20) as large, about the middle
    }

    [Fact]
    public void Paint_GradientWithFunctionFirst_GoesDown()
    {
        using var page = new ShownPage("<div style='width:50px;height:100px;background:linear-gradient(rgb(255,0,0),rgb(0,0,255))'></div>");
        Assert.True(page.Pixel(10, 5).Red > 200);
        Assert.True(page.Pixel(10, 95).Blue > 200);
    }

    [Fact]
    public void Paint_Controls_ShowState()
    {
        using var page = new ShownPage("<input id=c type=checkbox style='margin:0;width:26px;height:26px' checked>");
        Assert.Equal(new Color(0xFF0075FF), page.Pixel(3, 13));
        page.Page.Document.SetState(page.ById("c"), Dom.ElementState.Checked, false);
        Assert.Equal(new Color(0xFFFFFFFF), page.Pixel(3, 13));
    }
}
