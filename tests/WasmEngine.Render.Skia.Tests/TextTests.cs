using WasmEngine.Memory;

namespace WasmEngine.Render.Skia.Tests;

public sealed class TextTests : SkiaTest
{
    [Fact]
    public void Shape_Word_DrawsWithinItsBounds()
    {
        var target = Buffer(300, 100);
        var text = Shape("Hello", 20, 60, 40, Red);
        Draw(target, List(Black, text));
        var ink = Ink(target);
        Assert.False(ink.IsEmpty);
        Assert.Equal(ink, ink.Intersect(text.Bounds));
        Assert.InRange(ink.X, 20, 30);
        Assert.InRange(ink.Bottom, 59, 62); // stands on the baseline
        Assert.InRange(ink.Height, 24, 36);
        Assert.Contains(Red, target.Copy());
    }

    [Fact]
    public void Shape_LargerSize_IsLarger()
    {
        var small = Shape("Hello", size: 10).Bounds;
        var large = Shape("Hello", size: 40).Bounds;
        Assert.InRange((double)large.Width / small.Width, 2.5, 4.5);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\t\u0001")]
    public void Shape_NothingVisible_HasNoBounds(string text)
    {
        var line = Shape(text);
        Assert.True(line.Bounds.IsEmpty);
        var target = Buffer(100, 100);
        Draw(target, List(Blue, line));
        Assert.All(target.Copy(), p => Assert.Equal(Blue, p));
    }

    [Theory]
    [InlineData("שלום עולם")]
    [InlineData("سلام عليكم")]
    public void Shape_RightToLeft_ClustersFollowWithoutOverlap(string text)
    {
        var runs = Shaper.Runs(text, 40);
        var glyphs = Assert.Single(runs).Glyphs;
        // Visual order: the last character is leftmost, and each advance leads to the next.
        Assert.True(glyphs[0].Cluster > glyphs[^1].Cluster, "the text does not run to the left");
        CheckClusters(glyphs);
    }

    [Theory]
    [InlineData("e\u0301")] // composed by the font or placed over the letter
    [InlineData("x\u0302y\u0323")]
    [InlineData("ש\u05B8ל")]
    public void Shape_CombiningMarks_TakeNoRoomOfTheirOwn(string text)
    {
        var plain = string.Concat(text.Where(c => char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.NonSpacingMark));
        var glyphs = Assert.Single(Shaper.Runs(text, 40)).Glyphs;
        Assert.InRange(glyphs.Sum(g => g.Advance), Width(plain) - 1, Width(plain) + 1);
        CheckClusters(glyphs);
    }

    [Fact]
    public void Shape_ArabicLetters_Join()
    {
        var joined = Assert.Single(Shaper.Runs("بب", 40)).Glyphs;
        var apart = Assert.Single(Shaper.Runs("ب", 40)).Glyphs;
        Assert.NotEqual(apart[0].Id, joined[0].Id);
        Assert.NotEqual(apart[0].Id, joined[^1].Id);
    }

    [Fact]
    public void Shape_Kerning_IsApplied() => Assert.True(Width("AV") < Width("A") + Width("V"));

    [Fact]
    public void Shape_CharacterThatTheDefaultLacks_TakesAnotherFont()
    {
        // A library whose default is a subset font in this test: DejaVu Sans Mono lacks these, DejaVu Sans has them.
        var directory = Directory.CreateTempSubdirectory("fonts");
        try
        {
            var root = Path.GetDirectoryName(Fonts.Default!.Path)!;
            File.Copy(Path.Combine(root, "DejaVuSansMono.ttf"), Path.Combine(directory.FullName, "a.ttf"));
            File.Copy(Path.Combine(root, "DejaVuSans.ttf"), Path.Combine(directory.FullName, "b.ttf"));
            using var fonts = FontLibrary.In([directory.FullName], Log);
            Assert.EndsWith("a.ttf", fonts.Default!.Path, StringComparison.Ordinal);
            var runs = new TextShaper(fonts).Runs("aשb", 40);
            Assert.Equal(["a.ttf", "b.ttf", "a.ttf"], runs.Select(r => Path.GetFileName(r.Font.Path)));
            Assert.DoesNotContain(runs.SelectMany(r => r.Glyphs), g => g.Id == 0);
            Assert.Equal(runs[0].Width, runs[1].X, 0.01f);
            Assert.Equal(runs[1].X + runs[1].Width, runs[2].X, 0.01f);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Shape_CharacterThatNoFontHas_DrawsTheMissingGlyph()
    {
        var line = Shape("\U000E0FFFa");
        Assert.False(line.Bounds.IsEmpty);
    }

    [Fact]
    public void Shape_NoFontAtAll_DrawsNothingAndSaysSo()
    {
        var empty = Directory.CreateTempSubdirectory("fonts");
        try
        {
            using var fonts = FontLibrary.In([empty.FullName, Path.Combine(empty.FullName, "missing")], Log);
            Assert.Null(fonts.Default);
            Assert.StartsWith("Error there is no font", Assert.Single(Log.Lines), StringComparison.Ordinal);
            var line = Own(new TextShaper(fonts).Shape(new TextNode(1, 10, 40, 20, White, "text")));
            Assert.True(line.Bounds.IsEmpty);
            var target = Buffer(100, 100);
            Draw(target, List(Blue, line));
            Assert.All(target.Copy(), p => Assert.Equal(Blue, p));
        }
        finally
        {
            empty.Delete(recursive: true);
        }
    }

    [Fact]
    public void FontLibrary_FileThatIsNoFont_IsNotedAndPassedOver()
    {
        var directory = Directory.CreateTempSubdirectory("fonts");
        try
        {
            File.WriteAllText(Path.Combine(directory.FullName, "a.ttf"), "no font");
            File.Copy(Fonts.Default!.Path, Path.Combine(directory.FullName, "b.ttf"));
            using var fonts = FontLibrary.In([directory.FullName], Log);
            Assert.EndsWith("b.ttf", fonts.Default!.Path, StringComparison.Ordinal);
            Assert.Contains("a.ttf can't be used", Assert.Single(Log.Lines), StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Shape_FromSeveralThreads_GivesTheSame()
    {
        var expected = Shaper.Runs("Füße שלום سلام 漢字", 20).SelectMany(r => r.Glyphs).ToArray();
        Parallel.For(0, 200, _ => Assert.Equal(expected, Shaper.Runs("Füße שלום سلام 漢字", 20).SelectMany(r => r.Glyphs)));
    }

    [Fact]
    public void Shape_LongestText_IsDrawn()
    {
        var line = Shape(new string('W', 4096), size: 1000, y: 900);
        var target = Buffer(200, 200);
        Draw(target, List(Black, line));
        Assert.False(Ink(target).IsEmpty);
    }

    private float Width(string text) => Shaper.Runs(text, 40).Sum(r => r.Width);

    // Glyphs of one cluster belong together; each cluster begins where the former ended.
    private static void CheckClusters(IReadOnlyList<ShapedGlyph> glyphs)
    {
        float end = 0;
        foreach (var cluster in glyphs.GroupBy(g => g.Cluster))
        {
            Assert.True(cluster.Sum(g => g.Advance) >= 0);
            Assert.InRange(cluster.First(g => g.Advance > 0 || cluster.All(c => c.Advance == 0)).Origin, end - 0.01f, end + 0.01f);
            end += cluster.Sum(g => g.Advance);
        }

        Assert.DoesNotContain(glyphs, g => g.Id == 0);
    }

    private static PixelRect Ink(PixelBuffer target)
    {
        var ink = default(PixelRect);
        for (var y = 0; y < target.Geometry.Height; y++)
        {
            for (var x = 0; x < target.Geometry.Width; x++)
            {
                if (target[x, y] != Black) ink = ink.Union(new PixelRect(x, y, 1, 1));
            }
        }

        return ink;
    }
}
