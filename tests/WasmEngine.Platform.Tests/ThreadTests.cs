namespace WasmEngine.Platform.Tests;

public sealed class ThreadTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public void CurrentNs_WhileItWorks_Advances()
    {
        var before = ThreadClock.CurrentNs;
        while (ThreadClock.CurrentNs < before + 5_000_000) Thread.SpinWait(1000);

        Assert.True(ThreadClock.TryReadNs(ThreadClock.CurrentThreadId) >= before + 5_000_000);
    }

    [Fact]
    public void TryReadNs_OtherThread_IsItsOwnTime_AndNullOnceItHasEnded()
    {
        using var ready = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var (id, spent) = (0, 0L);
        var thread = new Thread(() =>
        {
            while (ThreadClock.CurrentNs < 20_000_000) Thread.SpinWait(1000);
            (id, spent) = (ThreadClock.CurrentThreadId, ThreadClock.CurrentNs);
            ready.Set();
            end.Wait(Patience);
        });
        thread.Start();
        Assert.True(ready.Wait(Patience));

        var seen = ThreadClock.TryReadNs(id);
        Assert.NotEqual(id, ThreadClock.CurrentThreadId);
        Assert.True(seen >= spent);
        end.Set();
        thread.Join();
        Assert.True(SpinWait.SpinUntil(() => ThreadClock.TryReadNs(id) is null, Patience)); // the kernel's part ends a little later
    }

    [Fact]
    public void TrySet_Nice_IsTheThreadsAlone()
    {
        var own = ThreadNice.Of(ThreadClock.CurrentThreadId);
        var (set, inside) = (false, 0);
        var thread = new Thread(() =>
        {
            var id = ThreadClock.CurrentThreadId;
            set = ThreadNice.TrySet(id, own + 3);
            inside = ThreadNice.Of(id);
        });
        thread.Start();
        thread.Join();

        Assert.True(set);
        Assert.Equal((own + 3, own), (inside, ThreadNice.Of(ThreadClock.CurrentThreadId)));
    }
}
