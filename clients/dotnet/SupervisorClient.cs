using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Client.Transport;
using WasmEngine.Platform;

namespace WasmEngine.Client;

/// <summary>
/// Talks to the launcher of an instance, which answers while any layer is down. Needs no session: the launcher knows its own
/// user by the socket. Thread-safe; connects with the first call.
/// </summary>
public sealed class SupervisorClient : IDisposable
{
    private static readonly TimeSpan StatusTimeout = TimeSpan.FromSeconds(5), RestartTimeout = TimeSpan.FromSeconds(60);
    private readonly EngineClientOptions _options;
    private readonly GrpcChannel _channel;
    private readonly V1.EngineService.EngineServiceClient _engine;

    /// <summary>Creates the client; nothing is connected yet.</summary>
    /// <exception cref="EngineException">OPTIONS_INVALID.</exception>
    public SupervisorClient(EngineClientOptions? options = null)
    {
        _options = options ?? new EngineClientOptions();
        Paths = _options.Validate();
        _channel = UnixChannel.Create(Paths.Socket("launcher"));
        _engine = new V1.EngineService.EngineServiceClient(_channel);
    }

    /// <summary>Where the instance keeps its things.</summary>
    public InstancePaths Paths { get; }

    /// <summary>Whether a launcher listens.</summary>
    public Task<bool> IsRunningAsync(CancellationToken cancellation = default) => UnixChannel.IsListeningAsync(Paths.Socket("launcher"), cancellation);

    /// <summary>The state of every layer.</summary>
    /// <exception cref="EngineException">DAEMON_NOT_RUNNING.</exception>
    public async Task<EngineStatus> GetStatusAsync(CancellationToken cancellation = default) =>
        EngineStatus.From(await CallAsync(o => _engine.GetStatusAsync(new V1.GetStatusRequest(), o), StatusTimeout, cancellation));

    /// <summary>
    /// Restarts one layer and returns when it is ready again. For the launcher: returns its status before it hands over; ask
    /// for the status until its pid has changed.
    /// </summary>
    /// <exception cref="EngineException">UNKNOWN_LAYER, TIMED_OUT, DAEMON_NOT_RUNNING.</exception>
    public async Task<LayerInfo> RestartLayerAsync(string name, TimeSpan? timeout = null, CancellationToken cancellation = default)
    {
        var request = new V1.RestartLayerRequest { Name = name };
        var response = await CallAsync(o => _engine.RestartLayerAsync(request, o), timeout ?? RestartTimeout, cancellation);
        return LayerInfo.From(response.Layer);
    }

    /// <summary>Stops every layer; returns once all have ended. The launcher itself ends a moment later.</summary>
    /// <param name="grace">What each layer gets to finish before it is killed; zero means the daemon's default; at most 60 s.</param>
    /// <param name="cancellation">Stops waiting; the daemon goes on stopping.</param>
    /// <exception cref="EngineException">DAEMON_NOT_RUNNING.</exception>
    public async Task ShutdownAsync(TimeSpan grace = default, CancellationToken cancellation = default)
    {
        var request = new V1.ShutdownRequest { GraceMs = WireNumber.From((int)grace.TotalMilliseconds) };
        var longest = (grace == TimeSpan.Zero ? TimeSpan.FromSeconds(5) : grace) * 3; // three layers, one after the other
        await CallAsync(o => _engine.ShutdownAsync(request, o), longest + TimeSpan.FromSeconds(10), cancellation);
    }

    private async Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, TimeSpan timeout, CancellationToken cancellation)
    {
        try
        {
            var deadline = _options.TimeProvider.GetUtcNow().UtcDateTime + timeout;
            return await call(new CallOptions(deadline: deadline, cancellationToken: cancellation));
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (RpcException failure) when (RpcFaults.NeverSent(failure))
        {
            throw NotRunning.Exception(Paths, failure);
        }
        catch (RpcException failure) when (RpcFaults.ConnectionLost(failure))
        {
            throw new EngineException(EngineFault.Failed, EngineReasons.LayerDown, "the launcher ended in the middle of the call", remedy: null, failure);
        }
        catch (RpcException failure)
        {
            throw RpcFaults.Translate(failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();
}
