using SkiaSharp;
using Xunit;

namespace WasmEngine.Render.Paint.Tests;

/// <summary>What is drawn again after a change.</summary>
public sealed class DamageTests
{
    private const int OnCurves = 64, OfCoverage = 96;

    private const string Three = "<div id=a style='width:40px;height:40px;background:red'></div><div id=b style='width:40px;height:40px;background:lime'></div><p id=c>text";

    [Fact]
    public void Update_NothingChanged_NoDamage()
    {
        using var page = new ShownPage(Three);
        page.Draw();
        Assert.False(page.View.Update(1));
        Assert.True(page.View.Compositor.Damage.IsEmpty);
        Assert.True(page.View.Compositor.Jobs.IsEmpty);
    }

    [Fact]
    public void Update_OneColourChanged_ThatBoxIsDamaged()
    {
        using var page = new ShownPage(Three);
        page.Draw();
        page.SetStyle("b", "width:40px;height:40px;background:blue");
        Assert.True(page.View.Update(1));
        Assert.Equal([new TileRect(0, 40, 40, 40)], page.View.Compositor.Damage.Rects.ToArray());
    }

    [Fact]
    public void Update_OneColourChanged_OtherItemsStayTheSame()
    {
        using var page = new ShownPage(Three);
        page.Draw();
        var before = page.View.List.Items.ToArray();
        page.SetStyle("b", "width:40px;height:40px;background:blue");
        page.Draw();
        var after = page.View.List.Items.ToArray();
        Assert.Equal(before.Length, after.Length);
        Assert.Single(after.Except(before));
    }

    [Fact]
    public void Update_TextInACardChanged_OnlyItsInkIsDamaged()
    {
        const string card = "width:120px;height:60px;padding:10px;border:1px solid #888;border-radius:8px;background:#fff;box-shadow:0 2px 9px #0008;font:20px sans-serif";
        using var page = new ShownPage($"<div style='{card}'><div><b id=t>1234</b></div><p>below</p></div>");
        page.Draw();
        var before = page.View.List.Items.ToArray();
        page.Page.Document.SetText((Dom.TextNode)page.ById("t").FirstChild!, "5678");
        Assert.True(page.View.Update(1));
        var damage = Assert.Single(page.View.Compositor.Damage.Rects.ToArray());
        Assert.True(damage.Height < 24 && damage.Width < 60, $"{damage}");
        Assert.Single(page.View.List.Items.Except(before)); // the card, though laid out anew, draws the same items
        var shown = page.Draw(1);
        using var anew = page.DrawAnew();
        Assert.Empty(Differing(shown, anew));
    }

    [Fact]
    public void Update_VerticalTextChanged_AllOfItIsDrawn()
    {
        using var page = new ShownPage("<div style='writing-mode:vertical-rl;font:20px sans-serif'><div>first</div><div id=t>Agj 1234</div></div>");
        page.Draw();
        page.Page.Document.SetText((Dom.TextNode)page.ById("t").FirstChild!, "gjQ 5678");
        var shown = page.Draw(1);
        using var anew = page.DrawAnew();
        Assert.Empty(Differing(shown, anew));
        using var white = new ShownPage("");
        Assert.NotEmpty(Differing(shown, white.Draw()));
    }

    [Fact]
    public void Resize_BackgroundFixedToTheViewport_IsLaidOutInTheNewOne()
    {
        using var page = new ShownPage("<div id=f style='width:50px;height:50px;background:linear-gradient(red,blue) fixed'></div>");
        page.Draw();
        page.Page.Options = page.Page.Options with { Height = 60 };
        page.View.Update(1);
        Assert.Equal(60, page.View.List.Items.OfType<BackgroundItem>().Single().Area.Height);
    }

    [Fact]
    public void Update_FarApart_DamageIsKeptApart()
    {
        using var page = new ShownPage(string.Concat(Enumerable.Range(0, 12).Select(i => $"<div id=d{i} style='position:absolute;left:{i % 4 * 50}px;top:{i / 4 * 50}px;width:6px;height:6px;background:red'></div>")));
        page.Draw();
        for (var i = 0; i < 12; i++) page.SetStyle($"d{i}", $"position:absolute;left:{i % 4 * 50}px;top:{i / 4 * 50}px;width:6px;height:6px;background:blue");
        page.View.Update(1);
        Assert.Equal(12, page.View.Compositor.Damage.Rects.Length);
    }

    [Fact]
    public void Layers_CutOffWithoutScrolling_NoLayer()
    {
        using var page = new ShownPage("<div id=h style='overflow:hidden;width:40px;height:40px'><p style='height:90px'>x</div><div style='overflow:auto;width:40px;height:40px'>fits</div>");
        page.Draw();
        Assert.Single(page.View.Compositor.Layers);
        page.View.ScrollTo(page.ById("h"), new Layout.LayoutPoint(0, 30)); // a program may
        page.Draw();
        Assert.Equal(2, page.View.Compositor.Layers.Count);
    }

