using WasmEngine.Render.Text.Fonts;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Fonts;

public sealed class FaceMatchingTests
{
    [Theory]
    [InlineData(400, "300 400 500 700", 400)]
    [InlineData(450, "300 400 500 700", 500)] // up to 500 first
    [InlineData(450, "300 400 700", 400)] // then lighter ones
    [InlineData(500, "400 700", 400)]
    [InlineData(501, "400 700", 700)] // heavier ones first
    [InlineData(600, "400 500", 500)]
    [InlineData(350, "300 400", 300)] // lighter ones first
    [InlineData(100, "300 400", 300)]
    [InlineData(900, "100", 100)]
    public void FindBest_Weights_FollowCss(float wanted, string has, float expected)
    {
        float[] weights = [.. has.Split(' ').Select(w => float.Parse(w, System.Globalization.CultureInfo.InvariantCulture))];
        FaceStyle[] faces = [.. weights.Select(w => new FaceStyle(w, 100, false))];
        Assert.Equal(expected, weights[FaceMatching.FindBest(faces, new FontDescription { Weight = wanted }, false)]);
    }

    [Fact]
    public void FindBest_StretchBeforeSlantBeforeWeight()
    {
        FaceStyle[] faces = [new(700, 100, true), new(400, 75, false), new(700, 75, false), new(400, 75, true)];
        Assert.Equal(3, FaceMatching.FindBest(faces, new FontDescription { Weight = 700, Stretch = 75, Slant = FontSlant.Italic }, false));
    }

    [Theory]
    [InlineData(90, false, 0)] // CSS: narrower ones first
    [InlineData(90, true, 1)] // fontconfig: the class above
    [InlineData(110, false, 2)]
    [InlineData(60, false, 0)]
    public void FindBest_Stretch_FollowsCssOrFontconfig(float wanted, bool nearest, int expected)
    {
        FaceStyle[] faces = [new(400, 75, false), new(400, 100, false), new(400, 125, false)];
        Assert.Equal(expected, FaceMatching.FindBest(faces, new FontDescription { Stretch = wanted }, nearest));
    }

    [Fact]
    public void FindBest_Range_ServesWhatLiesInIt()
    {
        FaceStyle[] faces = [new(100, 650, 100, 100, false), new(700, 100, false)];
        Assert.Equal(0, FaceMatching.FindBest(faces, new FontDescription { Weight = 640 }, false));
        Assert.Equal(1, FaceMatching.FindBest(faces, new FontDescription { Weight = 660 }, false));
        Assert.Equal(-1, FaceMatching.FindBest([], new FontDescription(), false));
    }

    [Theory]
    [InlineData("serif", GenericFamily.Serif)]
    [InlineData("Sans-Serif", GenericFamily.SansSerif)]
    [InlineData("system-ui", GenericFamily.SystemUi)]
    [InlineData("Arial", GenericFamily.None)]
    public void FromIdentifier_Keyword_IsGeneric(string identifier, GenericFamily expected) => Assert.Equal(expected, FontFamilyName.FromIdentifier(identifier).Generic);

    [Fact]
    public void Equals_Descriptions_CompareAllTheyHave()
    {
        var one = new FontDescription { Families = new([new FontFamilyName("Arial")]), Features = new([new FontFeature(new OpenTypeTag("kern"), 1)]) };
        var same = new FontDescription { Families = new([new FontFamilyName("ARIAL")]), Features = new([new FontFeature(new OpenTypeTag("kern"), 1)]) };
        Assert.Equal(one, same);
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        FontDescription[] others =
        [
            one with { Size = 17 }, one with { Weight = 401 }, one with { Stretch = 99 }, one with { Slant = FontSlant.Italic }, one with { ObliqueAngle = 15 },
            one with { Synthesis = FontSynthesis.None }, one with { Kerning = FontKerning.None }, one with { Ligatures = FontLigatures.None },
            one with { OptimizeSpeed = true }, one with { SizeAdjust = 0.5f }, one with { Language = "ja" }, one with { Families = FontDescription.DefaultFamilies },
            one with { Features = ValueList<FontFeature>.Empty }, one with { Variations = new([new FontVariation(new OpenTypeTag("wght"), 1)]) },
        ];
        Assert.All(others, o => Assert.NotEqual(one, o));
        Assert.Equal(typeof(FontDescription).GetProperties(System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.Instance).Length, others.Length);
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("abcde")]
    [InlineData("ab\u00e4d")]
    public void OpenTypeTag_OtherThanFourAsciiCharacters_IsRefused(string name) => Assert.Throws<ArgumentException>(() => new OpenTypeTag(name));
}
