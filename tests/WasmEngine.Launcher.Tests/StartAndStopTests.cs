using System.Diagnostics;
using System.Globalization;
using WasmEngine.DaemonHarness;
using WasmEngine.Hosting;
using WasmEngine.Platform;
using WasmEngine.V1;
using Xunit;

namespace WasmEngine.Launcher.Tests;

public sealed class StartAndStopTests
{
    [Fact]
    public async Task Start_All_AreReadyAndReportedInOrder()
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        var status = (await daemon.TryStatusAsync())!;
        Assert.Equal(daemon.Instance.Name, status.Instance);
        Assert.Equal(["launcher", "broker", "render", "compute"], status.Layers.Select(layer => layer.Name));
        Assert.Equal(daemon.Launcher.Id, status.Layers[0].Pid);
        Assert.Equal(4, status.Layers.Select(layer => layer.Pid).Distinct().Count());
        Assert.All(status.Layers, layer =>
        {
            Assert.True(ProcessIdentity.TryFind(layer.Pid)?.IsAlive);
            Assert.True(layer.UptimeMs > 0);
            Assert.True(layer.PssBytes > 1_000_000);
            Assert.Equal((0u, ""), (layer.Restarts, layer.Detail));
        });
    }

    [Fact]
    public async Task Start_Directories_AreForTheOwnerOnly()
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        foreach (var directory in (string[])[daemon.Instance.RuntimeDirectory, daemon.Instance.RegionDirectory, daemon.Instance.LogDirectory])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(directory));
    }

    [Fact]
    public async Task Start_AfterADeadDaemon_SweepsItsRegionsAndSockets()
    {
        await using var instance = new TestInstance();
        foreach (var directory in (string[])[instance.RuntimeDirectory, instance.RegionDirectory]) InstancePaths.CreatePrivate(directory);
        var region = Path.Combine(instance.RegionDirectory, "left-behind");
        var pending = Path.Combine(instance.RuntimeDirectory, "1.bind");
        foreach (var path in (string[])[region, pending, instance.Socket(LayerNames.Render)]) await File.WriteAllTextAsync(path, "");
        await using var daemon = await TestDaemon.StartReadyAsync(instance);
        Assert.False(File.Exists(region));
        Assert.False(File.Exists(pending));
    }

    [Fact]
    public async Task Start_SecondDaemon_IsRefusedAndChangesNothing()
    {
        await using var daemon = await TestDaemon.StartReadyAsync();
        var before = (await daemon.TryStatusAsync())!.Layers.Select(layer => layer.Pid).ToArray();
        using var second = daemon.Instance.Start(TestDaemon.LauncherPath, "--instance", daemon.Instance.Name);
        var error = await second.StandardError.ReadToEndAsync();
        await second.WaitForExitAsync();
        Assert.Equal(ExitCodes.AlreadyRunning, second.ExitCode);
        Assert.Contains($"\"{daemon.Instance.Name}\"", error, StringComparison.Ordinal);
        Assert.Contains(daemon.Launcher.Id.ToString(CultureInfo.InvariantCulture), error, StringComparison.Ordinal);
        Assert.Equal(before, (await daemon.TryStatusAsync())!.Layers.Select(layer => layer.Pid));
    }

    [Theory]
    [InlineData("WASMENGINE_GRACE_MS", "soon", "WASMENGINE_GRACE_MS")]
    [InlineData("WASMENGINE_SPARES", "2", "WASMENGINE_SPARES")]
    public async Task Start_BadOption_IsNamedAndNothingStarts(string variable, string value, string named)
    {
        await using var instance = new TestInstance().With(variable, value);
        using var launcher = instance.Start(TestDaemon.LauncherPath, "--instance", instance.Name);
        Assert.Contains(named, await launcher.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await launcher.WaitForExitAsync();
        Assert.Equal(ExitCodes.Usage, launcher.ExitCode);
        Assert.False(File.Exists(instance.Socket(LayerNames.Broker)));
    }

    [Fact]
    public async Task Start_MissingExecutable_FailsThatLayerAloneAndSaysWhy()
    {
        await using var instance = new TestInstance().With("WASMENGINE_MAX_DEATHS", "2").With("WASMENGINE_BACKOFF_FIRST_MS", "1");
        File.Delete(Path.Combine(instance.LayersDirectory, "wasmengine-compute"));
        await using var daemon = TestDaemon.Start(instance);
        var status = await daemon.WaitAsync(
            static status => TestDaemon.Layer(status, "compute").State == LayerState.Failed && TestDaemon.Layer(status, "render").State == LayerState.Ready && TestDaemon.Layer(status, "broker").State == LayerState.Ready,
            "compute has failed and the others are ready");
        Assert.Contains("can't be started", TestDaemon.Layer(status, "compute").Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_All_LeavesNothing(bool byCall)
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: true);
        await File.WriteAllTextAsync(Path.Combine(daemon.Instance.RegionDirectory, "surface-1"), "pixels");
        if (byCall) await daemon.Engine.ShutdownAsync(new ShutdownRequest());
        else ProcessIdentity.TryFind(daemon.Launcher.Id)!.Value.Signal(ProcessSignal.Terminate);
        if (byCall) Assert.All(daemon.Instance.Processes(), process => Assert.Equal(daemon.Launcher.Id, process.Pid)); // all layers had ended when it answered
        await daemon.Launcher.WaitForExitAsync();
        Assert.Equal(ExitCodes.Success, daemon.Launcher.ExitCode);
        Assert.Empty(daemon.Instance.Processes());
        Assert.False(Directory.Exists(daemon.Instance.RegionDirectory));
        Assert.All(Directory.EnumerateFiles(daemon.Instance.RuntimeDirectory), file => Assert.EndsWith(".lock", file, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stop_LayerIgnoresSigterm_IsKilledAfterTheGracePeriod()
    {
        await using var daemon = await TestDaemon.StartReadyAsync(new TestInstance().With("WASMENGINE_TEST_COMPUTE", "ignore-term"));
        await daemon.Engine.ShutdownAsync(new ShutdownRequest { GraceMs = 300 });
        await daemon.Launcher.WaitForExitAsync();
        Assert.Empty(daemon.Instance.Processes());
    }

    [Fact]
    public async Task Detach_Started_KeepsOutputInAFileAndServes()
    {
        await using var instance = new TestInstance().With("WASMENGINE_SPARES", "0");
        using var launcher = instance.Start(TestDaemon.LauncherPath, "--instance", instance.Name, "--layers-directory", instance.LayersDirectory, "--detach");
        await TestInstance.WaitUntilAsync(() => File.Exists(instance.Socket(LayerNames.Compute)), "compute serves");
        Assert.True(File.Exists(Path.Combine(instance.LogDirectory, "daemon.err")));
        Assert.Equal("", await launcher.StandardOutput.ReadToEndAsync()); // our end of the pipe is closed: it lets go of the terminal
    }

    [Fact]
    public async Task Kill_ManyTimes_LeavesNoZombie()
    {
        await using var daemon = await TestDaemon.StartReadyAsync(spares: true);
        for (var i = 0; i < 3; i++)
        {
            var pid = (await daemon.LayerAsync(LayerNames.Render)).Pid;
            TestDaemon.Kill(pid);
            await daemon.WaitForSuccessorAsync(LayerNames.Render, pid);
        }

        await TestInstance.WaitUntilAsync(() => ZombiesOf(daemon.Launcher).Count == 0, "the launcher has no zombie children");
    }

    private static List<string> ZombiesOf(Process parent)
    {
        var zombies = new List<string>();
        foreach (var directory in Directory.EnumerateDirectories("/proc").Where(static path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            try
            {
                var stat = File.ReadAllText(Path.Combine(directory, "stat"));
                var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                if (fields[0] == "Z" && fields[1] == parent.Id.ToString(CultureInfo.InvariantCulture)) zombies.Add(stat);
            }
            catch (IOException)
            {
                // it ended meanwhile
            }
        }

        return zombies;
    }
}
