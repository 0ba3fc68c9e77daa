using WasmEngine.Launcher.Core;
using Xunit;

namespace WasmEngine.Launcher.Core.Tests;

public sealed class SupervisionTableTests
{
    [Fact]
    public void Next_EveryPair_IsDecided()
    {
        foreach (var state in Enum.GetValues<LayerState>())
        {
            foreach (var layerEvent in Enum.GetValues<LayerEvent>()) SupervisionTable.Next(state, layerEvent); // throws for a missing cell
        }
    }

    [Theory]
    [InlineData(LayerState.Stopped, LayerEvent.Start, LayerState.Starting, LayerActions.Launch)]
    [InlineData(LayerState.Stopped, LayerEvent.Adopt, LayerState.Starting, LayerActions.None)]
    [InlineData(LayerState.Starting, LayerEvent.ReportedServing, LayerState.Ready, LayerActions.None)]
    [InlineData(LayerState.Starting, LayerEvent.StartTimedOut, LayerState.Starting, LayerActions.Kill)]
    [InlineData(LayerState.Ready, LayerEvent.HeartbeatLate, LayerState.Degraded, LayerActions.None)]
    [InlineData(LayerState.Degraded, LayerEvent.HeartbeatLost, LayerState.Degraded, LayerActions.Kill)]
    [InlineData(LayerState.Degraded, LayerEvent.ReportedServing, LayerState.Ready, LayerActions.None)]
    [InlineData(LayerState.Ready, LayerEvent.Died, LayerState.BackingOff, LayerActions.None)]
    [InlineData(LayerState.Ready, LayerEvent.DiedTooOften, LayerState.Failed, LayerActions.None)]
    [InlineData(LayerState.Ready, LayerEvent.Restart, LayerState.Restarting, LayerActions.Drain | LayerActions.ClearHistory)]
    [InlineData(LayerState.Restarting, LayerEvent.GraceElapsed, LayerState.Restarting, LayerActions.Kill)]
    [InlineData(LayerState.Restarting, LayerEvent.Died, LayerState.Starting, LayerActions.Launch | LayerActions.CountRestart)]
    [InlineData(LayerState.BackingOff, LayerEvent.BackoffElapsed, LayerState.Starting, LayerActions.Launch | LayerActions.CountRestart)]
    [InlineData(LayerState.Failed, LayerEvent.Restart, LayerState.Starting, LayerActions.Launch | LayerActions.CountRestart | LayerActions.ClearHistory)]
    [InlineData(LayerState.Failed, LayerEvent.Start, LayerState.Failed, LayerActions.None)]
    [InlineData(LayerState.Stopping, LayerEvent.Died, LayerState.Stopped, LayerActions.None)]
    [InlineData(LayerState.Stopping, LayerEvent.Restart, LayerState.Stopping, LayerActions.None)]
    public void Next_Pair_Follows(LayerState state, LayerEvent layerEvent, LayerState next, LayerActions actions) =>
        Assert.Equal(new Transition(next, actions), SupervisionTable.Next(state, layerEvent));

    [Fact]
    public void Stop_FromAnyState_NeverLaunchesAndEndsInStoppedOnceTheProcessDied()
    {
        foreach (var state in Enum.GetValues<LayerState>())
        {
            var stopping = SupervisionTable.Next(state, LayerEvent.Stop);
            Assert.False(stopping.Actions.HasFlag(LayerActions.Launch));
            Assert.Equal(LayerState.Stopped, SupervisionTable.Next(stopping.Next, LayerEvent.Died).Next);
        }
    }

    [Fact]
    public void ReportedServing_WithoutAProcess_ChangesNothing()
    {
        foreach (var state in (LayerState[])[LayerState.Stopped, LayerState.BackingOff, LayerState.Failed])
            Assert.Equal(new Transition(state, LayerActions.None), SupervisionTable.Next(state, LayerEvent.ReportedServing));
    }
}
