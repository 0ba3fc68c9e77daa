using WasmEngine.Platform;

namespace WasmEngine.Compute.Core.Tests.Jobs;

public sealed class CallWatchdogTests
{
    private const long Ms = 1_000_000;

    private sealed class Call : WatchedCall
    {
        private readonly TaskCompletionSource<StopReason> _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long CpuNs { get; set; }

        public int Stops { get; private set; }

        public Task<StopReason> Stopped => _stopped.Task.WaitAsync(TimeSpan.FromSeconds(60));

        protected override long ReadCpuNs() => CpuNs;

        protected override void Stop(StopReason reason)
        {
            Stops++;
            _stopped.TrySetResult(reason);
        }
    }

    [Fact]
    public void Check_BeforeAndAtTheDeadline_StopsOnce()
    {
        var call = new Call();
        call.Arm(100, WatchedCall.Never);

        Assert.Equal(100, call.Check(99));
        Assert.Equal(0, call.Stops);
        Assert.Equal(WatchedCall.Never, call.Check(100));
        Assert.Equal(WatchedCall.Never, call.Check(101));
        Assert.Equal(1, call.Stops);
        Assert.False(call.Disarm());
    }

    [Fact]
    public async Task Check_ProcessorTime_IsLookedAtWhenItCanBeUsedUp()
    {
        var call = new Call { CpuNs = 3 * Ms };
        call.Arm(WatchedCall.Never, 10 * Ms);

        Assert.Equal(107 * Ms, call.Check(100 * Ms));
        call.CpuNs = (10 * Ms) - 1;
        Assert.Equal((107 * Ms) + CallWatchdog.FinestNs, call.Check(107 * Ms));
        call.CpuNs = 10 * Ms;
        call.Check(108 * Ms);
        Assert.Equal(StopReason.CpuTime, await call.Stopped);
    }

    [Fact]
    public void Disarm_InTime_NothingIsStopped_AndTheNextCallIsWatchedAnew()
    {
        var call = new Call();
        call.Arm(100, WatchedCall.Never);

        Assert.True(call.Disarm());
        Assert.Equal(WatchedCall.Never, call.Check(1000));
        call.Arm(2000, WatchedCall.Never);
        Assert.Equal(2000, call.Check(1000));
        Assert.Equal(0, call.Stops);
    }

    [Fact]
    public async Task Arm_WhileTheThreadSleeps_IsStoppedAtItsTime()
    {
        using var watchdog = new CallWatchdog();
        Call[] calls = [.. Enumerable.Range(0, 50).Select(_ => new Call())];
        foreach (var call in calls) watchdog.Add(call);
        var start = MonotonicClock.NowNs;

        for (var i = calls.Length - 1; i >= 0; i--) watchdog.Arm(calls[i], start + (i * Ms), WatchedCall.Never);
        for (var i = 0; i < calls.Length; i++)
        {
            Assert.Equal(StopReason.Deadline, await calls[i].Stopped);
            Assert.True(MonotonicClock.NowNs >= start + (i * Ms));
        }

        foreach (var call in calls) watchdog.Remove(call);
    }

    [Fact]
    public async Task ArmAndDisarm_Race_EachCallEndsOneWay()
    {
        using var watchdog = new CallWatchdog();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                var stops = 0;
                for (var i = 0; i < 3000; i++)
                {
                    var call = new Call();
                    watchdog.Add(call);
                    watchdog.Arm(call, MonotonicClock.NowNs + (i % 20 * 1000), WatchedCall.Never);
                    Thread.SpinWait(i % 100);
                    var inTime = call.Disarm();
                    watchdog.Remove(call); // waits for a stop that is under way
                    Assert.Equal(inTime ? 0 : 1, call.Stops);
                    stops += call.Stops;
                }

                return stops;
            },
            TaskCreationOptions.LongRunning)));
    }
}
