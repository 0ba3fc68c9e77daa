using Grpc.Core;
using WasmEngine.Client.Transport;

namespace WasmEngine.Client;

/// <summary>Calls of functions. Thread-safe; part of an <see cref="EngineClient"/>.</summary>
public sealed class FunctionClient
{
    private static readonly TimeSpan DefaultWall = TimeSpan.FromSeconds(30);
    private readonly EngineConnection _connection;

    internal FunctionClient(EngineConnection connection) => _connection = connection;

    /// <summary>
    /// Runs a function and waits for it. Cancelling stops it. If a layer dies meanwhile the call fails and is not repeated, since part of it may have
    /// happened; a job is the way to have it run again.
    /// </summary>
    /// <exception cref="EngineException">MODULE_INVALID, CALL_INVALID, LIMITS_INVALID, FILE_MISSING, UNKNOWN_MODULE, UNKNOWN_BUFFER, GUEST_FAILED, DEADLINE,
    /// CPU_TIME, HOST_CALLS, QUEUE_FULL, LAYER_DOWN.</exception>
    public async Task<FunctionOutcome> CallAsync(FunctionCall call, CancellationToken cancellation = default)
    {
        var request = new V1.CallRequest { Call = call.ToWire() };
        var timeout = (call.WallLimit ?? DefaultWall) + _connection.Options.LaunchTimeout; // the module may have to be compiled first
        var response = await _connection.Runner.InvokeAsync(o => _connection.Compute.CallAsync(request, o), CallEffect.Partial, cancellation, timeout);
        return FunctionOutcome.From(response.Outcome);
    }

    /// <summary>Runs a function for parts of a range on all cores, each worker with an instance of its own and the same buffers.</summary>
    /// <param name="call">Its first two parameters are begin and end of the part; they are not among the arguments.</param>
    /// <param name="begin">First number.</param>
    /// <param name="end">After the last.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="EngineException">As for <see cref="CallAsync"/>.</exception>
    public Task<FunctionOutcome> ParallelForAsync(FunctionCall call, long begin, long end, CancellationToken cancellation = default) => CallAsync(call.Over(begin, end), cancellation);

    /// <summary>
    /// Opens a lane: calls of one instance through shared memory, in order, without gRPC. What the call has as arguments comes first among the
    /// parameters of each call; the lane's calls bring the remaining numbers. Dispose the lane to close it.
    /// </summary>
    /// <exception cref="EngineException">As for <see cref="CallAsync"/>; TOO_MANY_LANES.</exception>
    public async Task<Lane> OpenLaneAsync(FunctionCall call, CancellationToken cancellation = default)
    {
        var request = new V1.OpenLaneRequest { Call = call.ToWire() };
        var effect = CallEffect.Once;
        return await _connection.Runner.RepeatAsync(
            async token =>
            {
                var stream = _connection.Compute.OpenLane(request, cancellationToken: CancellationToken.None); // it lives longer than the opening
                try
                {
                    if (await stream.ResponseStream.MoveNext(token)) return Lane.Open(_connection, stream);
                    throw new RpcException(new Status(StatusCode.Unavailable, "the lane ended before it began"));
                }
                catch
                {
                    stream.Dispose();
                    throw;
                }
            },
            effect,
            cancellation);
    }
}
