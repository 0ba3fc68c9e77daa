using Grpc.Core;
using WasmEngine.DaemonHarness;
using WasmEngine.Hosting;
using WasmEngine.V1;
using Xunit;

namespace WasmEngine.Launcher.Tests;

public sealed class RestartTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestartLayer_One_IsReadyAgainAndOthersAreUntouched(bool spares)
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: spares);
        var before = (await daemon.TryStatusAsync())!;
        var response = await daemon.Engine.RestartLayerAsync(new RestartLayerRequest { Name = "render" });
        Assert.Equal((LayerState.Ready, 1u), (response.Layer.State, response.Layer.Restarts));
        Assert.NotEqual(TestDaemon.Layer(before, "render").Pid, response.Layer.Pid);
        var after = (await daemon.TryStatusAsync())!;
        Assert.Equal(TestDaemon.Layer(before, "broker").Pid, TestDaemon.Layer(after, "broker").Pid);
        Assert.Equal(TestDaemon.Layer(before, "compute").Pid, TestDaemon.Layer(after, "compute").Pid);
        Assert.Equal(daemon.Launcher.Id, after.Layers[0].Pid);
    }

    [Fact]
    public async Task RestartLayer_IgnoresSigterm_IsKilledAfterTheGracePeriod()
    {
        await using var daemon = await TestDaemon.StartReadyAsync(new TestInstance().With("WASMENGINE_TEST_RENDER", "ignore-term").With("WASMENGINE_GRACE_MS", "300"));
        var pid = (await daemon.LayerAsync("render")).Pid;
        var response = await daemon.Engine.RestartLayerAsync(new RestartLayerRequest { Name = "render" });
        Assert.NotEqual(pid, response.Layer.Pid);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gpu")]
    [InlineData("Render")]
    public async Task RestartLayer_UnknownName_IsRefusedWithTheKnownNames(string name)
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        var error = await Assert.ThrowsAsync<RpcException>(async () => await daemon.Engine.RestartLayerAsync(new RestartLayerRequest { Name = name }));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        var info = error.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>();
        Assert.Equal(("UNKNOWN_LAYER", "wasmengine"), (info?.Reason, info?.Domain));
        foreach (var known in (string[])["launcher", "broker", "render", "compute"]) Assert.Contains(known, error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shutdown_GraceOverTheLimit_IsRefusedAndNothingStops()
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        var error = await Assert.ThrowsAsync<RpcException>(async () => await daemon.Engine.ShutdownAsync(new ShutdownRequest { GraceMs = 60_001 }));
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        Assert.All((await daemon.TryStatusAsync())!.Layers, layer => Assert.Equal(LayerState.Ready, layer.State));
    }

    [Fact]
    public async Task RestartLayer_Launcher_HandsOverAndLayersGoOn()
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: true);
        var before = (await daemon.TryStatusAsync())!;
        var response = await daemon.Engine.RestartLayerAsync(new RestartLayerRequest { Name = LayerNames.Launcher });
        Assert.Equal(daemon.Launcher.Id, response.Layer.Pid);
        await daemon.Launcher.WaitForExitAsync();
        Assert.Equal(ExitCodes.Handover, daemon.Launcher.ExitCode);
        await LauncherDeathTests.AssertTakenOverAsync(daemon, before);
    }
}
