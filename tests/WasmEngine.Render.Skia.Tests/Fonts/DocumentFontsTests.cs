using WasmEngine.Render.Text;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.TestSupport;

namespace WasmEngine.Render.Skia.Tests.Fonts;

public sealed class DocumentFontsTests : SkiaTest
{
    private const string Family = "My Font";
    private readonly byte[] _bytes;
    private readonly IDocumentFonts _fonts;

    public DocumentFontsTests()
    {
        _bytes = File.ReadAllBytes(Fonts.Default!.Path);
        _fonts = Own(Fonts.CreateDocumentFonts());
    }

    [Fact]
    public void Add_Font_ComesBeforeTheMachines()
    {
        Assert.NotEqual("DejaVu Sans", Primary().FamilyName);
        _fonts.Add(new FontFaceDescriptor { Family = Family }, _bytes);
        Assert.Equal(1, _fonts.Generation);
        Assert.Equal("DejaVu Sans", Primary().FamilyName);
        Assert.Equal(Fonts.Resolve(Machine).Metrics, _fonts.Resolve(Wanted).Metrics);
        _fonts.Clear();
        Assert.Equal(2, _fonts.Generation);
        Assert.NotEqual("DejaVu Sans", Primary().FamilyName);
    }

    [Fact]
    public void Add_Woff_IsTheSameFont()
    {
        _fonts.Add(new FontFaceDescriptor { Family = Family }, WebFonts.Woff(_bytes));
        AssertSameGlyphs();
    }

    [Fact]
    public void Add_Woff2_IsTheSameFont()
    {
        var packed = WebFonts.Woff2(_bytes);
        Assert.SkipWhen(packed is null, "woff2_compress is missing: install Debian's woff2");
        _fonts.Add(new FontFaceDescriptor { Family = Family }, packed);
        AssertSameGlyphs();
    }

    [Fact]
    public void Add_UnicodeRange_ServesItsCharactersAlone()
    {
        _fonts.Add(new FontFaceDescriptor { Family = Family, Ranges = new([new CodepointRange('a', 'z')]) }, _bytes);
        var list = _fonts.Resolve(Wanted);
        Assert.Equal("DejaVu Sans", list.FontFor("m", EmojiPresentation.None).FamilyName);
        Assert.NotEqual("DejaVu Sans", list.FontFor("M", EmojiPresentation.None).FamilyName);
        Assert.NotEqual("DejaVu Sans", list.Primary.FamilyName); // it may not show a space
    }

    [Fact]
    public void Add_SeveralWeights_TheNearestIsTaken()
    {
        _fonts.Add(new FontFaceDescriptor { Family = Family }, _bytes);
        _fonts.Add(new FontFaceDescriptor { Family = Family, MinWeight = 700, MaxWeight = 700, SizeAdjust = 2 }, _bytes);
        Assert.Equal(20, _fonts.Resolve(Wanted with { Weight = 500 }).Primary.Size);
        Assert.Equal(40, _fonts.Resolve(Wanted with { Weight = 600 }).Primary.Size);
        Assert.False(_fonts.Resolve(Wanted with { Weight = 600 }).Primary.SyntheticBold);
    }

    [Fact]
    public void Add_Overrides_ChangeTheLine()
    {
        _fonts.Add(new FontFaceDescriptor { Family = Family, AscentOverride = 1.5f, DescentOverride = 0.5f, LineGapOverride = 0 }, _bytes);
        var metrics = _fonts.Resolve(Wanted).Metrics;
        Assert.Equal((30, 10, 40), (metrics.Ascent, metrics.Descent, metrics.LineSpacing));
    }

    [Fact]
    public void AddLocal_Name_FindsTheMachinesFace()
    {
        Assert.True(_fonts.AddLocal(new FontFaceDescriptor { Family = Family }, "DejaVuSans"));
        Assert.Equal("DejaVu Sans", Primary().FamilyName);
        Assert.False(_fonts.AddLocal(new FontFaceDescriptor { Family = Family }, "No Such Font"));
    }

    [Fact]
    public void Add_NoFont_SaysWhatIsWrong()
    {
        Assert.Contains("none of TrueType", Assert.Throws<InvalidFontException>(() => Add("<html>"u8.ToArray())).Message, StringComparison.Ordinal);
        Assert.Contains("ends too early", Assert.Throws<InvalidFontException>(() => Add([])).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidFontException>(() => Add(_bytes[..1000]));
        var woff = WebFonts.Woff(_bytes);
        Assert.Throws<InvalidFontException>(() => Add(woff[..(woff.Length / 2)]));
        Assert.Equal(0, _fonts.Generation);
    }

    private void Add(byte[] bytes) => _fonts.Add(new FontFaceDescriptor { Family = Family }, bytes);

    private static FontDescription Wanted => new() { Families = new([new FontFamilyName(Family)]), Size = 20 };

    private static FontDescription Machine => Wanted with { Families = new([new FontFamilyName("DejaVu Sans")]) };

    private ScaledFont Primary() => _fonts.Resolve(Wanted).Primary;

    private void AssertSameGlyphs()
    {
        const string text = "The quick brown fox ÄÖÜ שלום 0123456789 ffi ½";
        var shaper = new HarfBuzzShaper();
        var ours = shaper.Shape(text, 0, text.Length, Primary(), 0, Script.Latin);
        var expected = shaper.Shape(text, 0, text.Length, Fonts.Resolve(Machine).Primary, 0, Script.Latin);
        Assert.Equal(expected.Glyphs, ours.Glyphs);
        Assert.Equal(GlyphBlobs.Of(expected)!.Bounds, GlyphBlobs.Of(ours)!.Bounds);
        using SkiaSharp.SKPath expectedPath = Outline(expected.Font), path = Outline(ours.Font);
        Assert.Equal(expectedPath.ToSvgPathData(), path.ToSvgPathData());
    }

    private static SkiaSharp.SKPath Outline(ScaledFont font)
    {
        using var plain = new SkiaSharp.SKFont(((SkiaFont)font).File.Typeface, 100) { Hinting = SkiaSharp.SKFontHinting.None };
        return plain.GetTextPath("Hamburgefonstiv Ä½ﬃ@§", default(SkiaSharp.SKPoint));
    }
}
