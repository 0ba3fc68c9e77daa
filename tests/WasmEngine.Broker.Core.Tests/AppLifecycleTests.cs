namespace WasmEngine.Broker.Tests;

public sealed class AppLifecycleTests
{
    [Theory]
    [InlineData(AppState.Starting, AppEvent.Started, AppState.Running)]
    [InlineData(AppState.Starting, AppEvent.GuestEnded, AppState.Failed)]
    [InlineData(AppState.Running, AppEvent.ComputeReplaced, AppState.Restarting)]
    [InlineData(AppState.Running, AppEvent.GuestEnded, AppState.Failed)]
    [InlineData(AppState.Restarting, AppEvent.Started, AppState.Running)]
    [InlineData(AppState.Restarting, AppEvent.StartRefused, AppState.Failed)]
    [InlineData(AppState.Failed, AppEvent.Started, AppState.Failed)]
    [InlineData(AppState.Failed, AppEvent.ComputeReplaced, AppState.Failed)]
    [InlineData(AppState.Starting, AppEvent.ComputeReplaced, AppState.Starting)]
    public void After_Event_LeadsToState(AppState state, AppEvent happened, AppState expected) =>
        Assert.Equal(expected, AppLifecycle.After(state, happened));

    [Fact]
    public void After_StopRequested_StopsFromAnywhere() =>
        Assert.All(Enum.GetValues<AppState>(), state => Assert.Equal(AppState.Stopping, AppLifecycle.After(state, AppEvent.StopRequested)));

    [Fact]
    public void After_Stopping_NothingBringsItBack() =>
        Assert.All(Enum.GetValues<AppEvent>(), happened => Assert.Equal(AppState.Stopping, AppLifecycle.After(AppState.Stopping, happened)));
}
