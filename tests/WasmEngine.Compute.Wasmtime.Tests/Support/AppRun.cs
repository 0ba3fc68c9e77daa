using WasmEngine.Memory;

namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>One app, run as the compute layer runs it: registry, actor, regions.</summary>
internal sealed class AppRun : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempDirectory _directory = new();
    private readonly RingProducer _input;
    private readonly ModuleCatalog _modules;
    private readonly LogLines<AppRegistry> _log = new();
    private readonly TaskCompletionSource<AppEnded> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppRun()
    {
        Regions = new RegionDirectory(_directory["regions"]);
        Regions.Ensure();
        _input = RingProducer.Create(Regions, RegionName.Parse("input"), new RingSpec(4096, 0));
        _modules = new ModuleCatalog(Guests.Engine, new ModuleCatalogOptions { MaxModules = 0 }, TimeProvider.System);
        Registry = new AppRegistry(_modules, Regions, TimeProvider.System, _log);
        Registry.Ended += e => _ended.TrySetResult(e);
    }

    public RegionDirectory Regions { get; }

    public AppRegistry Registry { get; }

    public Task<AppEnded> Ended => _ended.Task.WaitAsync(Patience);

    public string[] Warnings => _log.Warnings;

    public async Task<AppStarted> StartAsync(string text, long limit = Guests.Limit)
    {
        await File.WriteAllBytesAsync(_directory["app.wasm"], WasmtimeEngine.Assemble(text));
        return await StartFileAsync(_directory["app.wasm"], limit);
    }

    public Task<AppStarted> StartFileAsync(string path, long limit) =>
        Registry.StartAsync(new AppSpec("a", 1, path, 64, 32, _input.Name, limit));

    public void SendInput(InputEventKind kind, float x, float y)
    {
        Span<byte> payload = stackalloc byte[InputRecord.Size];
        InputRecord.Encode(payload, kind, x, y, 0, 0, 0);
        Assert.True(_input.TryWrite(InputRecord.RecordType, payload));
    }

    /// <summary>Opens a surface as render does.</summary>
    public ChainReader OpenSurface(int handle) =>
        ChainReader.Open(Regions, RegionName.Parse($"app.a.g1.s{handle}"), RegionKind.Surface, setsPace: true);

    public static SlotLease Take(ChainReader reader, ulong newerThan)
    {
        SlotLease lease;
        var deadline = TimeProvider.System.GetTimestamp();
        while (!reader.TryTakeLatest(newerThan, out lease))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < Patience, "no frame came");
            reader.Published.Wait(reader.Published.Value, 10_000_000);
        }

        reader.MarkConsumed(lease.FrameId);
        return lease;
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.StopAllAsync(Patience);
        _modules.Dispose();
        _input.Dispose();
        _directory.Dispose();
    }
}
