using Grpc.Core;
using WasmEngine.DaemonHarness;
using WasmEngine.Hosting;
using WasmEngine.V1;
using Xunit;

namespace WasmEngine.Launcher.Tests;

public sealed class RecoveryTests
{
    public static TheoryData<string> Layers => [.. LayerNames.Supervised];

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Kill_Layer_IsRestartedAndOthersAreUntouched(string victim)
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        var before = (await daemon.TryStatusAsync())!;
        TestDaemon.Kill(TestDaemon.Layer(before, victim).Pid);
        await daemon.WaitForSuccessorAsync(victim, TestDaemon.Layer(before, victim).Pid);
        var after = (await daemon.TryStatusAsync())!;
        foreach (var layer in before.Layers.Select(layer => layer.Name).Where(name => name != victim))
            Assert.Equal(TestDaemon.Layer(before, layer).Pid, TestDaemon.Layer(after, layer).Pid);
        Assert.Equal(1u, TestDaemon.Layer(after, victim).Restarts);
    }

    [Theory]
    [MemberData(nameof(Layers))]
    public async Task Kill_LayerWithSpare_SpareTakesOverAndGetsASuccessor(string victim)
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: true);
        var spare = daemon.SpareOf(victim);
        var pid = (await daemon.LayerAsync(victim)).Pid;
        TestDaemon.Kill(pid);
        Assert.Equal(spare, (await daemon.WaitForSuccessorAsync(victim, pid)).Pid);
        await TestInstance.WaitUntilAsync(() => daemon.SpareOf(victim) is > 0 and var next && next != spare, "there is a new spare");
    }

    [Fact]
    public async Task Kill_Spare_IsReplacedAndTheLayerUntouched()
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: true);
        var (spare, before) = (daemon.SpareOf(LayerNames.Render), await daemon.LayerAsync(LayerNames.Render));
        TestDaemon.Kill(spare);
        await TestInstance.WaitUntilAsync(() => daemon.SpareOf(LayerNames.Render) is > 0 and var next && next != spare, "there is a new spare");
        var after = await daemon.LayerAsync(LayerNames.Render);
        Assert.Equal((before.Pid, 0u, LayerState.Ready), (after.Pid, after.Restarts, after.State));
    }

    [Fact]
    public async Task CrashLoop_TooManyDeaths_FailsWhileOthersRunUntilAPersonRestartsIt()
    {
        var instance = new TestInstance().With("WASMENGINE_TEST_RENDER", "exit-at-start").With("WASMENGINE_MAX_DEATHS", "3").With("WASMENGINE_BACKOFF_FIRST_MS", "10");
        await using var daemon = TestDaemon.Start(instance);
        var failed = await daemon.WaitAsync(
            static status => TestDaemon.Layer(status, "render").State == LayerState.Failed && TestDaemon.Layer(status, "broker").State == LayerState.Ready && TestDaemon.Layer(status, "compute").State == LayerState.Ready,
            "render has failed and the others are ready");
        Assert.Equal(3u, TestDaemon.Layer(failed, "render").Restarts);
        Assert.Equal(0, TestDaemon.Layer(failed, "render").Pid);
        Assert.NotEqual("", TestDaemon.Layer(failed, "render").Detail);

        var still = await Assert.ThrowsAsync<RpcException>(async () => await daemon.Engine.RestartLayerAsync(new RestartLayerRequest { Name = "render" }));
        Assert.Equal((StatusCode.Unavailable, "LAYER_FAILED"), (still.StatusCode, still.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason));

        instance.WriteLayerScript("render", environment: "WASMENGINE_TEST_RENDER="); // the cause is removed
        var restarted = await daemon.Engine.RestartLayerAsync(new RestartLayerRequest { Name = "render" });
        Assert.Equal(LayerState.Ready, restarted.Layer.State);
    }

    [Theory]
    [InlineData("mute:200")]
    [InlineData("never-ready")]
    [InlineData("hang-at-start")]
    public async Task Hang_Layer_IsKilledAndRestarted(string behaviour)
    {
        var instance = new TestInstance().With("WASMENGINE_TEST_COMPUTE", behaviour)
            .With("WASMENGINE_HEARTBEAT_LATE_MS", "1500").With("WASMENGINE_HEARTBEAT_LOST_MS", "2500").With("WASMENGINE_START_TIMEOUT_MS", "10000");
        await using var daemon = TestDaemon.Start(instance);
        var status = await daemon.WaitAsync(static status => TestDaemon.Layer(status, "compute").Restarts >= 1 && TestDaemon.Layer(status, "render").State == LayerState.Ready, "compute was restarted");
        Assert.Equal(0u, TestDaemon.Layer(status, "render").Restarts);
        await daemon.WaitAsync(static status => TestDaemon.Layer(status, "compute").Detail.Contains("hung", StringComparison.Ordinal), "the detail tells of the hang");
    }

    [Fact]
    public async Task Mute_Layer_IsDegradedBeforeItIsKilled()
    {
        var instance = new TestInstance().With("WASMENGINE_TEST_COMPUTE", "mute:200").With("WASMENGINE_HEARTBEAT_LATE_MS", "1500").With("WASMENGINE_HEARTBEAT_LOST_MS", "4000");
        await using var daemon = TestDaemon.Start(instance);
        await daemon.WaitAsync(static status => TestDaemon.Layer(status, "compute") is { State: LayerState.Degraded, Pid: > 0 }, "compute is degraded");
    }

    [Fact]
    public async Task Sigterm_ToALayer_IsRestarted()
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        var pid = (await daemon.LayerAsync(LayerNames.Broker)).Pid;
        Platform.ProcessIdentity.TryFind(pid)!.Value.Signal(Platform.ProcessSignal.Terminate);
        await daemon.WaitForSuccessorAsync(LayerNames.Broker, pid);
    }

    [Fact]
    public async Task BackgroundService_Fails_TakesItsProcessDown()
    {
        await using var daemon = TestDaemon.Start(new TestInstance().With("WASMENGINE_TEST_RENDER", "background-failure").With("WASMENGINE_MAX_DEATHS", "1"));
        await daemon.WaitAsync(static status => TestDaemon.Layer(status, "render").State == LayerState.Failed, "render has failed");
        Assert.Contains("told to fail in the background", daemon.Instance.ReadLogs(), StringComparison.Ordinal);
    }
}
