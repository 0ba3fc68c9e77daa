using Microsoft.Extensions.Time.Testing;

namespace WasmEngine.Compute.Core.Tests;

public sealed class LogBudgetTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryTake_Burst_IsTwoHundredLines()
    {
        var budget = new LogBudget(_time);

        Assert.Equal(200, Take(budget, 1000));
        Assert.False(budget.TryTake(out _));
    }

    [Fact]
    public void TryTake_OverTheLongRun_IsFiftyLinesASecond()
    {
        var budget = new LogBudget(_time);
        Take(budget, 1000);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, Take(budget, 1000));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(50, Take(budget, 1000));
    }

    [Fact]
    public void TryTake_LongSilence_NeverSavesMoreThanTheBurst()
    {
        var budget = new LogBudget(_time);
        _time.Advance(TimeSpan.FromDays(10));

        Assert.Equal(200, Take(budget, 1000));
    }

    [Fact]
    public void TryTake_AfterDroppedLines_TellsTheirNumberOnce()
    {
        var budget = new LogBudget(_time);
        Take(budget, 207);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(budget.TryTake(out var dropped));
        Assert.Equal(7, dropped);
        Assert.True(budget.TryTake(out dropped));
        Assert.Equal(0, dropped);
    }

    private static int Take(LogBudget budget, int attempts) => Enumerable.Range(0, attempts).Count(_ => budget.TryTake(out var _));
}
