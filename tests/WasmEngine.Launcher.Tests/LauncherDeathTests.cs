using WasmEngine.DaemonHarness;
using WasmEngine.Hosting;
using WasmEngine.V1;
using Xunit;

namespace WasmEngine.Launcher.Tests;

public sealed class LauncherDeathTests
{
    [Fact]
    public async Task Kill_Launcher_LayersGoOnAndANewLauncherAdoptsThem()
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: true);
        var before = (await daemon.TryStatusAsync())!;
        var spares = LayerNames.Supervised.Select(daemon.SpareOf).ToArray();
        TestDaemon.Kill(daemon.Launcher.Id);
        await AssertTakenOverAsync(daemon, before);
        Assert.Equal(spares, LayerNames.Supervised.Select(daemon.SpareOf));

        // The new launcher supervises what it adopted.
        var pid = (await daemon.LayerAsync("compute")).Pid;
        TestDaemon.Kill(pid);
        Assert.Equal(spares[2], (await daemon.WaitForSuccessorAsync("compute", pid)).Pid);
    }

    [Fact]
    public async Task Kill_LauncherAndALayer_BothComeBackAndOthersGoOn()
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        var before = (await daemon.TryStatusAsync())!;
        TestDaemon.Kill(daemon.Launcher.Id);
        TestDaemon.Kill(TestDaemon.Layer(before, "broker").Pid);
        await daemon.WaitForSuccessorAsync("broker", TestDaemon.Layer(before, "broker").Pid);
        var after = await daemon.WaitAsync(static status => status.Layers.All(static layer => layer.State == LayerState.Ready), "all are ready");
        Assert.Equal(TestDaemon.Layer(before, "render").Pid, TestDaemon.Layer(after, "render").Pid);
        Assert.Equal(TestDaemon.Layer(before, "compute").Pid, TestDaemon.Layer(after, "compute").Pid);
    }

    [Fact]
    public async Task Kill_LauncherTwice_HealsEachTime()
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        for (var round = 0; round < 2; round++)
        {
            var before = (await daemon.TryStatusAsync())!;
            TestDaemon.Kill(before.Layers[0].Pid);
            await AssertTakenOverAsync(daemon, before);
        }
    }

    [Fact]
    public async Task Kill_LauncherAndAllLayers_SparesEndByThemselves()
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: true);
        foreach (var layer in (await daemon.TryStatusAsync())!.Layers) TestDaemon.Kill(layer.Pid);
        await TestInstance.WaitUntilAsync(() => daemon.Instance.Processes().Count == 0, "no process is left");
    }

    internal static async Task AssertTakenOverAsync(TestDaemon daemon, GetStatusResponse before)
    {
        var old = before.Layers[0].Pid;
        var after = await daemon.WaitAsync(status => status.Layers[0].Pid != old && status.Layers.All(static layer => layer.State == LayerState.Ready), "a new launcher has all layers ready");
        Assert.Equal(before.Layers.Skip(1).Select(layer => (layer.Name, layer.Pid, layer.Restarts)), after.Layers.Skip(1).Select(layer => (layer.Name, layer.Pid, layer.Restarts)));
        Assert.Equal(before.Layers[0].Restarts + 1, after.Layers[0].Restarts);
    }
}
