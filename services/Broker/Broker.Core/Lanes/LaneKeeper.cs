using System.Globalization;
using System.Runtime.CompilerServices;
using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>An open lane.</summary>
/// <param name="RequestRegion">Ring that the client writes.</param>
/// <param name="ResponseRegion">Ring that the client reads.</param>
/// <param name="Parameters">Numbers that each call brings.</param>
/// <param name="Results">Numbers that each answer has.</param>
public sealed record Lane(string RequestRegion, string ResponseRegion, int Parameters, int Results);

/// <summary>Opens lanes. A lane and its rings live as long as the caller listens and compute serves it. Thread-safe.</summary>
public sealed class LaneKeeper
{
    /// <summary>Bytes of each ring: about a thousand calls of a few numbers.</summary>
    public const int RingBytes = 64 * 1024;

    private readonly BrokerParts _parts;
    private readonly ModuleKeeper _modules;
    private readonly CallKeeper _calls;
    private int _open;

    internal LaneKeeper(BrokerParts parts, ModuleKeeper modules, CallKeeper calls)
    {
        _parts = parts;
        _modules = modules;
        _calls = calls;
    }

    /// <summary>Opens a lane; told once, then nothing until it ends.</summary>
    /// <exception cref="BrokerException">As ComputeService.OpenLane tells; LAYER_DOWN when compute died under it.</exception>
    public async IAsyncEnumerable<Lane> OpenAsync(string sessionId, FunctionCall call, [EnumeratorCancellation] CancellationToken cancellation)
    {
        CallRules.Check(call, isJob: false);
        if (call.Range is not null) throw Faults.Invalid("CALL_INVALID", "a lane calls a function, not a parallel loop: leave the range out");
        using var hold = _modules.Find(call.Module);
        var resolved = _calls.Resolve(sessionId, call, hold);
        await _parts.ComputeLink.RequireAsync(_parts.Options.LayerWait, _parts.Time, cancellation).ConfigureAwait(false);
        var (requests, responses) = CreateRings();
        try
        {
            await foreach (var ready in _parts.Functions.ServeLaneAsync(requests.Value, responses.Value, resolved, cancellation).ConfigureAwait(false))
                yield return new Lane(requests.Value, responses.Value, ready.Parameters, ready.Results);
            throw new BrokerException(FaultKind.Unavailable, "LAYER_DOWN", "the compute layer closed the lane because it is restarting; open it again");
        }
        finally
        {
            _parts.Regions.Delete(requests);
            _parts.Regions.Delete(responses);
            Interlocked.Decrement(ref _open); // SYNC: full fence; pairs with the increment in CreateRings
        }
    }

    private (RegionName Requests, RegionName Responses) CreateRings()
    {
        // SYNC: full fence; pairs with the decrements here and in OpenAsync.
        if (Interlocked.Increment(ref _open) > _parts.Options.MaxLanes)
        {
            Interlocked.Decrement(ref _open); // SYNC: see above
            throw Faults.TooMany("TOO_MANY_LANES", "lanes", _parts.Options.MaxLanes, "close one by ending its stream");
        }

        RegionName? requests = null;
        try
        {
            var number = 0L;
            _parts.Keeper.Commit(state => state.Next(CounterNames.Lane, out number));
            var id = string.Create(CultureInfo.InvariantCulture, $"l{number}");
            requests = RegionNames.Lane(id, "req");
            var responses = RegionNames.Lane(id, "rsp");
            _parts.Regions.CreateRing(requests.Value, RingBytes);
            _parts.Regions.CreateRing(responses, RingBytes);
            return (requests.Value, responses);
        }
        catch
        {
            Interlocked.Decrement(ref _open); // SYNC: see above
            if (requests is { } made) _parts.Regions.Delete(made);
            throw;
        }
    }
}
