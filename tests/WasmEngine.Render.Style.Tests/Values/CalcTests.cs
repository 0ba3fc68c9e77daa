namespace WasmEngine.Render.Style.Tests;

public sealed class CalcTests
{
    [Theory]
    [InlineData("calc(1px + 2px)", "3px")]
    [InlineData("calc(1px+2px)", "invalid")]
    [InlineData("calc(1px +2px)", "invalid")]
    [InlineData("calc(1px + -2px)", "-1px")]
    [InlineData("calc(2 * (3px + 1em))", "38px")]
    [InlineData("calc(10px / 4)", "2.5px")]
    [InlineData("calc(10px / 2px * 1px)", "5px")]
    [InlineData("calc(10px * 2px)", "invalid")]
    [InlineData("calc(10)", "invalid")]
    [InlineData("calc(50% + 10px)", "calc(50% + 10px)")]
    [InlineData("calc(50% - 20% + 1em)", "calc(30% + 16px)")]
    [InlineData("calc((100% - 30px) / 3)", "calc(33.333332% + -10px)")]
    [InlineData("min(10px, 20px, 5px)", "5px")]
    [InlineData("max(10px, 1em)", "16px")]
    [InlineData("clamp(10px, 5px, 20px)", "10px")]
    [InlineData("clamp(none, 5px, 2px)", "2px")]
    [InlineData("min(10px, 50%)", "calc(min(10px, 50%))")]
    [InlineData("clamp(100px, 50%, 300px)", "calc(clamp(100px, 50%, 300px))")]
    [InlineData("calc(min(10px, 50%) + 5px)", "calc((min(10px, 50%) + 5px))")]
    [InlineData("calc(2 * max(10px, 50%) / 4)", "calc(((max(10px, 50%) * 2) * 0.25))")]
    [InlineData("min(10px, 1s)", "invalid")]
    [InlineData("round(17px, 5px)", "15px")]
    [InlineData("round(up, 17px, 5px)", "20px")]
    [InlineData("round(to-zero, -17px, 5px)", "-15px")]
    [InlineData("round(down, -17px, 5px)", "-20px")]
    [InlineData("mod(18px, 5px)", "3px")]
    [InlineData("mod(-18px, 5px)", "2px")]
    [InlineData("rem(-18px, 5px)", "-3px")]
    [InlineData("calc(sin(90deg) * 10px)", "10px")]
    [InlineData("calc(cos(pi) * 10px)", "-10px")]
    [InlineData("calc(tan(45deg) * 10px)", "10px")]
    [InlineData("calc(atan2(1px, 1px) / 45deg * 1px)", "1px")]
    [InlineData("calc(asin(1) / 90deg * 1px)", "1px")]
    [InlineData("calc(pow(2, 10) * 1px)", "1024px")]
    [InlineData("calc(sqrt(16) * 1px)", "4px")]
    [InlineData("hypot(3px, 4px)", "5px")]
    [InlineData("hypot(-3px)", "3px")]
    [InlineData("calc(log(8, 2) * 1px)", "3px")]
    [InlineData("calc(log(e) * 1px)", "1px")]
    [InlineData("calc(exp(0) * 1px)", "1px")]
    [InlineData("abs(-5px)", "5px")]
    [InlineData("calc(sign(-5px) * 3px)", "-3px")]
    [InlineData("calc(1px * infinity)", "33554428px")]
    [InlineData("calc(1px * NaN)", "0px")]
    [InlineData("calc(1px / 0)", "33554428px")]
    [InlineData("calc(-1px / 0)", "-33554428px")]
    [InlineData("calc((((((((((((((((((((((((((((((((((((((((1px))))))))))))))))))))))))))))))))))))))))", "1px")]
    [InlineData("calc(1px", "1px")]
    [InlineData("-webkit-calc(1px + 1px)", "2px")]
    [InlineData("calc()", "invalid")]
    [InlineData("calc(1px 2px)", "invalid")]
    [InlineData("calc(1 + 1px)", "invalid")]
    public void Calculation_OfLength(string value, string expected) => Assert.Equal(expected, Css.Value("margin-left", value));

    [Theory]
    [InlineData("min(10px, 50%)", 100, 10)]
    [InlineData("min(10px, 50%)", 10, 5)]
    [InlineData("clamp(100px, 50%, 300px)", 400, 200)]
    [InlineData("clamp(100px, 50%, 300px)", 4000, 300)]
    [InlineData("calc(2 * max(10px, 50%) - 4px)", 100, 96)]
    [InlineData("round(50%, 10px)", 47, 20)]
    [InlineData("calc(sign(50% - 10px) * 3px)", 10, -3)]
    [InlineData("calc(100% - min(10px, 10%) * 2)", 50, 40)]
    [InlineData("hypot(3%, 4%)", 100, 5)]
    [InlineData("mod(50%, 7px)", 20, 3)]
    public void Calculation_WithPercentage_ResolvesAgainstBasis(string value, float basis, float expected)
    {
        var style = Css.Compute($"margin-left: {value}");
        Assert.Equal(expected, style.Size.Margin.Left.Length.Resolve(basis), 3);
    }

    [Theory]
    [InlineData("calc(10px - 50%)", 100, 0)]
    [InlineData("calc(10px - 50%)", 10, 5)]
    [InlineData("calc(50% - 30px)", 10, 0)]
    public void Calculation_OfSize_IsNeverNegative(string value, float basis, float expected)
    {
        var style = Css.Compute($"width: {value}");
        Assert.Equal(expected, style.Size.Width.Length.Resolve(basis), 3);
    }

    [Fact]
    public void Calculation_NestedTooDeep_IsRefused()
    {
        var tower = string.Concat(Enumerable.Repeat("calc(", 10_000)) + "1px";
        Assert.Equal("invalid", Css.Value("margin-left", tower));
        Assert.Equal("invalid", Css.Value("background-image", string.Concat(Enumerable.Repeat("-webkit-image-set(", 60_000)) + "url(x)"));
        Assert.Equal("invalid", Css.Value("color", string.Concat(Enumerable.Repeat("color-mix(in srgb, red, ", 10_000)) + "red"));
    }

    [Fact]
    public void Calculation_ManyTerms_MakesNoDeepTree()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("min(1px, 1%)", 7000));
        var style = Css.Compute($"width: calc({sum})");
        Assert.Equal(7000, style.Size.Width.Length.Resolve(1000), 1);
        var product = "min(1px, 1%)" + string.Concat(Enumerable.Repeat(" * 1", 10_000));
        style = Css.Compute($"width: calc({product})");
        Assert.Equal(1, style.Size.Width.Length.Resolve(1000), 3);
    }
}
