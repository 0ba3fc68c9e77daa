using WasmEngine.Render.Text.Shaping;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Shaping;

public sealed class ShapeCacheTests
{
    private readonly FakeShaper _shaper = new();
    private readonly FakeFont _font = new("fake", _ => true);

    [Fact]
    public void Shape_SameTextAgain_IsTheSameRun()
    {
        var cache = new ShapeCache(_shaper);
        var first = cache.Shape("xabcx", 1, 3, _font, 0, Script.Latin);
        Assert.Same(first, cache.Shape("abc", 0, 3, _font, 2, Script.Latin));
        Assert.Equal(["abc|abc"], _shaper.Shaped);
        Assert.Equal(1, cache.Misses);
    }

    [Fact]
    public void Shape_OtherFontLevelOrScript_IsAnotherRun()
    {
        var cache = new ShapeCache(_shaper);
        ShapedRun[] runs =
        [
            cache.Shape("abc", 0, 3, _font, 0, Script.Latin),
            cache.Shape("abc", 0, 3, _font, 1, Script.Latin),
            cache.Shape("abc", 0, 3, _font, 0, Script.Greek),
            cache.Shape("abc", 0, 3, new FakeFont("other", _ => true), 0, Script.Latin),
        ];
        Assert.Equal(4, runs.Distinct().Count());
        Assert.Equal(4, cache.Count);
    }

    [Fact]
    public void Shape_MoreThanFit_DropsTheLeastRecentlyUsed()
    {
        var cache = new ShapeCache(_shaper, 3);
        foreach (var text in (string[])["a", "b", "c", "a", "d", "a", "c"]) cache.Shape(text, 0, 1, _font, 0, Script.Latin);
        Assert.Equal(4, cache.Misses); // b went for d; a and c stayed
        cache.Shape("b", 0, 1, _font, 0, Script.Latin);
        Assert.Equal(5, cache.Misses);
        Assert.Equal(3, cache.Count);
    }

    [Fact]
    public void Shape_ManyTexts_EachGetsItsOwn()
    {
        var cache = new ShapeCache(_shaper, 64);
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = "t" + random.Next(200);
            var run = cache.Shape(text, 0, text.Length, _font, 0, Script.Latin);
            Assert.Equal(text, new string([.. run.Glyphs.ToArray().Select(g => (char)g.Id)]));
        }

        Assert.Equal(64, cache.Count);
    }

    [Fact]
    public void Shape_LongText_IsNotKept()
    {
        var cache = new ShapeCache(_shaper);
        var text = new string('a', ShapeCache.LongestCached + 1);
        cache.Shape(text, 0, text.Length, _font, 0, Script.Latin);
        Assert.Equal(0, cache.Count);
    }

    [Fact]
    public void Shape_ManyLongTexts_StaysWithinTheBoundOfCharacters()
    {
        var cache = new ShapeCache(_shaper);
        for (var i = 0; i < 6000; i++)
        {
            var text = i.ToString("D200", System.Globalization.CultureInfo.InvariantCulture);
            cache.Shape(text, 0, text.Length, _font, 0, Script.Latin);
        }

        Assert.Equal(ShapeCache.MaxCharacters / 200, cache.Count);
        Assert.Equal(6000, cache.Misses);
        cache.Shape(5999.ToString("D200", System.Globalization.CultureInfo.InvariantCulture), 0, 200, _font, 0, Script.Latin);
        Assert.Equal(6000, cache.Misses);
    }

    [Fact]
    public void Shape_FromSeveralThreads_GivesWhatWasAskedFor()
    {
        var cache = new ShapeCache(_shaper, 16);
        Parallel.For(0, 20_000, i =>
        {
            var text = "p" + (i % 40);
            var run = cache.Shape(text, 0, text.Length, _font, 0, Script.Latin);
            Assert.Equal(text[^1], (char)run.Glyphs[^1].Id);
            Assert.Equal(text.Length, run.Length);
        });
    }

    [Fact]
    public void Clear_Runs_AreForgotten()
    {
        var cache = new ShapeCache(_shaper);
        cache.Shape("a", 0, 1, _font, 0, Script.Latin);
        cache.Clear();
        Assert.Equal(0, cache.Count);
        cache.Shape("a", 0, 1, _font, 0, Script.Latin);
        Assert.Equal(2, cache.Misses);
    }
}
