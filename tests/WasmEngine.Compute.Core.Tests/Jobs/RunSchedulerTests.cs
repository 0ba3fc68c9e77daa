namespace WasmEngine.Compute.Core.Tests.Jobs;

public sealed class RunSchedulerTests
{
    private const long Ms = 1_000_000;
    private static readonly RunSchedulerOptions OneCore = new() { Cores = 1, Workers = 1, MaxWorkers = 1 };

    private static async Task FinishAsync(SchedulerBench bench)
    {
        Assert.Empty(bench.Scheduler.BeginDrain());
        await bench.Scheduler.WhenDrained.WaitAsync(SchedulerBench.Patience);
        Assert.Equal((0, 0), bench.Scheduler.Load);
    }

    [Fact]
    public async Task Submit_WithinASession_GoesByPriorityThenOrder()
    {
        using var bench = new SchedulerBench(OneCore);
        var first = bench.Submit("a", "first");
        await first.Begun;
        GatedWork[] rest =
        [
            bench.Submit("a", "low", RunPriority.Low), bench.Submit("a", "one"), bench.Submit("a", "high", RunPriority.High), bench.Submit("a", "two"),
        ];

        foreach (var work in rest) work.LetGo();
        first.LetGo();
        foreach (var work in rest) await work.Begun;

        await FinishAsync(bench);
        Assert.Equal(["first", "high", "one", "two", "low"], bench.Began);
    }

    [Fact]
    public async Task Submit_OneSessionOccupiesItsCores_AnotherStartsAtOnce()
    {
        using var bench = new SchedulerBench(new RunSchedulerOptions { Cores = 2, Workers = 2, MaxWorkers = 16 });
        GatedWork[] endless = [.. Enumerable.Range(0, 10).Select(i => bench.Submit("loops", $"loop {i}"))];
        await endless[0].Begun;
        await endless[1].Begun;

        var others = Enumerable.Range(0, 5).Select(i => bench.Submit($"other {i}", "short").LetGo()).ToArray();
        foreach (var other in others) await other.Begun;

        Assert.Equal(2, endless.Count(w => w.Executions > 0));
        foreach (var work in endless) work.LetGo();
        foreach (var work in endless) await work.Begun;
        await FinishAsync(bench);
    }

    [Fact]
    public async Task Submit_SessionsOfUnequalRuns_ShareProcessorTime()
    {
        using var bench = new SchedulerBench(OneCore);
        var gate = bench.Submit("gate", "gate");
        await gate.Begun;
        List<GatedWork> all = [];
        for (var i = 0; i < 100; i++) all.Add(bench.Submit("short", "short", costNs: 10 * Ms, kind: "s").LetGo());
        for (var i = 0; i < 100; i++) all.Add(bench.Submit("long", "long", costNs: 50 * Ms, kind: "l").LetGo());

        gate.LetGo();
        foreach (var work in all) await work.Begun;

        await FinishAsync(bench);
        // While both wait, a long one costs as much as five short ones.
        var begun = bench.Began.Skip(1).Take(60).ToArray();
        Assert.InRange(begun.Count(n => n == "long"), 9, 11);
    }

    [Fact]
    public async Task Submit_SessionThatWasIdle_HasSavedNothingUp()
    {
        using var bench = new SchedulerBench(OneCore);
        for (var i = 0; i < 20; i++) await bench.Submit("busy", "busy", costNs: 100 * Ms).LetGo().Begun;
        var gate = bench.Submit("busy", "gate", costNs: 100 * Ms);
        await gate.Begun;
        List<GatedWork> all = [];
        for (var i = 0; i < 20; i++) all.Add(bench.Submit("busy", "busy", costNs: 100 * Ms).LetGo());
        for (var i = 0; i < 20; i++) all.Add(bench.Submit("new", "new", costNs: 100 * Ms).LetGo());

        gate.LetGo();
        foreach (var work in all) await work.Begun;

        await FinishAsync(bench);
        Assert.InRange(bench.Began.Skip(21).Take(20).Count(n => n == "new"), 9, 12);
    }

    [Fact]
    public async Task Submit_BeyondTheBounds_IsRefusedWithAHint_AndOthersAreNot()
    {
        using var bench = new SchedulerBench(OneCore with { QueuePerSession = 3, Queue = 5, QueueBytes = 1 << 20 });
        var gate = bench.Submit("a", "gate");
        await gate.Begun;
        List<GatedWork> all = [bench.Submit("a", "1"), bench.Submit("a", "2"), bench.Submit("a", "3")];

        var full = Assert.Throws<QueueFullException>(() => bench.Submit("a", "4"));
        Assert.Contains("of this session", full.Message, StringComparison.Ordinal);
        Assert.InRange(full.RetryAfter, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30));
        Assert.Contains("bytes", Assert.Throws<QueueFullException>(() => bench.Submit("b", "x", bytes: (1 << 20) + 1)).Message, StringComparison.Ordinal);
        all.Add(bench.Submit("b", "1"));
        all.Add(bench.Submit("b", "2"));
        Assert.Contains("5 runs wait", Assert.Throws<QueueFullException>(() => bench.Submit("c", "1")).Message, StringComparison.Ordinal);

