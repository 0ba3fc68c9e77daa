using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using WasmEngine.Client;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Testing;

/// <summary>
/// The public API on the sockets of an instance of its own, with real frame chains behind its views. What the broker knows
/// outlives its server, as the real one's database does.
/// </summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    private static int s_count;
    private readonly string _regionPath;

    private FakeDaemon()
    {
        Instance = $"t{Environment.ProcessId}-{Interlocked.Increment(ref s_count)}"; // SYNC: a counter, paired with nothing
        Paths = InstancePaths.For(Instance);
        _regionPath = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "wet-" + Instance);
        Directory.CreateDirectory(_regionPath);
        Engine = new FakeEngineState(Instance);
        State = new FakeBrokerState(Instance, new RegionDirectory(_regionPath));
        Broker = new FakeHost(Paths.Socket("broker"), s => s.AddSingleton(State), a =>
        {
            a.MapGrpcService<FakeSessionService>();
            a.MapGrpcService<FakeAppsService>();
            a.MapGrpcService<FakeViewsService>();
            a.MapGrpcService<FakeComputeService>();
        });
        Launcher = new FakeHost(Paths.Socket("launcher"), s => s.AddSingleton(Engine), a => a.MapGrpcService<FakeEngineService>());
    }

    public string Instance { get; }

    public InstancePaths Paths { get; }

    public FakeBrokerState State { get; }

    public FakeEngineState Engine { get; }

    public FakeHost Broker { get; }

    public FakeHost Launcher { get; }

    public EngineClientOptions Options => new() { Instance = Instance, ClientName = "tests", ReconnectFor = TimeSpan.FromSeconds(60), CallTimeout = TimeSpan.FromSeconds(60) };

    /// <summary>Names an instance without starting anything.</summary>
    public static FakeDaemon Stopped() => new();

    public static async Task<FakeDaemon> StartAsync()
    {
        var daemon = new FakeDaemon();
        await daemon.Launcher.StartAsync();
        await daemon.Broker.StartAsync();
        return daemon;
    }

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Launcher.DisposeAsync();
        State.Dispose();
        Directory.Delete(_regionPath, recursive: true);
    }
}
