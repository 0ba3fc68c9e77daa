using Grpc.Core;
using Microsoft.Extensions.Hosting;
using WasmEngine.Hosting;
using WasmEngine.Launcher.Core;
using WasmEngine.Launcher.Processes;
using WasmEngine.Launcher.Supervision;
using WasmEngine.Platform;
using WasmEngine.V1;
using CoreState = WasmEngine.Launcher.Core.LayerState;
using ProtoState = WasmEngine.V1.LayerState;

namespace WasmEngine.Launcher.Grpc;

/// <summary>The daemon's public face: status, restart, shutdown.</summary>
internal sealed class EngineGrpcService(
    Supervisor supervisor, SupervisionOptions options, InstancePaths paths, Handover handover, ServiceManager manager, LayerStarter starter, IHostApplicationLifetime lifetime)
    : EngineService.EngineServiceBase
{
    private const uint LongestGraceMs = 60_000;
    private static readonly string KnownNames = string.Join(", ", LayerNames.Supervised.Prepend(LayerNames.Launcher));

    public override Task<GetStatusResponse> GetStatus(GetStatusRequest request, ServerCallContext context)
    {
        var response = new GetStatusResponse { Instance = paths.Instance, Layers = { LauncherStatus() } };
        foreach (var layer in supervisor.Current.Layers) response.Layers.Add(ToStatus(layer));
        return Task.FromResult(response);
    }

    public override async Task<RestartLayerResponse> RestartLayer(RestartLayerRequest request, ServerCallContext context)
    {
        if (request.Name == LayerNames.Launcher) return HandOver();
        if (!LayerNames.Supervised.Contains(request.Name))
            throw new RequestException(StatusCode.InvalidArgument, "UNKNOWN_LAYER", $"there is no layer \"{request.Name}\"; the layers are {KnownNames}");
        var limit = options.Grace + options.StartTimeout + options.BackoffLongest;
        try
        {
            var snapshot = await supervisor.RestartAsync(request.Name).WaitAsync(limit, context.CancellationToken).ConfigureAwait(false);
            return new RestartLayerResponse { Layer = ToStatus(snapshot) };
        }
        catch (TimeoutException)
        {
            throw new RequestException(StatusCode.DeadlineExceeded, "NOT_READY", $"{request.Name} was not ready {limit.TotalSeconds:0} s after it was asked to restart; its log tells more");
        }
        catch (LayerFailedException e)
        {
            throw new RequestException(StatusCode.Unavailable, "LAYER_FAILED", e.Message);
        }
    }

    public override async Task<ShutdownResponse> Shutdown(ShutdownRequest request, ServerCallContext context)
    {
        if (request.GraceMs > LongestGraceMs)
            throw new RequestException(StatusCode.InvalidArgument, "GRACE_TOO_LONG", $"a grace period of {request.GraceMs} ms is over the limit of {LongestGraceMs} ms");
        // Goes on even if the caller leaves.
        await supervisor.ShutdownAsync(request.GraceMs == 0 ? options.Grace : TimeSpan.FromMilliseconds(request.GraceMs), CancellationToken.None).ConfigureAwait(false);
        context.GetHttpContext().Response.OnCompleted(StopAsync);
        return new ShutdownResponse();
    }

    private RestartLayerResponse HandOver()
    {
        var status = LauncherStatus();
        handover.Request(paths, manager, starter.Directory);
        lifetime.StopApplication(); // the answer still goes out: connections get time to finish
        return new RestartLayerResponse { Layer = status };
    }

    private Task StopAsync()
    {
        lifetime.StopApplication();
        return Task.CompletedTask;
    }

    private LayerStatus LauncherStatus()
    {
        var report = supervisor.Current;
        var state = report.ShuttingDown ? CoreState.Stopping : CoreState.Ready;
        return ToStatus(new LayerSnapshot(LayerNames.Launcher, ProcessIdentity.Current, state, report.LauncherRestarts, ""));
    }

    private static LayerStatus ToStatus(LayerSnapshot layer) => new()
    {
        Name = layer.Name,
        Pid = layer.Process?.Pid ?? 0,
        State = ToState(layer.State),
        Restarts = layer.Restarts,
        UptimeMs = (ulong)layer.UptimeMs,
        PssBytes = layer.Process is { } process ? (ulong)ProcessMemory.ProportionalSetSize(process.Pid) : 0,
        Detail = layer.Detail,
    };

    private static ProtoState ToState(CoreState state) => state switch
    {
        CoreState.Stopped => ProtoState.Stopped,
        CoreState.Starting => ProtoState.Starting,
        CoreState.Ready => ProtoState.Ready,
        CoreState.Degraded => ProtoState.Degraded,
        CoreState.Leaving or CoreState.Restarting or CoreState.Stopping => ProtoState.Draining,
        CoreState.BackingOff => ProtoState.BackingOff,
        CoreState.Failed => ProtoState.Failed,
        _ => ProtoState.Unspecified,
    };
}
