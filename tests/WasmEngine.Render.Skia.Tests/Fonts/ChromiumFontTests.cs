using System.Text.Json;
using WasmEngine.Render.Text.Fonts;
using WasmEngine.Render.Text.Shaping;
using WasmEngine.Render.Text.Unicode;

namespace WasmEngine.Render.Skia.Tests.Fonts;

/// <summary>Widths, metrics and matching against what Chromium made of the same fonts (Data/record.mjs).</summary>
public sealed class ChromiumFontTests : SkiaTest
{
    private const double Unit = 1 / 64.0;
    private readonly ParagraphShaper _shaper;
    private readonly JsonElement _recorded;

    public ChromiumFontTests()
    {
        var shaper = new HarfBuzzShaper();
        _shaper = new ParagraphShaper(shaper, new ShapeCache(shaper));
        using var stream = typeof(ChromiumFontTests).Assembly.GetManifestResourceStream("chromium-fonts.json")!;
        _recorded = JsonSerializer.Deserialize<JsonElement>(stream);
        foreach (var family in (string[])["Liberation Serif", "Liberation Sans Narrow", "DejaVu Sans Condensed", "DejaVu Math TeX Gyre"])
            Assert.SkipUnless(Fonts.Catalog.Family(family).Count > 0, $"{family} is missing: install Debian's fonts-dejavu-core, fonts-dejavu-extra and fonts-liberation");
    }

    [Fact]
    public void Width_RecordedTexts_IsChromiumsToOne64th()
    {
        string[] texts = [.. _recorded.GetProperty("texts").EnumerateArray().Select(t => t.GetString()!)];
        int count = 0, exact = 0;
        foreach (var row in _recorded.GetProperty("rows").EnumerateArray())
        {
            var font = Fonts.Resolve(Describe(row, row.GetProperty("size").GetSingle(), row.GetProperty("italic").GetBoolean()));
            for (var i = 0; i < texts.Length; i++)
            {
                var (expected, found) = (row.GetProperty("widths")[i].GetDouble(), Width(texts[i], font));
                Assert.True(Math.Abs(expected - found) <= Unit, $"'{texts[i]}' in {font.Primary.FamilyName} {font.Description.Size} {font.Description.Weight} {font.Description.Slant} is {found} wide, in Chromium {expected}");
                if (expected == found) exact++;
                count++;
            }
        }

        Assert.True(count > 2500, $"only {count} widths");
        Assert.True(exact > count * 0.99, $"only {exact} of {count} are exact");
    }

    [Fact]
    public void Metrics_RecordedFonts_AreChromiums()
    {
        var count = 0;
        foreach (var row in _recorded.GetProperty("rows").EnumerateArray())
        {
            var size = row.GetProperty("size").GetSingle();
            var font = Fonts.Resolve(Describe(row, size, row.GetProperty("italic").GetBoolean()));
            var metrics = font.Metrics;
            var name = $"{font.Primary.FamilyName} {size} {font.Description.Weight}";
            Assert.True(row.GetProperty("spacing").GetDouble() == metrics.LineSpacing, name);
            Assert.True(row.GetProperty("ascent").GetDouble() == metrics.Ascent, name);
            Assert.True(row.GetProperty("height").GetDouble() == metrics.Ascent + metrics.Descent, name);
            Assert.InRange(metrics.ZeroWidth - row.GetProperty("ch").GetDouble(), -0.001, 0.001);
            // Glyphs that have to be measured (slanted ones of DejaVu) differ by FreeType's version, in large sizes.
            var tolerance = size > 50 ? 0.51 : 0.001;
            Assert.InRange(metrics.XHeight - row.GetProperty("ex").GetDouble(), -tolerance, tolerance);
            Assert.InRange(metrics.CapHeight - row.GetProperty("cap").GetDouble(), -tolerance, tolerance);
            count++;
        }

        Assert.True(count > 250, $"only {count} fonts");
    }

    [Theory]
    [InlineData("aliases")]
    [InlineData("matches")]
    public void Match_RecordedNamesAndStyles_GiveTheSameFont(string set)
    {
        var text = _recorded.GetProperty("texts")[0].GetString()!;
        foreach (var row in _recorded.GetProperty(set).EnumerateArray())
        {
            var font = Fonts.Resolve(Describe(row, 16, italic: false));
            Assert.True(row.GetProperty("width").GetDouble() == Width(text, font), $"{row} became {font.Primary.FamilyName}");
        }
    }

    private static FontDescription Describe(JsonElement row, float size, bool italic)
    {
        var families = row.GetProperty("family").GetString()!.Split(", ")
            .Select(f => f[0] == '"' ? new FontFamilyName(f.Trim('"')) : FontFamilyName.FromIdentifier(f));
        return new FontDescription
        {
            Families = new ValueList<FontFamilyName>([.. families]),
            Size = size,
            Weight = row.GetProperty("weight").GetSingle(),
            Stretch = row.TryGetProperty("stretch", out var stretch) ? stretch.GetSingle() : 100,
            Slant = italic ? FontSlant.Italic : FontSlant.Normal,
        };
    }

    // Chromium rounds the width of each part of one direction up to 1/64 px.
    private double Width(string text, ResolvedFont font)
    {
        var items = new List<ShapedItem>();
        _shaper.Shape(text, [new TextSpan(0, text.Length, font)], BidiParagraph.Resolve(text, BaseDirection.LeftToRight).Levels, items);
        return items.GroupBy(i => i.Level).Sum(g => Math.Ceiling(g.Sum(i => (double)i.Run.Width) * 64) / 64);
    }
}
