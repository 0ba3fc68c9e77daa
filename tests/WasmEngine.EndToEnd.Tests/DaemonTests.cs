using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests;

public sealed class DaemonTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    [Fact]
    public async Task Status_AfterUp_ListsFourReadyLayersInOrder()
    {
        await daemon.WaitUntilReadyAsync();
        var status = (await Cli.RunAsync(daemon.Instance, "status", "--json")).Json;
        Assert.Equal(daemon.Instance, status.GetProperty("instance").GetString());
        var layers = status.GetProperty("layers").EnumerateArray().ToArray();
        Assert.Equal(["launcher", "broker", "render", "compute"], layers.Select(l => l.GetProperty("name").GetString()));
        Assert.All(layers, layer =>
        {
            Assert.Equal("ready", layer.GetProperty("state").GetString());
            Assert.True(layer.GetProperty("pid").GetInt32() > 0);
            Assert.True(layer.GetProperty("pssBytes").GetInt64() > 0);
            Assert.True(layer.GetProperty("uptimeMs").GetInt64() > 0);
            Assert.True(layer.GetProperty("restarts").GetInt32() >= 0);
        });
    }

    [Fact]
    public async Task SecondDaemon_SameInstance_IsRefusedAndChangesNothing()
    {
        await daemon.WaitUntilReadyAsync();
        var before = await daemon.PidsAsync();
        var second = await Cli.RunExecutableAsync("wasmengined", ["--instance", daemon.Instance]);
        Assert.Equal(3, second.ExitCode);
        Assert.Contains(daemon.Instance, second.Errors, StringComparison.Ordinal);
        Assert.Equal(before, await daemon.PidsAsync());
    }

    [Fact]
    public async Task Restart_UnknownLayer_NamesTheFour()
    {
        var result = await Cli.RunAsync(daemon.Instance, "restart", "kitchen");
        Assert.NotEqual(0, result.ExitCode);
        foreach (var layer in EngineStatus.LayerNames) Assert.Contains(layer, result.All, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("broker")]
    [InlineData("render")]
    [InlineData("compute")]
    public async Task Restart_OneLayer_LeavesTheOthersUntouched(string layer)
    {
        await daemon.WaitUntilReadyAsync();
        var before = await daemon.PidsAsync();
        var result = await Cli.RunAsync(daemon.Instance, "restart", layer);
        Assert.True(result.ExitCode == 0, result.All);
        await daemon.WaitUntilReadyAsync();
        var after = await daemon.PidsAsync();
        Assert.NotEqual(before[layer], after[layer]);
        Assert.Equal(before.Where(p => p.Key != layer), after.Where(p => p.Key != layer));
        Assert.Null(ProcessIdentity.TryFind(before[layer]));
    }
}
