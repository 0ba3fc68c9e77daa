using WasmEngine.Bench.Handoff;
using Xunit;

namespace WasmEngine.Bench.Tests;

public sealed class FrameContentsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(int.MaxValue)]
    public void Sum_DrawnFrame_IsAsExpected(int frame)
    {
        var pixels = new byte[FrameContents.Bytes];
        FrameContents.Draw(pixels, frame);
        Assert.Equal(FrameContents.ExpectedSum(frame), FrameContents.Sum(pixels));
    }

    [Fact]
    public void Sum_OneByteDiffers_Differs()
    {
        var pixels = new byte[FrameContents.Bytes];
        FrameContents.Draw(pixels, 3);
        pixels[^1] ^= 1;
        Assert.NotEqual(FrameContents.ExpectedSum(3), FrameContents.Sum(pixels));
    }

    [Fact]
    public void ExpectedSum_ConsecutiveFrames_Differ() =>
        Assert.Equal(100, Enumerable.Range(0, 100).Select(FrameContents.ExpectedSum).Distinct().Count());

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(100_003)]
    public void Sum_AnyLength_EqualsTheSumByteByByte(int length)
    {
        var bytes = new byte[length];
        Array.Fill(bytes, (byte)255); // the largest, so that an overflow of a lane would show
        Assert.Equal(255UL * (ulong)length, FrameContents.Sum(bytes));
    }
}
