using Xunit;

namespace WasmEngine.Render.Layout.Tests;

public sealed class LayoutUnitTests
{
    [Theory]
    [InlineData(33.333f, 2133)]
    [InlineData(-33.333f, -2133)]
    [InlineData(0.02f, 1)]
    [InlineData(float.NaN, 0)]
    [InlineData(float.PositiveInfinity, int.MaxValue - 1)]
    public void From_Px_IsCutOffTowardZero(float px, int raw) => Assert.Equal(raw, LayoutUnit.From(px).Raw);

    [Fact]
    public void Add_BeyondTheGreatest_Saturates()
    {
        Assert.Equal(LayoutUnit.Max, LayoutUnit.Max + 1);
        Assert.Equal(LayoutUnit.Min, LayoutUnit.Min - LayoutUnit.Max);
    }

    [Fact]
    public void ThreeThirds_OfAnyWidth_AreAtMostTheWidth()
    {
        for (var px = 0; px < 2000; px++)
        {
            LayoutUnit whole = px;
            var third = LayoutUnit.From(whole.ToFloat() * 33.3333f / 100f);
            Assert.True(third + third + third <= whole);
        }
    }
}
