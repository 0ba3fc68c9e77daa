using WasmEngine.Render.Text;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;

namespace WasmEngine.Render.Skia.Tests.Fonts;

public sealed class HarfBuzzShaperTests : SkiaTest
{
    private readonly HarfBuzzShaper _shaper = new();

    [Fact]
    public void Shape_Kerning_CanBeTurnedOff()
    {
        var kerned = ShapeText("AVAVA", Sans);
        var plain = ShapeText("AVAVA", Sans with { Kerning = FontKerning.None });
        Assert.True(kerned.Width < plain.Width);
        Assert.Equal(plain.Width, ShapeText("AVAVA", Sans with { Features = new([new FontFeature(new OpenTypeTag("kern"), 0)]) }).Width);
        Assert.Equal(plain.Width, ShapeText("AVAVA", Sans with { OptimizeSpeed = true }).Width);
    }

    [Fact]
    public void Shape_Ligature_IsOneClusterUnlessTurnedOff()
    {
        var joined = ShapeText("ffi", Sans);
        Assert.Single(joined.Glyphs.ToArray());
        Assert.False(joined.IsSafeToBreakBefore(1));
        Assert.Equal(3, ShapeText("ffi", Sans with { Ligatures = FontLigatures.Required }).Glyphs.Length);
    }

    [Fact]
    public void Shape_ArabicWord_IsUnsafeToBreakWhereLettersJoin()
    {
        var run = ShapeText("سلام", Sans, 1, Script.Arabic);
        Assert.True(run.IsRightToLeft);
        Assert.False(run.IsSafeToBreakBefore(1));
    }

    [Fact]
    public void Shape_WithContext_JoinsAcrossTheItemsEdge()
    {
        var font = Font(Sans);
        var alone = _shaper.Shape("ب", 0, 1, font, 1, Script.Arabic);
        var joined = _shaper.Shape("ببب", 1, 1, font, 1, Script.Arabic);
        Assert.NotEqual(alone.Glyphs[0].Id, joined.Glyphs[0].Id);
        Assert.Equal(0, joined.Glyphs[0].Cluster);
    }

    [Fact]
    public void Shape_Slices_AddUpToTheWhole()
    {
        var run = ShapeText("The quick brown fox", Sans);
        var at = run.NextSafeToBreak(10);
        Assert.InRange(at, 10, 18);
        Assert.Equal(run.Width, run.Slice(0, at).Width + run.Slice(at, run.Length).Width, 0.001f);
        Assert.Equal(ShapeText("The quick brown fox"[..at], Sans).Width, run.Slice(0, at).Width, 0.001f);
    }

    [Fact]
    public void Shape_NoFont_GivesNoGlyphs()
    {
        var empty = Directory.CreateTempSubdirectory("fonts");
        try
        {
            using var fonts = FontLibrary.In([empty.FullName], Log);
            var font = fonts.Resolve(Sans);
            Assert.True(font.Metrics.LineSpacing > font.Description.Size);
            var run = _shaper.Shape("text", 0, 4, font.FontFor("t", EmojiPresentation.None), 0, Script.Latin);
            Assert.Equal(0, run.Width);
            Assert.Equal(4, run.Length);
            Assert.Null(GlyphBlobs.Of(run));
        }
        finally
        {
            empty.Delete();
        }
    }

    [Fact]
    public void Shape_KnownText_AllocatesNothing()
    {
        var paragraphs = new ParagraphShaper(_shaper, new ShapeCache(_shaper));
        var description = Sans;
        var font = Fonts.Resolve(description);
        var items = new List<ShapedItem>(16);
        void Round()
        {
            items.Clear();
            paragraphs.Shape("Revenue this quarter", [new TextSpan(0, 20, Fonts.Resolve(description))], [], items);
        }

        for (var i = 0; i < 2000; i++) Round(); // until the code is optimized
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) Round();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
        Assert.Same(font.Primary, items[0].Run.Font);
    }

    [Fact]
    public void Of_SameRun_IsTheSameBlob()
    {
        var run = ShapeText("Hello", Sans);
        var blob = GlyphBlobs.Of(run)!;
        Assert.Same(blob, GlyphBlobs.Of(run));
        Assert.InRange(blob.Bounds.Width, run.Width - 4, run.Width * 3); // bounds are those of the font's largest glyphs
    }

    private static FontDescription Sans => new() { Families = new([new FontFamilyName("DejaVu Sans")]), Size = 20 };

    private ScaledFont Font(FontDescription description) => Fonts.Resolve(description).Primary;

    private ShapedRun ShapeText(string text, FontDescription description, byte level = 0, Script script = Script.Latin) =>
        _shaper.Shape(text, 0, text.Length, Font(description), level, script);
}
