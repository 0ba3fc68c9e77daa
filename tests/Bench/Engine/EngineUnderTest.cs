using System.Diagnostics;
using System.Globalization;
using WasmEngine.Client;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Engine;

/// <summary>
/// A daemon of the bench's own, in an instance that nobody else uses, started and stopped with the command line beside this
/// executable. Not thread-safe.
/// </summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly CancellationToken _cancellation;

    private EngineUnderTest(string instance, EngineClient client, CancellationToken cancellation)
    {
        Instance = instance;
        Client = client;
        _cancellation = cancellation;
        Supervisor = new SupervisorClient(new EngineClientOptions { Instance = instance });
    }

    internal string Instance { get; }

    internal EngineClient Client { get; }

    internal SupervisorClient Supervisor { get; }

    internal static Task<EngineUnderTest> StartAsync(string purpose, CancellationToken cancellation) => StartAsync(purpose, new EngineClientOptions(), [], cancellation);

    /// <summary>Starts a daemon with settings of its own.</summary>
    /// <param name="purpose">Part of the instance's name.</param>
    /// <param name="options">How the client behaves.</param>
    /// <param name="settings">Environment variables of the daemon.</param>
    /// <param name="cancellation">Gives up.</param>
    internal static async Task<EngineUnderTest> StartAsync(string purpose, EngineClientOptions options, IReadOnlyList<(string Name, string Value)> settings, CancellationToken cancellation)
    {
        var instance = string.Create(CultureInfo.InvariantCulture, $"{purpose}-{Environment.ProcessId}");
        await RunCliAsync(settings, cancellation, "up", "--instance", instance, "--json");
        try
        {
            var client = await EngineClient.ConnectAsync(options with { Instance = instance, ClientName = "wasmengine-bench" }, cancellation);
            return new EngineUnderTest(instance, client, cancellation);
        }
        catch
        {
            await RunCliAsync(CancellationToken.None, "down", "--instance", instance);
            throw;
        }
    }

    /// <summary>A guest of the benches', built by deploy/build.sh.</summary>
    /// <exception cref="BenchException">It has not been built.</exception>
    internal static string Guest(string path)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, path);
            if (Directory.Exists(Path.Combine(candidate, "build"))) return candidate;
        }

        throw new BenchException($"the guest {path} has not been built: run bash deploy/build.sh");
    }

    /// <summary>The process of a layer.</summary>
    internal async Task<ProcessIdentity> ProcessOfAsync(string layer)
    {
        var status = await Supervisor.GetStatusAsync(_cancellation);
        var pid = status.Layers.Single(l => l.Name == layer).Pid;
        return ProcessIdentity.TryFind(pid) ?? throw new BenchException($"{layer} is not running: wasmengine logs tells why");
    }

    /// <summary>CPU time that all layers have used.</summary>
    internal async Task<TimeSpan> CpuTimeAsync()
    {
        var status = await Supervisor.GetStatusAsync(_cancellation);
        return status.Layers.Aggregate(TimeSpan.Zero, (sum, layer) => sum + ProcessMemory.CpuTime(layer.Pid));
    }

    /// <summary>Waits until every layer is ready.</summary>
    internal async Task WaitUntilReadyAsync()
    {
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(30))
        {
            if (await IsReadyAsync()) return;
            await glance.WaitForNextTickAsync(_cancellation);
        }

        throw new BenchException("the layers are not ready after 30 s: wasmengine logs tells why");
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            return (await Supervisor.GetStatusAsync(_cancellation)).IsReady;
        }
        catch (EngineException)
        {
            return false; // the launcher itself is being replaced
        }
    }

    private static Task RunCliAsync(CancellationToken cancellation, params string[] arguments) => RunCliAsync([], cancellation, arguments);

    private static async Task RunCliAsync(IReadOnlyList<(string Name, string Value)> settings, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "wasmengine"), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in settings) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new BenchException("the command line did not start");
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new BenchException($"wasmengine {arguments[0]} failed: {await errors} {await output}");
    }

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Supervisor.Dispose();
        await RunCliAsync(CancellationToken.None, "down", "--instance", Instance);
    }
}
