using CsCheck;
using Xunit;

namespace WasmEngine.Cli.Tests;

public sealed class ViewSizeTests
{
    [Fact]
    public void TryParse_WhatToStringWrote_IsTheSame() => Gen.Select(Gen.Int[0, int.MaxValue], Gen.Int[0, int.MaxValue]).Sample((width, height) =>
    {
        var size = new ViewSize(width, height);
        Assert.True(ViewSize.TryParse(size.ToString(), out var read));
        Assert.Equal(size, read);
        Assert.Equal(width is >= 1 and <= 16384 && height is >= 1 and <= 16384, read.IsInRange);
    });

    [Fact]
    public void TryParse_AnyText_TakesOnlyDigitsAroundOneX() => Gen.String[Gen.Char["0123456789xX+-. é"], 0, 12].Sample(text =>
    {
        var parts = text.Split('x', 'X');
        var expected = parts.Length == 2 && parts.All(p => p.Length > 0 && p.All(char.IsAsciiDigit));
        Assert.Equal(expected, ViewSize.TryParse(text, out var size));
        if (!expected) Assert.False(size.IsInRange);
    });

    [Theory]
    [InlineData("1x1", true)]
    [InlineData("16384x16384", true)]
    [InlineData("16385x1", false)]
    [InlineData("0x5", false)]
    [InlineData("99999999999999999999x5", false)]
    public void IsInRange_Limits_AreTheEngines(string text, bool inRange)
    {
        Assert.True(ViewSize.TryParse(text, out var size));
        Assert.Equal(inRange, size.IsInRange);
    }
}
