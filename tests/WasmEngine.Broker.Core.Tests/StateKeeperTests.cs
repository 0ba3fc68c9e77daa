namespace WasmEngine.Broker.Tests;

public sealed class StateKeeperTests
{
    [Fact]
    public async Task WaitForChangeAsync_ManyChanges_OnlyTheNewestIsSeen()
    {
        var keeper = new StateKeeper(new VolatileStore());
        var seen = keeper.Current;
        for (var i = 0; i < 100; i++) keeper.Commit(s => s.Next("x", out _));

        var next = await keeper.WaitForChangeAsync(seen, TestContext.Current.CancellationToken);

        Assert.Equal(100, next.Counters["x"]);
        Assert.False(keeper.WaitForChangeAsync(next, TestContext.Current.CancellationToken).IsCompleted);
    }

    [Fact]
    public async Task WaitForChangeAsync_ConcurrentWriters_MissesNothing()
    {
        const int writers = 4, each = 2000;
        var keeper = new StateKeeper(new VolatileStore());
        var work = Enumerable.Range(0, writers).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < each; i++) keeper.Commit(s => s.Next("x", out var _));
        })).ToArray();

        var state = keeper.Current;
        long last = 0;
        while (last < writers * each)
        {
            state = await keeper.WaitForChangeAsync(state, TestContext.Current.CancellationToken);
            Assert.True(state.Counters["x"] > last);
            last = state.Counters["x"];
        }

        await Task.WhenAll(work);
        Assert.Equal(writers * each, keeper.Current.Counters["x"]);
    }

    [Fact]
    public void Commit_StoreFails_StateStaysAsItWas()
    {
        var store = new VolatileStore();
        var keeper = new StateKeeper(store);
        keeper.Commit(s => s.Next("x", out _));
        var before = keeper.Current;
        store.Fails = true;

        Assert.Throws<IOException>(() => keeper.Commit(s => s.Next("x", out _)));

        Assert.Same(before, keeper.Current);
    }

    [Fact]
    public void Commit_NothingChanged_IsNotStored()
    {
        var store = new VolatileStore();
        new StateKeeper(store).Commit(static s => s);

        Assert.Equal(0, store.Saves);
    }

    private sealed class VolatileStore : IStateStore
    {
        public bool Fails { get; set; }

        public int Saves { get; private set; }

        public BrokerState Load() => BrokerState.Empty;

        public void Save(StateDelta delta)
        {
            if (Fails) throw new IOException("the disk is full");
            Saves++;
        }
    }
}
