using WasmEngine.Bench.Measuring;
using Xunit;

namespace WasmEngine.Bench.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.25, 20)]
    [InlineData(0.5, 30)]
    [InlineData(0.99, 49.6)]
    [InlineData(1, 50)]
    public void Percentile_UnsortedValues_LiesBetweenNeighboursInProportion(double share, double expected) =>
        Assert.Equal(expected, Statistics.Percentile([50, 10, 30, 20, 40], share), 9);

    [Fact]
    public void Percentile_Values_StayInTheirOrder()
    {
        double[] values = [3, 1, 2];
        Statistics.Percentile(values, 0.5);
        Assert.Equal([3, 1, 2], values);
    }

    [Fact]
    public void Median_EvenCount_IsHalfWay() => Assert.Equal(2.5, Statistics.Median([4, 1, 2, 3]));

    [Fact]
    public void Median_OneValue_IsThatValue() => Assert.Equal(7, Statistics.Median([7]));

    [Fact]
    public void Percentile_NoValues_Throws() => Assert.Throws<ArgumentException>(() => Statistics.Percentile([], 0.5));

    [Fact]
    public void Percentile_NotANumber_Throws() => Assert.Throws<ArgumentException>(() => Statistics.Percentile([1, double.NaN], 0.5));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    public void Percentile_ShareOutOfRange_Throws(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Statistics.Percentile([1, 2], share));

    [Fact]
    public void Spread_Values_AreTheQuartiles() => Assert.Equal(new Spread(2, 4), Statistics.Spread([1, 2, 3, 4, 5]));

    [Fact]
    public void Over_RoundsOfDifferentLoad_ComparesWithinRounds()
    {
        // The second round ran on a machine four times as slow; within each round the ratio is 10.
        var slow = Of([100, 110, 90], [400, 440, 360]);
        var fast = Of([10, 11, 9], [40, 44, 36]);
        var ratio = slow.Over(fast);
        Assert.Equal(10, ratio.Value, 9);
        Assert.Equal(new Spread(10, 10), ratio.Spread);
    }

    [Fact]
    public void Over_OneOutlier_DoesNotMoveTheRatio() => Assert.Equal(2, Of([2, 2, 2_000]).Over(Of([1, 1, 1])).Value);

    [Fact]
    public void Over_OtherNumberOfRounds_Throws() => Assert.Throws<ArgumentException>(() => Of([1], [2]).Over(Of([1])));

    [Fact]
    public void Over_MedianOfZero_Throws() => Assert.Throws<ArgumentException>(() => Of([1]).Over(Of([0])));

    private static Samples Of(params double[][] rounds)
    {
        var samples = new Samples();
        foreach (var round in rounds)
        {
            samples.BeginRound();
            foreach (var value in round) samples.Add(value);
        }

        return samples;
    }
}
