using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WasmEngine.Platform;

namespace WasmEngine.Hosting;

/// <summary>
/// What a layer adds to its process. Used on one thread, before anything runs. Hosted services that the layer registers are
/// started after the <see cref="OnServing"/> actions, so that a spare, which may never serve, does not start them.
/// </summary>
public sealed class LayerBuilder
{
    internal LayerBuilder(string layer, InstancePaths paths, IServiceCollection services, IConfiguration configuration)
    {
        Layer = layer;
        Paths = paths;
        Services = services;
        Configuration = configuration;
    }

    /// <summary>Name of the layer.</summary>
    public string Layer { get; }

    /// <summary>Where the instance keeps its things; the directories exist.</summary>
    public InstancePaths Paths { get; }

    /// <summary>Services of the process; TimeProvider.System, InstancePaths and logging are registered.</summary>
    public IServiceCollection Services { get; }

    /// <summary>
    /// Environment variables WASMENGINE_X as key "X", and over them the process's own command-line options:
    /// <c>--some-option V</c> is key "SOME_OPTION".
    /// </summary>
    public IConfiguration Configuration { get; }

    internal List<Action<IEndpointRouteBuilder>> Endpoints { get; } = [];

    internal List<Func<IServiceProvider, CancellationToken, Task>> WarmActions { get; } = [];

    internal List<Func<GrpcChannel, CancellationToken, Task>> Rehearsals { get; } = [];

    internal List<Func<IServiceProvider, CancellationToken, Task>> PracticeActions { get; } = [];

    internal List<Func<IServiceProvider, CancellationToken, Task>> ServingActions { get; } = [];

    internal List<Func<IServiceProvider, CancellationToken, Task>> DrainActions { get; } = [];

    /// <summary>Serves a gRPC service on the layer's socket.</summary>
    public void MapGrpcService<T>()
        where T : class => Endpoints.Add(static routes => routes.MapGrpcService<T>());

    /// <summary>
    /// Runs before the layer's socket exists, in a spare too: load native libraries, run the hot path once. It must not touch
    /// what the active process owns: no region, no database. Actions run one after the other, beside the server's start.
    /// </summary>
    public void Warm(Func<IServiceProvider, CancellationToken, Task> action) => WarmActions.Add(action);

    /// <summary>
    /// Runs in a spare once it is loaded, with a channel to its own server, which nobody else can reach yet: calls that leave
    /// nothing behind, so that the way of the first real ones is compiled before a promotion.
    /// </summary>
    public void Rehearse(Func<GrpcChannel, CancellationToken, Task> calls) => Rehearsals.Add(calls);

    /// <summary>
    /// Runs in a spare that stands by, and is cancelled when it is promoted: what makes it faster still, for which a takeover need not wait. It must not touch what the
    /// active process owns, leaves nothing behind, and ends within a moment once it is cancelled. One that fails is logged; the spare goes on.
    /// </summary>
    public void Practise(Func<IServiceProvider, CancellationToken, Task> action) => PracticeActions.Add(action);

    /// <summary>
    /// Runs at start or promotion, with the layer's lock held, before anyone can connect and before SERVING is reported:
    /// take over state. Actions run in the order of their registration.
    /// </summary>
    public void OnServing(Func<IServiceProvider, CancellationToken, Task> action) => ServingActions.Add(action);

    /// <summary>
    /// Runs when the process is asked to end, while calls are still answered; only if it served. A second SIGTERM cancels the
    /// token; SIGKILL follows after the launcher's grace period.
    /// </summary>
    public void OnDrain(Func<IServiceProvider, CancellationToken, Task> action) => DrainActions.Add(action);
}
