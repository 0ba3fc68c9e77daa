using SkiaSharp;
using WasmEngine.Memory;
using WasmEngine.Render.Core;
using Xunit;

namespace WasmEngine.Render.Skia.Tests;

/// <summary>Surfaces of guests as documents show them.</summary>
public sealed class SceneSurfacePicturesTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(20)]
    [InlineData(7)]
    [InlineData(100)]
    public void TryDraw_NewPictureInTheSamePixels_IsWhatIsSeen(int size)
    {
        using var surface = new PixelBuffer(64, 64, RegionKind.Surface);
        using var pictures = new SceneSurfacePictures(new OneSurface(surface));
        using var bitmap = new SKBitmap(new SKImageInfo(size, size, SKColorType.Bgra8888, SKAlphaType.Premul));
        using var canvas = new SKCanvas(bitmap);
        foreach (var color in (uint[])[0xFFFF0000, 0xFF00FF00, 0xFF0000FF])
        {
            surface.Fill(color);
            Assert.True(pictures.TryDraw(canvas, "s", new SKRect(0, 0, size, size), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear)));
            Assert.Equal(color, (uint)bitmap.GetPixel(size / 2, size / 2));
        }
    }

    private sealed class OneSurface(PixelBuffer buffer) : ISceneSurfaces
    {
        public bool TryFind(string name, out Picture picture)
        {
            picture = new Picture(0, 0, buffer.Geometry.Width, buffer.Geometry.Height, true, buffer.Address, 1, 0, buffer.Geometry);
            return true;
        }
    }
}
