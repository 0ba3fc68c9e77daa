using WasmEngine.Testing;
using Xunit;

namespace WasmEngine.Client.Tests;

public sealed class SupervisorClientTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetStatus_AllReady_DescribesEachLayer()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        using var supervisor = new SupervisorClient(daemon.Options);
        var status = await supervisor.GetStatusAsync(Cancellation);
        Assert.True(status.IsReady);
        Assert.Equal(EngineStatus.LayerNames, status.Layers.Select(l => l.Name));
        Assert.Equal(new LayerInfo("launcher", 1000, LayerState.Ready, 0, 65_000, 12_582_912, ""), status.Layers[0]);
    }

    [Fact]
    public async Task GetStatus_OneNotReady_IsNotReady()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        daemon.Engine.Status.Layers[3].State = V1.LayerState.BackingOff;
        using var supervisor = new SupervisorClient(daemon.Options);
        Assert.False((await supervisor.GetStatusAsync(Cancellation)).IsReady);
    }

    [Fact]
    public async Task GetStatus_NoDaemon_IsToldAtOnce()
    {
        await using var daemon = FakeDaemon.Stopped();
        using var supervisor = new SupervisorClient(daemon.Options);
        var failure = await Assert.ThrowsAsync<EngineException>(() => supervisor.GetStatusAsync(Cancellation));
        Assert.Equal(EngineFault.NotRunning, failure.Fault);
        Assert.False(await supervisor.IsRunningAsync(Cancellation));
    }

    [Fact]
    public async Task Restart_Layer_RestartsOnlyThat()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        using var supervisor = new SupervisorClient(daemon.Options);
        Assert.Equal(1, (await supervisor.RestartLayerAsync("render", cancellation: Cancellation)).Restarts);
        Assert.Equal(["render"], daemon.Engine.Restarted);
    }

    [Fact]
    public async Task Restart_UnknownLayer_IsRefused()
    {
        await using var daemon = await FakeDaemon.StartAsync();
        using var supervisor = new SupervisorClient(daemon.Options);
        var failure = await Assert.ThrowsAsync<EngineException>(() => supervisor.RestartLayerAsync("sound", cancellation: Cancellation));
        Assert.Equal(("UNKNOWN_LAYER", EngineFault.Refused), (failure.Reason, failure.Fault));
        Assert.Contains("launcher, broker, render and compute", failure.Remedy, StringComparison.Ordinal);
    }
}