    [Fact]
    public void Layers_ScrollingContent_HasItsOwn()
    {
        using var page = new ShownPage("<div style='overflow:auto;width:40px;height:40px;background:red'><p style='height:90px'>x</div>");
        page.Draw();
        Assert.Equal(2, page.View.Compositor.Layers.Count);
    }

    [Theory]
    [InlineData(10, 10, 20, 20, true)]
    [InlineData(0, 20, 60, 10, false)]
    [InlineData(0, 0, 5, 5, false)]
    [InlineData(6, 6, 48, 28, true)]
    [InlineData(5, 5, 50, 30, false)]
    [InlineData(50, 30, 20, 5, false)]
    public void RoundedRect_Contains_WhatLiesWithinTheCorners(float x, float y, float width, float height, bool expected)
    {
        var radius = new System.Numerics.Vector2(20, 20);
        var shape = new RoundedRect(new RectF(0, 0, 60, 40), new CornerRadii(radius, radius, radius, radius));
        Assert.Equal(expected, shape.Contains(new RectF(x, y, width, height)));
    }

    [Fact]
    public void Layers_WillChange_HasItsOwn()
    {
        using var page = new ShownPage("<div style='width:40px;height:40px;background:red'></div><div style='will-change:transform;width:40px;height:40px;background:lime'></div>");
        page.Draw();
        Assert.Equal(2, page.View.Compositor.Layers.Count);
    }

    [Fact]
    public void Layers_ContentOverLayer_GoesAbove()
    {
        using var page = new ShownPage("<div style='will-change:transform;position:absolute;width:40px;height:40px;background:red'></div><div style='position:absolute;width:20px;height:20px;background:lime'></div>");
        Assert.Equal(new Style.Color(0xFF00FF00), page.Pixel(10, 10));
        Assert.Equal(new Style.Color(0xFFFF0000), page.Pixel(30, 30));
        Assert.InRange(page.View.Compositor.Layers.Count, 2, 3);
    }

    [Fact]
    public void Draw_RandomChanges_PartialEqualsFull()
    {
        const int seed = 20260401, boxes = 8, steps = 60;
        var random = new Random(seed);
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        using var page = new ShownPage(string.Concat(Enumerable.Range(0, boxes).Select(i => $"<div id=d{i}>box {i}</div>")), "div{position:absolute;width:60px;height:40px;background:#abc}");
        page.Draw();
        for (var step = 0; step < steps; step++)
        {
            var id = $"d{random.Next(boxes)}";
            page.SetStyle(id, RandomStyle(random));
            var shown = page.Draw(step * 0.05);
            using var anew = page.DrawAnew();
            var differing = Differing(shown, anew);
            // Skia cuts curves where the clip begins, and so finds another coverage for a few pixels along the curves that damage runs through.
            Assert.True(differing.Count <= OnCurves && differing.TrueForAll(d => d.Most <= OfCoverage), $"step {step} ({id}: {string.Join(" | ", Enumerable.Range(0, boxes).Select(i => page.ById($"d{i}").Attribute("style")))}): pixels differ at {string.Join(' ', differing.Take(12))}");
        }
    }

    private static string RandomStyle(Random random)
    {
        var style = $"left:{random.Next(150)}px;top:{random.Next(120)}px;background:rgb({random.Next(256)},{random.Next(256)},{random.Next(256)});";
        return style + random.Next(9) switch
        {
            0 => "opacity:.5",
            1 => $"transform:translate({random.Next(20)}px,{random.Next(20)}px)",
            2 => "border-radius:12px;border:3px dashed red",
            3 => "box-shadow:3px 4px 6px #0008",
            4 => "z-index:3",
            5 => "overflow:hidden;border-radius:20px",
            6 => "display:none",
            7 => "will-change:transform",
            _ => "background:linear-gradient(red,blue)",
        };
    }

    private static List<(int X, int Y, int Most, string Values)> Differing(SKBitmap a, SKBitmap b)
    {
        ReadOnlySpan<byte> first = a.GetPixelSpan(), second = b.GetPixelSpan();
        Assert.Equal(first.Length, second.Length);
        var found = new List<(int, int, int, string)>();
        for (var i = 0; i < first.Length; i += 4)
        {
            var most = 0;
            for (var k = i; k < i + 4; k++) most = Math.Max(most, Math.Abs(first[k] - second[k]));
            if (most > 1)
                found.Add((i / 4 % a.Width, i / 4 / a.Width, most, $"{Convert.ToHexString(first.Slice(i, 4))}/{Convert.ToHexString(second.Slice(i, 4))}"));
        }

        return found;
    }
}
