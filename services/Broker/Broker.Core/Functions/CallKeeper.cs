namespace WasmEngine.Broker;

/// <summary>Runs functions for callers who wait. Thread-safe.</summary>
public sealed class CallKeeper
{
    private readonly BrokerParts _parts;
    private readonly ModuleKeeper _modules;
    private readonly string _prefix = Guid.NewGuid().ToString("N")[..12]; // runs of a former broker may not have ended yet
    private long _last;

    internal CallKeeper(BrokerParts parts, ModuleKeeper modules)
    {
        _parts = parts;
        _modules = modules;
    }

    /// <summary>Runs a function.</summary>
    /// <param name="sessionId">Whose call it is.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellation">The caller has gone: the run is stopped.</param>
    /// <returns>Results and times, as they go to the client.</returns>
    /// <exception cref="BrokerException">As ComputeService.Call tells.</exception>
    public async Task<ReadOnlyMemory<byte>> CallAsync(string sessionId, FunctionCall call, CancellationToken cancellation)
    {
        CallRules.Check(call, isJob: false);
        using var hold = _modules.Find(call.Module);
        var resolved = Resolve(sessionId, call, hold);
        await _parts.ComputeLink.RequireAsync(_parts.Options.LayerWait, _parts.Time, cancellation).ConfigureAwait(false);
        // SYNC: a counter, no partner.
        var order = new RunOrder($"call-{_prefix}-{Interlocked.Increment(ref _last)}", resolved);
        await foreach (var told in _parts.Functions.RunAsync(order, cancellation).ConfigureAwait(false))
        {
            if (told.End is { } end) return end.IsGood ? end.Outcome : throw Fault(end);
        }

        throw Faults.LayerDown("compute"); // the stream ended without an end of the run
    }

    internal ResolvedCall Resolve(string sessionId, FunctionCall call, ModuleHold? hold)
    {
        var buffers = CallBuffers.Resolve(_parts.Keeper.Current, sessionId, call.Buffers);
        return new ResolvedCall(sessionId, hold?.ModulePath ?? call.Module.Path, hold?.Sha256 ?? "", call.Wire, buffers);
    }

    private static BrokerException Fault(RunEnd end) => end.Reason switch
    {
        RunReasons.ModuleInvalid or RunReasons.CallInvalid => new BrokerException(FaultKind.InvalidArgument, end.Reason, end.Detail),
        RunReasons.Deadline or RunReasons.CpuTime => new BrokerException(FaultKind.DeadlineExceeded, end.Reason, end.Detail),
        RunReasons.HostCalls => new BrokerException(FaultKind.ResourceExhausted, end.Reason, end.Detail),
        RunReasons.Cancelled => new BrokerException(FaultKind.Unavailable, "LAYER_DOWN", "the compute layer stopped the call because it is restarting; call again"),
        _ => new BrokerException(FaultKind.FailedPrecondition, "GUEST_FAILED", end.Detail),
    };
}
