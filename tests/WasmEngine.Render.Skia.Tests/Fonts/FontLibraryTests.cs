using System.Buffers.Binary;
using WasmEngine.Render.Text;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia.Tests.Fonts;

public sealed class FontLibraryTests : SkiaTest
{
    [Fact]
    public void Resolve_EqualDescriptions_GiveTheSameObject()
    {
        var first = Fonts.Resolve(Named("DejaVu Sans", 16));
        Assert.Same(first, Fonts.Resolve(Named("DEJAVU sans", 16)));
        Assert.NotSame(first, Fonts.Resolve(Named("DejaVu Sans", 17)));
    }

    [Fact]
    public void Resolve_OtherListSameFace_GivesTheSameScaledFont()
    {
        var first = Fonts.Resolve(Named("DejaVu Sans", 16));
        var second = Fonts.Resolve(new FontDescription { Families = new([new FontFamilyName("Missing"), new FontFamilyName("DejaVu Sans")]), Size = 16 });
        Assert.Same(first.Primary, second.Primary);
    }

    [Fact]
    public void FontFor_CharacterThatTheListLacks_TakesUprightSansAndImitatesStyle()
    {
        var list = Fonts.Resolve(Named("Liberation Sans", 16) with { Weight = 700, Slant = FontSlant.Italic });
        Assert.SkipUnless(list.Primary.FamilyName == "Liberation Sans", "Liberation Sans is missing: install Debian's fonts-liberation");
        var fallback = list.FontFor("✓", EmojiPresentation.None);
        Assert.Equal("DejaVu Sans", fallback.FamilyName);
        Assert.True(fallback.SyntheticBold);
        Assert.True(fallback.SyntheticItalic);
        Assert.False(list.Primary.SyntheticBold);
        Assert.False(list.Primary.SyntheticItalic);
        Assert.Same(fallback, list.FontFor("✓", EmojiPresentation.None));
    }

    [Fact]
    public void FontFor_CharacterThatNobodyHas_IsThePrimary()
    {
        var list = Fonts.Resolve(Named("DejaVu Sans", 16));
        Assert.Same(list.Primary, list.FontFor("\U000E0FFF", EmojiPresentation.None));
    }

    [Fact]
    public void Resolve_NoSynthesis_DoesNotImitate()
    {
        var file = Fonts.Default!.Path;
        var directory = Directory.CreateTempSubdirectory("fonts");
        try
        {
            File.Copy(file, Path.Combine(directory.FullName, "a.ttf"));
            using var fonts = FontLibrary.In([directory.FullName], Log);
            var bold = Named("DejaVu Sans", 16) with { Weight = 700, Slant = FontSlant.Oblique };
            Assert.True(fonts.Resolve(bold).Primary.SyntheticBold);
            Assert.False(fonts.Resolve(bold with { Synthesis = FontSynthesis.Style }).Primary.SyntheticBold);
            Assert.False(fonts.Resolve(bold with { Synthesis = FontSynthesis.Weight }).Primary.SyntheticItalic);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Scan_BrokenFiles_AreNamedAndPassedOver()
    {
        var good = File.ReadAllBytes(Fonts.Default!.Path);
        var directory = Directory.CreateTempSubdirectory("fonts");
        try
        {
            File.WriteAllBytes(Path.Combine(directory.FullName, "empty.ttf"), []);
            File.WriteAllBytes(Path.Combine(directory.FullName, "cut.ttf"), good[..300]);
            var half = good[..(good.Length / 2)];
            File.WriteAllBytes(Path.Combine(directory.FullName, "half.ttf"), half);
            File.WriteAllBytes(Path.Combine(directory.FullName, "z.ttf"), good);
            using var fonts = FontLibrary.In([directory.FullName], Log);
            Assert.EndsWith("z.ttf", fonts.Resolve(Named("DejaVu Sans", 16)).Primary is SkiaFont font ? font.File.Path : "", StringComparison.Ordinal);
            Assert.Contains(Log.Lines, l => l.Contains("empty.ttf can't be used", StringComparison.Ordinal));
            Assert.Contains(Log.Lines, l => l.Contains("cut.ttf can't be used", StringComparison.Ordinal));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public void Scan_Collection_GivesEachOfItsFaces()
    {
        var mono = Fonts.Catalog.Family("DejaVu Sans Mono");
        Assert.SkipWhen(mono.Count == 0, "DejaVu Sans Mono is missing: install Debian's fonts-dejavu-core");
        var directory = Directory.CreateTempSubdirectory("fonts");
        try
        {
            File.WriteAllBytes(Path.Combine(directory.FullName, "both.ttc"), Collect(File.ReadAllBytes(Fonts.Default!.Path), File.ReadAllBytes(mono[0].Path)));
            using var fonts = FontLibrary.In([directory.FullName], Log);
            var shaper = new HarfBuzzShaper();
            foreach (var family in (string[])["DejaVu Sans", "DejaVu Sans Mono"])
            {
                var (font, expected) = (fonts.Resolve(Named(family, 20)).Primary, Fonts.Resolve(Named(family, 20)).Primary);
                Assert.Equal(family, font.FamilyName);
                Assert.Equal(shaper.Shape("Hamburg", 0, 7, expected, 0, Script.Latin).Glyphs, shaper.Shape("Hamburg", 0, 7, font, 0, Script.Latin).Glyphs);
                Assert.Equal(family, ((SkiaFont)font).File.Typeface.FamilyName);
            }

            Assert.Empty(Log.Lines);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    // A header with both fonts behind it, whose tables lie further on by where each font begins.
    private static byte[] Collect(params byte[][] fonts)
    {
        var header = new byte[12 + (4 * fonts.Length)];
        "ttcf"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 0x10000);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), fonts.Length);
        var at = header.Length;
        for (var i = 0; i < fonts.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(12 + (4 * i)), at);
            for (var table = 0; table < BinaryPrimitives.ReadUInt16BigEndian(fonts[i].AsSpan(4)); table++)
            {
                var offset = fonts[i].AsSpan(12 + (16 * table) + 8);
                BinaryPrimitives.WriteInt32BigEndian(offset, BinaryPrimitives.ReadInt32BigEndian(offset) + at);
            }

            at += fonts[i].Length;
        }

        return [.. header, .. fonts.SelectMany(f => f)];
    }

    [Fact]
    public void Resolve_ManySizes_StaysBounded()
    {
        for (var i = 0; i < 10_000; i++) Assert.True(Fonts.Resolve(Named("DejaVu Sans", 1 + (i / 100f))).Metrics.LineSpacing > 0);
    }

    [Fact]
    public void Resolve_SizeAdjust_GivesTheWantedXHeight()
    {
        var plain = Fonts.Resolve(Named("Liberation Serif", 20));
        Assert.SkipUnless(plain.Primary.FamilyName == "Liberation Serif", "Liberation Serif is missing: install Debian's fonts-liberation");
        Assert.Equal(12, Fonts.Resolve(Named("Liberation Serif", 20) with { SizeAdjust = 0.6f }).Metrics.XHeight, 0.05f);
    }

    private static FontDescription Named(string family, float size) => new() { Families = new([new FontFamilyName(family)]), Size = size };
}
