using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Hosting;
using WasmEngine.Platform;
using WasmEngine.V1;

namespace WasmEngine.DaemonHarness;

/// <summary>A real launcher with test layers.</summary>
public sealed class TestDaemon : IAsyncDisposable
{
    private readonly GrpcChannel _channel;

    private TestDaemon(TestInstance instance, Process launcher)
    {
        Instance = instance;
        Launcher = launcher;
        _channel = LayerChannels.Create(instance.Socket(LayerNames.Launcher));
        Engine = new EngineService.EngineServiceClient(_channel);
    }

    public TestInstance Instance { get; }

    /// <summary>The launcher that was started first.</summary>
    public Process Launcher { get; }

    public EngineService.EngineServiceClient Engine { get; }

    /// <summary>Executable of the launcher, copied beside the tests.</summary>
    public static string LauncherPath => Path.Combine(AppContext.BaseDirectory, "wasmengined");

    /// <summary>Starts a launcher; with spares only if the test wants them.</summary>
    public static TestDaemon Start(TestInstance? given = null, bool spares = false)
    {
        var instance = given ?? new TestInstance();
        instance.With("WASMENGINE_SPARES", spares ? "1" : "0").With("WASMENGINE_SPARE_DELAY_MS", "50");
        return new TestDaemon(instance, instance.Start(LauncherPath, "--instance", instance.Name, "--layers-directory", instance.LayersDirectory));
    }

    public static async Task<TestDaemon> StartReadyAsync(TestInstance? given = null, bool spares = false)
    {
        var daemon = Start(given, spares);
        try
        {
            await daemon.WaitAsync(static status => status.Layers.All(static layer => layer.State == LayerState.Ready), "all layers are ready");
            if (spares) await TestInstance.WaitUntilAsync(() => LayerNames.Supervised.All(layer => daemon.SpareOf(layer) > 0 && daemon.SpareStandsBy(layer)), "all spares stand by");
            return daemon;
        }
        catch
        {
            await daemon.DisposeAsync();
            throw;
        }
    }

    /// <summary>The status; null while no launcher answers.</summary>
    public async Task<GetStatusResponse?> TryStatusAsync()
    {
        try
        {
            return await Engine.GetStatusAsync(new GetStatusRequest());
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal)
        {
            return null;
        }
    }

    public async Task<GetStatusResponse> WaitAsync(Func<GetStatusResponse, bool> condition, string what)
    {
        GetStatusResponse? last = null;
        try
        {
            await TestInstance.WaitUntilAsync(async () => (last = await TryStatusAsync()) is { } status && condition(status), what);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; last status {last}; logs:\n{Instance.ReadLogs()}", e);
        }

        return last!;
    }

    public async Task<LayerStatus> LayerAsync(string name) => Layer((await TryStatusAsync())!, name);

    public async Task<LayerStatus> WaitForSuccessorAsync(string name, int afterPid) =>
        Layer(await WaitAsync(status => Layer(status, name) is { State: LayerState.Ready } layer && layer.Pid != afterPid, $"{name} is ready in a process other than {afterPid}"), name);

    public static LayerStatus Layer(GetStatusResponse status, string name) => status.Layers.Single(layer => layer.Name == name);

    public static void Kill(int pid) => ProcessIdentity.TryFind(pid)?.Signal(ProcessSignal.Kill);

    /// <summary>Pid of a layer's spare as noted; 0 when it has none.</summary>
    public int SpareOf(string layer)
    {
        try
        {
            using var notes = JsonDocument.Parse(File.ReadAllText(Path.Combine(Instance.RuntimeDirectory, "layers.json")));
            var note = notes.RootElement.GetProperty("layers").EnumerateArray().Single(candidate => candidate.GetProperty("name").GetString() == layer);
            var spare = note.GetProperty("spare");
            return spare.ValueKind == JsonValueKind.Null ? 0 : spare.GetProperty("pid").GetInt32();
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private bool SpareStandsBy(string layer) =>
        File.Exists(Path.Combine(Instance.RuntimeDirectory, SpareOf(layer).ToString(CultureInfo.InvariantCulture) + ".bind"));

    public async ValueTask DisposeAsync()
    {
        _channel.Dispose();
        await Instance.DisposeAsync();
    }
}
