using Xunit;

namespace WasmEngine.Reftests.Tests;

public sealed class PixelComparisonTests
{
    private const int Width = 32, Height = 16;

    /// <summary>A white picture with some pixels in another grey.</summary>
    private static Picture Page(byte grey = 0, params (int X, int Y)[] pixels)
    {
        var bytes = new byte[Width * Height * Picture.BytesPerPixel];
        Array.Fill(bytes, byte.MaxValue);
        foreach (var (x, y) in pixels) bytes.AsSpan((y * Width + x) * Picture.BytesPerPixel, 3).Fill(grey);
        return new(Width, Height, bytes);
    }

    private static (int X, int Y)[] Square(int left, int top, int size) =>
        [.. Enumerable.Range(0, size * size).Select(i => (left + i % size, top + i / size))];

    [Theory]
    [InlineData(255 - PixelComparison.Threshold, 0)]
    [InlineData(255 - PixelComparison.Threshold - 1, 4)]
    public void Compare_PixelsOff_CountBeyondTheThreshold(int grey, int differing)
    {
        var result = PixelComparison.Compare("p", Page(), null, Page((byte)grey, Square(3, 3, 2)));
        Assert.Equal((Width * Height, differing), (result.Pixels, result.Differing));
    }

    [Fact]
    public void Compare_TextDrawnSlightlyOtherwise_IsMasked()
    {
        var result = PixelComparison.Compare("p", Page(0, (10, 5), (10, 6)), Page(), Page(60, (10, 5), (11, 6)));
        Assert.Equal((0, 0), (result.Differing, result.DifferingTextCells));
        Assert.Equal(Width * Height - 5 * 6, result.Pixels);
        Assert.True(result.TextCells > 0);
    }

    [Fact]
    public void Compare_TextMissing_IsSeenInItsCells()
    {
        var result = PixelComparison.Compare("p", Page(0, Square(8, 0, 6)), Page(), Page());
        Assert.Equal(0, result.Differing);
        Assert.Equal(1, result.DifferingTextCells);
    }

    [Fact]
    public void Compare_TextFarFromChromiums_Counts()
    {
        var result = PixelComparison.Compare("p", Page(0, Square(0, 0, 3)), Page(), Page(0, Square(20, 8, 3)));
        Assert.Equal(9, result.Differing);
    }

    [Fact]
    public void Compare_OtherSize_Fails()
    {
        var result = PixelComparison.Compare("p", Page(), null, new Picture(1, 1, new byte[Picture.BytesPerPixel]));
        Assert.Contains("1x1", result.Failure, StringComparison.Ordinal);
        Assert.Equal(1, result.Share);
    }

    [Fact]
    public void ContactSheet_Pairs_AreWrittenAndReadBack()
    {
        var folder = Directory.CreateTempSubdirectory("sheets-").FullName;
        try
        {
            var entries = Enumerable.Range(0, ContactSheet.PagesPerSheet + 1).Select(i => new ContactSheet.Entry(new PixelResult($"page {i}", 1, 0, 0, 0), Path.Combine(folder, "none.png"), Path.Combine(folder, "none.png"))).ToArray();
            var sheets = ContactSheet.Write(folder, entries);
            Assert.Equal(2, sheets.Count);
            var (first, second) = (Picture.Read(sheets[0]), Picture.Read(sheets[1]));
            Assert.Equal(first.Width, second.Width);
            Assert.True(first.Height > second.Height);
            Assert.Contains("missing", Assert.Throws<InvalidDataException>(() => Picture.Read(Path.Combine(folder, "none.png"))).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
