using Microsoft.Extensions.Time.Testing;
using WasmEngine.Launcher.Core;
using Xunit;

namespace WasmEngine.Launcher.Core.Tests;

public sealed class LayerMachineTests
{
    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);
    private readonly FakeTimeProvider _time = new();
    private readonly SupervisionOptions _options = new() { Jitter = 0 };
    private readonly LayerMachine _machine;

    public LayerMachineTests() => _machine = new LayerMachine(_options, _time, new Random(1));

    private void BecomeReady()
    {
        if (_machine.State == LayerState.Stopped) _machine.Handle(LayerEvent.Start);
        _machine.Handle(LayerEvent.ReportedServing);
    }

    private void ServeFor(TimeSpan duration)
    {
        for (var left = duration; left > TimeSpan.Zero; left -= TimeSpan.FromSeconds(1))
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.Equal(LayerActions.None, _machine.Tick());
            _machine.Handle(LayerEvent.ReportedServing);
        }
    }

    [Fact]
    public void Start_Stopped_LaunchesAndIsNotReady()
    {
        Assert.Equal(LayerActions.Launch, _machine.Handle(LayerEvent.Start));
        _machine.Handle(LayerEvent.ReportedStarting); // alive, which is not ready
        Assert.Equal(LayerState.Starting, _machine.State);
    }

    [Fact]
    public void Tick_StartTimeout_KillsAndKillsAgainUntilItIsDead()
    {
        _machine.Handle(LayerEvent.Start);
        _time.Advance(_options.StartTimeout - Instant);
        Assert.Equal(LayerActions.None, _machine.Tick());
        _time.Advance(Instant);
        Assert.Equal(LayerActions.Kill, _machine.Tick());
        Assert.Equal(LayerActions.None, _machine.Tick());
        _time.Advance(_machine.UntilDue!.Value);
        Assert.Equal(LayerActions.Kill, _machine.Tick());
    }

    [Fact]
    public void Tick_Silence_DegradesThenKills()
    {
        BecomeReady();
        _time.Advance(_options.HeartbeatLate);
        Assert.Equal(LayerActions.None, _machine.Tick());
        Assert.Equal(LayerState.Degraded, _machine.State);
        Assert.Equal(_options.HeartbeatLost - _options.HeartbeatLate, _machine.UntilDue);
        _time.Advance(_options.HeartbeatLost - _options.HeartbeatLate);
        Assert.Equal(LayerActions.Kill, _machine.Tick());
    }

    [Fact]
    public void Report_AfterSilence_MakesItReadyAgain()
    {
        BecomeReady();
        _time.Advance(_options.HeartbeatLate);
        _machine.Tick();
        _machine.Handle(LayerEvent.ReportedServing);
        Assert.Equal(LayerState.Ready, _machine.State);
        Assert.Equal(_options.HeartbeatLate, _machine.UntilDue);
    }

    [Fact]
    public void ForgiveSilence_OurOwnSleep_DoesNotCountAgainstTheLayer()
    {
        BecomeReady();
        _time.Advance(TimeSpan.FromHours(1));
        _machine.ForgiveSilence();
        Assert.Equal(LayerActions.None, _machine.Tick());
        Assert.Equal(LayerState.Ready, _machine.State);
    }

    [Fact]
    public void Died_AfterHealthyRun_LaunchesWithoutWaiting()
    {
        BecomeReady();
        ServeFor(_options.HealthyRun);
        _machine.Handle(LayerEvent.Died);
        Assert.Equal(TimeSpan.Zero, _machine.UntilDue);
        Assert.Equal(LayerActions.Launch | LayerActions.CountRestart, _machine.Tick());
        Assert.Equal(1u, _machine.Restarts);
    }

    [Fact]
    public void Died_WhileStarting_Waits()
    {
        _machine.Handle(LayerEvent.Start);
        _machine.Handle(LayerEvent.Died);
        Assert.Equal(LayerState.BackingOff, _machine.State);
        Assert.Equal(_options.BackoffFirst, _machine.UntilDue);
        Assert.Equal(LayerActions.None, _machine.Tick());
        _time.Advance(_options.BackoffFirst);
        Assert.True(_machine.Tick().HasFlag(LayerActions.Launch));
    }

    [Fact]
    public void Died_TooOften_FailsUntilAPersonRestartsIt()
    {
        _machine.Handle(LayerEvent.Start);
        for (var death = 0; death <= _options.MaxDeaths; death++)
        {
            Assert.Equal(LayerState.Starting, _machine.State);
            _machine.Handle(LayerEvent.ReportedServing);
            _machine.Handle(LayerEvent.Died);
            if (death == _options.MaxDeaths) break;
            _time.Advance(TimeSpan.FromMilliseconds(1)); // faster than its waits, so that all deaths lie in the window
            while (_machine.State == LayerState.BackingOff) _machine.Handle(LayerEvent.BackoffElapsed);
        }

        Assert.Equal(LayerState.Failed, _machine.State);
        Assert.Null(_machine.UntilDue);
        Assert.True(_machine.Handle(LayerEvent.Restart).HasFlag(LayerActions.Launch));
        _machine.Handle(LayerEvent.Died);
        Assert.Equal(LayerState.BackingOff, _machine.State); // the history is cleared
    }

    [Fact]
    public void Restart_Ready_DrainsKillsAfterGraceAndLaunches()
    {
        BecomeReady();
        Assert.True(_machine.Handle(LayerEvent.Restart).HasFlag(LayerActions.Drain));
        _time.Advance(_options.Grace);
        Assert.Equal(LayerActions.Kill, _machine.Tick());
        Assert.True(_machine.Handle(LayerEvent.Died).HasFlag(LayerActions.Launch));
        Assert.Equal(LayerState.Starting, _machine.State);
    }

    [Fact]
    public void Stop_WithGraceOfItsOwn_KillsThen()
    {
        BecomeReady();
        Assert.Equal(LayerActions.Drain, _machine.Stop(TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(1), _machine.UntilDue);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(LayerActions.Kill, _machine.Tick());
        _machine.Handle(LayerEvent.Died);
        Assert.Equal(LayerState.Stopped, _machine.State);
        Assert.False(_machine.HasProcess);
    }

    [Fact]
    public void ReportedDraining_Unasked_CountsAsADeathOnceItEnded()
    {
        BecomeReady();
        _machine.Handle(LayerEvent.ReportedDraining);
        Assert.Equal(LayerState.Leaving, _machine.State);
        _machine.Handle(LayerEvent.Died);
        Assert.Equal(LayerState.BackingOff, _machine.State);
    }

    [Fact]
    public void Restore_Failed_StaysDownAndKeepsItsCount()
    {
        _machine.Restore(7, failed: true);
        Assert.Equal(LayerActions.None, _machine.Handle(LayerEvent.Start));
        Assert.Equal((LayerState.Failed, 7u), (_machine.State, _machine.Restarts));
    }
}
