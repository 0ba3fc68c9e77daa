using WasmEngine.Compute.Core.Tests.Support;

namespace WasmEngine.Compute.Core.Tests;

public sealed class AppEndingsTests
{
    private static readonly ScriptedGuest FailsAtOnce = new()
    {
        OnInit = (calls, _, _) =>
        {
            calls.RequestFrame();
            return 0;
        },
        OnFrame = _ => throw new GuestException("trap"),
    };

    [Fact]
    public async Task Subscribe_EndsBeforeAnyoneReads_AreNotLost()
    {
        await using var bench = new AppBench(FailsAtOnce);
        var endings = new AppEndings(bench.Registry);
        using var watch = endings.Subscribe();

        await bench.StartAsync(generation: 4);
        await bench.EndAsync();
        await bench.StopAsync();

        Assert.Equal(4u, (await NextAsync(watch)).Generation);
    }

    [Fact]
    public async Task Subscribe_ComesLate_HearsWhatItMissedThenWhatComes()
    {
        await using var bench = new AppBench(FailsAtOnce);
        var endings = new AppEndings(bench.Registry);
        using (endings.Subscribe())
        {
            await bench.StartAsync(generation: 1);
            await bench.EndAsync();
        }

        using var late = endings.Subscribe();
        await bench.StartAsync(generation: 2);

        Assert.Equal(1u, (await NextAsync(late)).Generation);
        Assert.Equal(2u, (await NextAsync(late)).Generation);
    }

    [Fact]
    public async Task Watch_TwoWatchers_BothHear()
    {
        await using var bench = new AppBench(FailsAtOnce);
        var endings = new AppEndings(bench.Registry);
        using var first = endings.Subscribe();
        using var second = endings.Subscribe();

        await bench.StartAsync();

        Assert.Equal("a", (await NextAsync(first)).Id);
        Assert.Equal("a", (await NextAsync(second)).Id);
    }

    private static async Task<AppEnded> NextAsync(AppEndings.Watch watch)
    {
        using var limit = new CancellationTokenSource(AppBench.Patience);
        await foreach (var ended in watch.ReadAllAsync(limit.Token)) return ended;
        throw new InvalidOperationException("the watch ended");
    }
}