        gate.LetGo();
        foreach (var work in all) work.LetGo();
        foreach (var work in all) await work.Begun;
        await FinishAsync(bench);
    }

    [Fact]
    public async Task TryWithdraw_Waiting_IsNeverExecuted_Running_IsRefused()
    {
        using var bench = new SchedulerBench(OneCore);
        var running = bench.Submit("a", "running");
        await running.Begun;
        var waiting = bench.Submit("a", "waiting");
        var last = bench.Submit("a", "last");

        Assert.True(bench.Scheduler.TryWithdraw(waiting));
        Assert.False(bench.Scheduler.TryWithdraw(waiting));
        Assert.False(bench.Scheduler.TryWithdraw(running));

        running.LetGo();
        await last.LetGo().Begun;
        await FinishAsync(bench);
        Assert.Equal(0, waiting.Executions);
    }

    [Fact]
    public async Task Submit_Thousands_WithWithdrawalsMeanwhile_EachIsExecutedOnceOrHandedBack()
    {
        const int sessions = 8, works = 2000;
        using var bench = new SchedulerBench(new RunSchedulerOptions { Cores = 2, QueuePerSession = works, Queue = sessions * works });
        using var start = new Barrier(sessions);
        var handedBack = new int[sessions];
        var all = new GatedWork[sessions][];
        await Task.WhenAll(Enumerable.Range(0, sessions).Select(s => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait(SchedulerBench.Patience);
                all[s] = new GatedWork[works];
                for (var i = 0; i < works; i++)
                {
                    all[s][i] = bench.Submit($"s{s}", "w", (RunPriority)(1 + (i % 3))).LetGo();
                    if (i % 3 == 0 && bench.Scheduler.TryWithdraw(all[s][i / 2])) handedBack[s]++;
                }
            },
            TaskCreationOptions.LongRunning)));

        while (bench.Scheduler.Load.Queued > 0) await Task.Yield();
        await FinishAsync(bench);

        for (var s = 0; s < sessions; s++)
        {
            Assert.All(all[s], w => Assert.InRange(w.Executions, 0, 1));
            Assert.Equal(works - handedBack[s], all[s].Sum(w => w.Executions));
        }
    }

    [Fact]
    public async Task Look_RunLasts_ItsThreadYields_AndIsQuickAgainAfterwards()
    {
        using var bench = new SchedulerBench(OneCore);
        var run = bench.Submit("a", "long");
        await run.Begun;

        bench.Time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal(0, bench.Threads.Nice(run.Thread));
        bench.Time.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(5, bench.Threads.Nice(run.Thread));

        run.LetGo();
        await FinishAsync(bench);
        Assert.Equal(0, bench.Threads.Nice(run.Thread));
    }

    [Fact]
    public async Task Look_NiceCannotBeTakenBack_ThreadServesLongRunsOnly()
    {
        using var bench = new SchedulerBench(OneCore, mayRestoreNice: false);
        var first = bench.Submit("a", "1", kind: "long");
        await first.Begun;
        bench.Time.Advance(TimeSpan.FromMilliseconds(75));
        var quick = bench.Submit("a", "2", kind: "quick");

        await first.LetGo().Begun;
        await quick.Begun;
        Assert.NotEqual(first.Thread, quick.Thread);
        var second = bench.Submit("a", "3", kind: "long");
        quick.LetGo();
        await second.Begun;
        second.LetGo();

        await FinishAsync(bench);
        Assert.Equal((5, 0), (bench.Threads.Nice(first.Thread), bench.Threads.Nice(quick.Thread)));
    }

    [Fact]
    public async Task StartHelpers_GivesAsManyAsTheSessionMayHave()
    {
        using var bench = new SchedulerBench(new RunSchedulerOptions { Cores = 4 });
        var other = bench.Submit("a", "other");
        await other.Begun;
        using var helped = new CountdownEvent(2);
        var given = -1;
        var loop = new GatedWork(bench, "a", "loop", RunPriority.Normal, 0, null, 0)
        {
            OnExecute = slot =>
            {
                given = slot.StartHelpers(10, () => helped.Signal());
                Assert.True(helped.Wait(SchedulerBench.Patience));
            },
        };
        bench.Scheduler.Submit(loop);
        loop.LetGo();
        Assert.True(helped.Wait(SchedulerBench.Patience));

        other.LetGo();
        await FinishAsync(bench);
        Assert.Equal(2, given);
    }

    [Fact]
    public async Task BeginDrain_HandsBackWhatWaits_AndTakesNoMore()
    {
        using var bench = new SchedulerBench(OneCore);
        var running = bench.Submit("a", "running");
        await running.Begun;
        var waiting = bench.Submit("b", "waiting");

        Assert.Equal([waiting], bench.Scheduler.BeginDrain());
        Assert.Throws<GuestStoppedException>(() => bench.Submit("c", "late"));
        Assert.False(bench.Scheduler.WhenDrained.IsCompleted);
        running.LetGo();
        await bench.Scheduler.WhenDrained.WaitAsync(SchedulerBench.Patience);

        Assert.Equal(0, waiting.Executions);
    }
}
