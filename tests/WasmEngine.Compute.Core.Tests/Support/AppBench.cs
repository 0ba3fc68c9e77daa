using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests.Support;

/// <summary>A registry over scripted guests, with an input ring for one app.</summary>
internal sealed class AppBench : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string AnyFile = typeof(AppBench).Assembly.Location; // scripted guests do not look into it
    private readonly TempRegions _regions = new();
    private readonly ModuleCatalog _modules;
    private readonly TaskCompletionSource<AppEnded> _firstEnd = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppBench(ScriptedGuest guest)
    {
        Guest = guest;
        _modules = new ModuleCatalog(guest, new ModuleCatalogOptions { MaxModules = 0 }, TimeProvider.System);
        Registry = new AppRegistry(_modules, Directory, TimeProvider.System, Log);
        Registry.Ended += ended =>
        {
            lock (Endings) Endings.Add(ended);
            _firstEnd.TrySetResult(ended);
        };
        Input = RingProducer.Create(Directory, RegionName.Parse("input"), new RingSpec(65536, 0));
    }

    public ScriptedGuest Guest { get; }

    public AppRegistry Registry { get; }

    public RingProducer Input { get; }

    public LogLines<AppRegistry> Log { get; } = new();

    public List<AppEnded> Endings { get; } = [];

    public RegionDirectory Directory => _regions.Directory;

    public string[] RegionNames => _regions.Names;

    public AppSpec Spec(string id = "a", uint generation = 1) => new(id, generation, AnyFile, 64, 32, Input.Name, 1 << 20);

    public Task<AppStarted> StartAsync(string id = "a", uint generation = 1) => Registry.StartAsync(Spec(id, generation));

    public Task<bool> StopAsync(string id = "a") => Registry.StopAsync(id, Patience);

    /// <summary>Waits for the first end of an app.</summary>
    public Task<AppEnded> EndAsync() => _firstEnd.Task.WaitAsync(Patience);

    public void SendInput(float x)
    {
        Span<byte> payload = stackalloc byte[InputRecord.Size];
        InputRecord.Encode(payload, InputEventKind.PointerMove, x, 0, 0, 0, 0);
        Assert.True(Input.TryWrite(InputRecord.RecordType, payload));
    }

    public async ValueTask DisposeAsync()
    {
        await Registry.StopAllAsync(Patience);
        _modules.Dispose();
        Input.Dispose();
        _regions.Dispose();
    }
}
