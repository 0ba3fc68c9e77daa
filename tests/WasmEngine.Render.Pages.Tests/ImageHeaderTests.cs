using System.Text;
using WasmEngine.Render.Layout;
using Xunit;

namespace WasmEngine.Render.Pages.Tests;

public sealed class ImageHeaderTests
{
    [Theory]
    [InlineData("89504E470D0A1A0A0000000D494844520000002000000010", 32, 16)]
    [InlineData("474946383961050007000000", 5, 7)]
    [InlineData("FFD8FFE000044A46FFC00011080010002003011100021101031101", 32, 16)]
    [InlineData("524946460000000057454250565038580A000000100000001F00000F0000", 32, 16)]
    [InlineData("424D0000000000000000000000002800000020000000F0FFFFFF", 32, 16)]
    public void SizeOf_Bitmaps_ReadsTheHeader(string hex, float width, float height) =>
        Assert.Equal(NaturalSize.Of(width, height), ImageHeader.SizeOf(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("<svg width='3' height='4'/>", 3f, 4f)]
    [InlineData("<?xml version='1.0'?><svg\n viewBox=\"0 0 20 10\">", null, null)]
    [InlineData("<svg width='50%' height='10mm'>", null, 37.795277f)]
    public void SizeOf_Svg_ReadsTheRoot(string text, float? width, float? height)
    {
        var size = Assert.NotNull(ImageHeader.SizeOf(Encoding.UTF8.GetBytes(text)));
        Assert.Equal((width, height), (size.Width, size.Height));
    }

    [Fact]
    public void SizeOf_RandomBytes_NeverThrows()
    {
        const int seed = 7;
        var random = new Random(seed);
        string[] starts = ["89504E47", "47494638", "FFD8", "FFD8FFE1", "524946460000000057454250", "424D", "3C737667"];
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = new byte[random.Next(200)];
            random.NextBytes(bytes);
            var start = Convert.FromHexString(starts[random.Next(starts.Length)]);
            start.AsSpan(0, Math.Min(start.Length, bytes.Length)).CopyTo(bytes);
            if (ImageHeader.SizeOf(bytes) is { Width: { } width, Height: { } height }) Assert.True(width > 0 && height > 0, $"seed {seed}, round {i}");
        }
    }
}
