using System.Globalization;
using WasmEngine.Client;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests.Testing;

/// <summary>
/// A daemon of one test class. Its teardown fails when a process, a socket or a region is left, or when the logs hold errors
/// that no test announced.
/// </summary>
public sealed class DaemonFixture : IAsyncLifetime
{
    private static int _count;
    private string? _lastTest;
    private readonly List<string> _expectedErrors = [];

    /// <summary>Name of the instance.</summary>
    public string Instance { get; } = string.Create(CultureInfo.InvariantCulture, $"e2e-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}"); // SYNC: a name for each; pairs with itself

    /// <summary>Where the instance keeps its things.</summary>
    public InstancePaths Paths => InstancePaths.For(Instance);

    /// <summary>Says that errors with this text may be logged.</summary>
    public void ExpectError(string text) => _expectedErrors.Add(text);

    /// <summary>Connects a client, to a daemon without the apps that a failed test may have left.</summary>
    public async Task<EngineClient> ConnectAsync()
    {
        var client = await EngineClient.ConnectAsync(new EngineClientOptions { Instance = Instance, ClientName = "tests" }, TestContext.Current.CancellationToken);
        if (TestContext.Current.Test is { } test && Interlocked.Exchange(ref _lastTest, test.UniqueID) != test.UniqueID) // SYNC: one cleaner for each test; pairs with itself
        {
            foreach (var app in await client.ListAppsAsync(TestContext.Current.CancellationToken)) await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
        }

        return client;
    }

    /// <summary>The layers now.</summary>
    public async Task<EngineStatus> StatusAsync()
    {
        using var supervisor = new SupervisorClient(new EngineClientOptions { Instance = Instance });
        return await supervisor.GetStatusAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Pids of all layers by name.</summary>
    public async Task<Dictionary<string, int>> PidsAsync() => (await StatusAsync()).Layers.ToDictionary(l => l.Name, l => l.Pid, StringComparer.Ordinal);

    /// <summary>Waits until every layer is ready, one of them in another process than before.</summary>
    public Task<EngineStatus> WaitUntilReplacedAsync(string layer, int formerPid) => WaitUntilAsync(status => status.IsReady && status.Layers.Single(l => l.Name == layer).Pid != formerPid);

    /// <summary>Waits until every layer is ready.</summary>
    public Task<EngineStatus> WaitUntilReadyAsync() => WaitUntilAsync(status => status.IsReady);

    private async Task<EngineStatus> WaitUntilAsync(Func<EngineStatus, bool> condition)
    {
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            try
            {
                var status = await StatusAsync();
                if (condition(status)) return status;
            }
            catch (EngineException e) when (e.Fault == EngineFault.NotRunning || e.Reason is EngineReasons.LayerDown or EngineReasons.TimedOut)
            {
                // the launcher is being replaced
            }

            await glance.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var up = await Cli.RunAsync(Instance, "up", "--json");
        Assert.True(up.ExitCode == 0, up.All);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        var errors = LoggedErrors().Where(line => !_expectedErrors.Exists(text => line.Contains(text, StringComparison.Ordinal))).ToArray();
        var down = await Cli.RunAsync(Instance, "down", "--json");
        Assert.True(down.ExitCode == 0, down.All);
        Assert.Empty(ProcessesOf(Instance));
        Assert.False(Directory.Exists(Paths.RegionDirectory) && Directory.EnumerateFileSystemEntries(Paths.RegionDirectory).Any(), "regions are left");
        Assert.Empty(Directory.Exists(Paths.RuntimeDirectory) ? Directory.GetFiles(Paths.RuntimeDirectory, "*.sock") : []);
        Assert.True(errors.Length == 0, "unexpected errors in the logs:\n" + string.Join('\n', errors));
    }

    private IEnumerable<string> LoggedErrors() => Directory.EnumerateFiles(Paths.LogDirectory, "*.json")
        .SelectMany(File.ReadAllLines)
        .Where(line => line.Contains("\"@l\":\"Error\"", StringComparison.Ordinal) || line.Contains("\"@l\":\"Fatal\"", StringComparison.Ordinal));

    private static IEnumerable<string> ProcessesOf(string instance)
    {
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), CultureInfo.InvariantCulture, out var pid) || ProcessIdentity.TryFind(pid) is null) continue;
            var line = ReadCommandLine(directory);
            if (line.Contains(instance, StringComparison.Ordinal)) yield return $"{pid}: {line}";
        }
    }

    private static string ReadCommandLine(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, "cmdline")).Replace('\0', ' ');
        }
        catch (IOException)
        {
            return ""; // it has ended
        }
    }
}
