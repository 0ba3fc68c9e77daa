using SkiaSharp;
using WasmEngine.Render.Text;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Skia.Tests.Fonts;

public sealed class TextContrastTests : SkiaTest
{
    [Theory]
    [InlineData(0xFF000000, 0xFFFFFFFF, 1.05, 1.5)] // dark text grows stronger
    [InlineData(0xFFFFFFFF, 0xFF000000, 0.5, 0.98)] // light text thinner, as it glows
    [InlineData(0xFF808080, 0xFFFFFFFF, 0.95, 1.2)]
    public void For_Color_ChangesTheInk(uint text, uint background, double least, double most)
    {
        var font = Fonts.Resolve(new FontDescription { Families = new([new FontFamilyName("DejaVu Sans")]), Size = 14 }).Primary;
        var filter = TextContrast.For(new SKColor(text), font);
        Assert.Same(filter, TextContrast.For(new SKColor(text), font));
        Assert.InRange(Ink(font, text, background, filter) / Ink(font, text, background, null), least, most);
    }

    [Fact]
    public void For_HugeGlyphs_IsNone() => Assert.Null(TextContrast.For(SKColors.Black, Fonts.Resolve(new FontDescription { Size = 500 }).Primary));

    private static double Ink(ScaledFont font, uint text, uint background, SKMaskFilter? filter)
    {
        using var surface = SKSurface.Create(new SKImageInfo(200, 40, SKColorType.Bgra8888));
        surface.Canvas.Clear(new SKColor(background));
        using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(text), MaskFilter = filter };
        surface.Canvas.DrawText(GlyphBlobs.Of(new HarfBuzzShaper().Shape("Hamburgefonstiv", 0, 15, font, 0, Script.Latin)), 5, 25, paint);
        using var image = surface.Snapshot();
        using var bitmap = SKBitmap.FromImage(image);
        return bitmap.Pixels.Sum(p => Math.Abs(p.Green - (double)((background >> 8) & 0xFF)));
    }
}
