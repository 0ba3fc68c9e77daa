using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>The lanes that are served in this process. Thread-safe.</summary>
public sealed class Lanes
{
    private readonly FunctionRuns _runs;
    private readonly LaneOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _bySession = new(StringComparer.Ordinal);
    private readonly HashSet<LaneServer> _served = [];
    private bool _draining;

    /// <summary>Serves none yet.</summary>
    /// <param name="runs">What runs besides.</param>
    /// <param name="options">Bounds.</param>
    /// <exception cref="ArgumentException">The options are not allowed.</exception>
    public Lanes(FunctionRuns runs, LaneOptions options)
    {
        options.Validate();
        _runs = runs;
        _options = options;
    }

    /// <summary>Lanes that are served.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _served.Count;
        }
    }

    /// <summary>Serves a lane until somebody gives up or it can't go on.</summary>
    /// <param name="spec">The lane.</param>
    /// <param name="ready">Told once it takes calls.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>Why it ended; null when it was asked to.</returns>
    /// <exception cref="ModuleException">The module can't be loaded.</exception>
    /// <exception cref="CallInvalidException">The call does not fit it.</exception>
    /// <exception cref="GuestException">Its first instance trapped.</exception>
    /// <exception cref="GuestStoppedException">Its first instance was stopped, or the process ends.</exception>
    /// <exception cref="QueueFullException">There are too many lanes.</exception>
    /// <exception cref="RegionException">A ring is missing, corrupt, or served already.</exception>
    public async Task<string?> ServeAsync(LaneSpec spec, Func<LaneShape, Task> ready, CancellationToken cancel)
    {
        if (spec.Call.Range is not null) throw new CallInvalidException("a lane has no range");
        Enter(spec.Call.Session);
        try
        {
            using var lease = await Task.Run(
                () => _runs.Services.Modules.Acquire(spec.Call.ModulePath, new ModuleLoading { Sha256 = spec.Call.Sha256, Cancellation = cancel }), cancel).ConfigureAwait(false);
            var plan = CallPlan.CheckPrefix(spec.Call, lease.Module);
            using var server = new LaneServer(spec, _runs.Services, HasSpareCore);
            return await ServeAsync(server, plan, lease.Module, ready, cancel).ConfigureAwait(false);
        }
        finally
        {
            Leave(spec.Call.Session);
        }
    }

    private async Task<string?> ServeAsync(LaneServer server, CallPlan plan, IGuestModule module, Func<LaneShape, Task> ready, CancellationToken cancel)
    {
        server.Start(plan, module);
        lock (_gate)
        {
            _served.Add(server);
            if (_draining) server.Stop(StopReason.Shutdown);
        }

        using var stop = cancel.Register(() => server.Stop(StopReason.Cancelled));
        try
        {
            await server.Ready.ConfigureAwait(false);
            await ready(new LaneShape(plan.Signature.Parameters.Length - plan.Used, plan.Signature.Results.Length)).ConfigureAwait(false);
            return await server.Ended.ConfigureAwait(false);
        }
        finally
        {
            server.Stop(StopReason.Cancelled);
            await server.Ended.ConfigureAwait(false);
            lock (_gate) _served.Remove(server);
        }
    }

    private bool HasSpareCore() => _runs.Load.Running < Environment.ProcessorCount - 1;

    private void Enter(string session)
    {
        lock (_gate)
        {
            if (_draining) throw new GuestStoppedException(StopReason.Shutdown);
            var own = _bySession.GetValueOrDefault(session);
            if (own >= _options.PerSession) throw Full($"{own} lanes of this session are open already");
            var all = _bySession.Values.Sum();
            if (all >= _options.Total) throw Full($"{all} lanes are open already");
            _bySession[session] = own + 1;
        }
    }

    private static QueueFullException Full(string what) => new($"{what}: close one, or use calls", TimeSpan.FromSeconds(1));

    private void Leave(string session)
    {
        lock (_gate)
        {
            if (--_bySession[session] == 0) _bySession.Remove(session);
        }
    }

    /// <summary>Takes no more lanes and ends all; their ServeAsync return.</summary>
    public void Drain()
    {
        lock (_gate)
        {
            _draining = true;
            foreach (var server in _served) server.Stop(StopReason.Shutdown);
        }
    }
}
