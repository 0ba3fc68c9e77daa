namespace WasmEngine.Compute.Core.Tests.Jobs;

public sealed class LoopSharesTests
{
    [Theory]
    [InlineData(1u, 1, 1u)]
    [InlineData(1u, 4, 1u)]
    [InlineData(1000u, 3, 7u)]
    [InlineData(100_000u, 4, 1u)]
    [InlineData(1_000_000u, 8, 1000u)]
    public async Task TryTake_ManyWorkers_EachUnitOnce(uint units, int workers, uint wanted)
    {
        var shares = new LoopShares(units, workers);
        var taken = new int[units];
        using var start = new Barrier(workers);

        await Task.WhenAll(Enumerable.Range(0, workers).Select(w => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(TimeSpan.FromSeconds(60));
                while (shares.TryTake(w, wanted, out var begin, out var count))
                {
                    Assert.InRange(count, 1u, wanted);
                    for (var i = begin; i < begin + count; i++) Interlocked.Increment(ref taken[i]);
                }
            },
            TaskCreationOptions.LongRunning)));

        Assert.All(taken, t => Assert.Equal(1, t));
    }

    [Fact]
    public void TryTake_OneWorkerNeverComes_ItsShareIsStolen()
    {
        var shares = new LoopShares(100, 2);
        var total = 0u;

        while (shares.TryTake(0, 10, out _, out var count)) total += count;

        Assert.Equal(100u, total);
    }

    [Fact]
    public void TryTake_GoesUpwardsWithinAShare()
    {
        var shares = new LoopShares(64, 1);
        var next = 0u;

        while (shares.TryTake(0, 8, out var begin, out var count))
        {
            Assert.Equal(next, begin);
            next = begin + count;
        }

        Assert.Equal(64u, next);
    }

    [Theory]
    [InlineData(0, 10, 0, 2, 1)]
    [InlineData(0, 1 << 20, 0, 2, 128)]
    [InlineData(0, 1000, 300, 2, 300)]
    [InlineData(0, 1000, 5000, 2, 1000)]
    [InlineData(long.MinValue, long.MaxValue, 1, 2, (1L << 32) + 2)]
    public void UnitOf_FitsTheRange(long begin, long end, ulong grain, int workers, ulong expected) =>
        Assert.Equal(expected, ParallelLoop.UnitOf(new LoopRange(begin, end, grain), workers));
}
