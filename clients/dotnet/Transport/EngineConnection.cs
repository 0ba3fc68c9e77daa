using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Client.Transport;

/// <summary>What an <see cref="EngineClient"/> and its views share: the channel to the broker, the session, the callers.</summary>
internal sealed class EngineConnection : IDisposable
{
    private readonly GrpcChannel _channel;
    private readonly SessionFile? _file;
    private readonly V1.SessionService.SessionServiceClient _opener; // sends no token: a rejected one would be in the way
    private readonly V1.SessionService.SessionServiceClient _closer;

    public EngineConnection(EngineClientOptions options)
    {
        Options = options;
        Paths = options.Validate();
        _channel = UnixChannel.Create(Paths.Socket("broker"));
        _file = options.SessionFile is { Length: > 0 } path ? new SessionFile(path) : null;
        Sessions = new SessionKeeper(ContinueOrOpenAsync);
        var invoker = _channel.CreateCallInvoker().Intercept(new BearerInterceptor(() => Sessions.Token));
        _opener = new V1.SessionService.SessionServiceClient(_channel);
        _closer = new V1.SessionService.SessionServiceClient(invoker);
        Apps = new V1.AppsService.AppsServiceClient(invoker);
        Views = new V1.ViewsService.ViewsServiceClient(invoker);
        Compute = new V1.ComputeService.ComputeServiceClient(invoker);
        Jobs = new V1.JobsService.JobsServiceClient(invoker);
        Buffers = new V1.BuffersService.BuffersServiceClient(invoker);
        Runner = new CallRunner(options, Paths, Sessions);
    }

    public EngineClientOptions Options { get; }

    public InstancePaths Paths { get; }

    public SessionKeeper Sessions { get; }

    public CallRunner Runner { get; }

    public V1.AppsService.AppsServiceClient Apps { get; }

    public V1.ViewsService.ViewsServiceClient Views { get; }

    public V1.ComputeService.ComputeServiceClient Compute { get; }

    public V1.BuffersService.BuffersServiceClient Buffers { get; }

    public V1.JobsService.JobsServiceClient Jobs { get; }

    /// <summary>Opens the first session; fails at once when there is no daemon.</summary>
    public Task OpenAsync(CancellationToken cancellation) => new CallRunner(Options, Paths, sessions: null).RepeatAsync(
        async token =>
        {
            await Sessions.RenewAsync(rejected: null, token);
            return true;
        },
        CallEffect.Idempotent,
        cancellation);

    /// <summary>The session on disk, unless it is the one that was rejected; else a new one.</summary>
    private async Task<Session> ContinueOrOpenAsync(Session? rejected, CancellationToken cancellation)
    {
        if (_file?.TryRead() is { } kept && !string.Equals(kept.Token, rejected?.Token, StringComparison.Ordinal)) return kept;
        var opened = await OpenSessionAsync(cancellation);
        _file?.TryWrite(opened);
        return opened;
    }

    private async Task<Session> OpenSessionAsync(CancellationToken cancellation)
    {
        var response = await _opener.OpenSessionAsync(
            new V1.OpenSessionRequest { ClientName = Options.ClientName },
            deadline: Options.TimeProvider.GetUtcNow().UtcDateTime + Options.CallTimeout,
            cancellationToken: cancellation);
        return new Session(response.SessionId, response.Token, response.Instance, new RegionDirectory(response.RegionDirectory), response.EngineVersion);
    }

    /// <summary>Tells the broker that the session is over. Only tried: a client must be able to go whatever the broker does.</summary>
    public async Task CloseSessionAsync()
    {
        try
        {
            await _closer.CloseSessionAsync(new V1.CloseSessionRequest(), deadline: Options.TimeProvider.GetUtcNow().UtcDateTime + TimeSpan.FromSeconds(1));
        }
        catch (RpcException)
        {
            // The broker is away; an unused session costs it a row.
        }
    }

    public void Dispose()
    {
        _channel.Dispose();
        Sessions.Dispose();
    }
}
