using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>
/// The broker without its protocols: what an executable needs to hand in and what it can call. All parts are thread-safe.
/// </summary>
public sealed class BrokerEngine : IDisposable
{
    private readonly BrokerParts _parts;
    private readonly Recovery _recovery;
    private readonly ComputeReconciler _computeReconciler;
    private readonly RenderReconciler _renderReconciler;
    private readonly LayerFollower _computeFollower;
    private readonly LayerFollower _renderFollower;

    /// <summary>Puts the broker together; nothing runs yet.</summary>
    /// <exception cref="ArgumentException">Options out of range.</exception>
    public BrokerEngine(
        BrokerOptions options,
        IStateStore store,
        IJobStore jobs,
        IComputeLayer compute,
        IFunctionLayer functions,
        IRenderLayer render,
        IInputRings rings,
        IRegions regions,
        ModuleStore modules,
        TimeProvider time,
        ILoggerFactory logs,
        AppStorage? storage = null)
    {
        if (options.Problems() is { Count: > 0 } problems) throw new ArgumentException(string.Join("; ", problems), nameof(options));
        _parts = new BrokerParts(options, new StateKeeper(store), compute, render, rings, regions, functions, modules, time, storage);
        var scenes = new SceneKeeper(_parts);
        var watchers = new ViewWatchers();
        var opener = new ViewOpener(_parts, scenes, watchers);
        _computeReconciler = new ComputeReconciler(_parts, new AppRestarter(_parts, scenes, logs.CreateLogger<AppRestarter>()), logs.CreateLogger<ComputeReconciler>());
        _renderReconciler = new RenderReconciler(_parts, scenes, opener, watchers, logs.CreateLogger<RenderReconciler>());
        Modules = new ModuleInspector(_parts);
        ModuleStore = new ModuleKeeper(_parts);
        Calls = new CallKeeper(_parts, ModuleStore);
        Lanes = new LaneKeeper(_parts, ModuleStore, Calls);
        Jobs = new JobKeeper(_parts, ModuleStore, jobs, logs);
        Sessions = new SessionKeeper(_parts, Jobs.Abandon);
        Views = new ViewKeeper(_parts, opener, watchers, _renderReconciler.Wake, logs.CreateLogger<ViewKeeper>());
        Apps = new AppKeeper(_parts, scenes, Views, logs.CreateLogger<AppKeeper>());
        AppFeed = new AppFeed(_parts.Keeper);
        Input = new InputForwarder(_parts);
        Buffers = new BufferKeeper(_parts);
        _recovery = new Recovery(_parts, Apps, Views, logs.CreateLogger<Recovery>());
        _computeFollower = new LayerFollower(compute, _parts.ComputeLink, options, time, Apps.NoteEnd, logs.CreateLogger<LayerFollower>());
        _renderFollower = new LayerFollower(render, _parts.RenderLink, options, time, static _ => { }, logs.CreateLogger<LayerFollower>());
    }

    /// <summary>Sessions.</summary>
    public SessionKeeper Sessions { get; }

    /// <summary>Launching and stopping.</summary>
    public AppKeeper Apps { get; }

    /// <summary>Apps as clients see them.</summary>
    public AppFeed AppFeed { get; }

    /// <summary>Views.</summary>
    public ViewKeeper Views { get; }

    /// <summary>Input.</summary>
    public InputForwarder Input { get; }

    /// <summary>Buffers.</summary>
    public BufferKeeper Buffers { get; }

    /// <summary>Questions about modules.</summary>
    public ModuleInspector Modules { get; }

    /// <summary>Modules kept by content.</summary>
    public ModuleKeeper ModuleStore { get; }

    /// <summary>Calls of functions.</summary>
    public CallKeeper Calls { get; }

    /// <summary>Lanes.</summary>
    public LaneKeeper Lanes { get; }

    /// <summary>Jobs.</summary>
    public JobKeeper Jobs { get; }

    /// <summary>The state now.</summary>
    public BrokerState State => _parts.Keeper.Current;

    /// <summary>Takes over from a predecessor. Once, before any call and before <see cref="RunAsync"/>.</summary>
    public void Recover()
    {
        _parts.Modules.Open();
        _recovery.Load();
        Jobs.Load();
    }

    /// <summary>Watches the layers and keeps them in the desired state, until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task[] loops =
        [
            _computeFollower.RunAsync(stop.Token),
            _renderFollower.RunAsync(stop.Token),
            _computeReconciler.RunAsync(stop.Token),
            _renderReconciler.RunAsync(stop.Token),
            Jobs.RunAsync(stop.Token),
        ];
        var once = Task.WhenAll(_recovery.FinishAsync(), _renderReconciler.SettleAsync(stop.Token));
        try
        {
            await (await Task.WhenAny(loops).ConfigureAwait(false)).ConfigureAwait(false); // they end when cancelled, or by a defect
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll([.. loops, once]).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Writes what waits to be written.</summary>
    public void Dispose() => Jobs.Dispose();
}
