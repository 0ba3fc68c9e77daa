using WasmEngine.Bench.Measuring;
using Xunit;

namespace WasmEngine.Bench.Tests;

public sealed class InterleavedTests
{
    [Fact]
    public async Task RunAsync_TwoContenders_TakeTurnsAndKnowTheWarmUp()
    {
        List<string> turns = [];
        await Interleaved.RunAsync(1, 2, [Contender("a"), Contender("b")], TestContext.Current.CancellationToken);
        Assert.Equal(["a-warm", "b-warm", "a", "b", "a", "b"], turns);

        Func<bool, Task> Contender(string name) => counts =>
        {
            turns.Add(counts ? name : name + "-warm");
            return Task.CompletedTask;
        };
    }

    [Fact]
    public async Task RunAsync_Cancelled_StopsAtTheNextTurn()
    {
        using var source = new CancellationTokenSource();
        var turns = 0;
        await Assert.ThrowsAsync<OperationCanceledException>(() => Interleaved.RunAsync(
            0,
            10,
            [
                _ =>
                {
                    turns++;
                    return source.CancelAsync();
                },
            ],
            source.Token));
        Assert.Equal(1, turns);
    }

    [Fact]
    public async Task RunAsync_NoRounds_Throws() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Interleaved.RunAsync(0, 0, [], CancellationToken.None));
}
