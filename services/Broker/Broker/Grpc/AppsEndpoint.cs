using Grpc.Core;
using WasmEngine.V1;
using ProtoState = WasmEngine.V1.AppState;

namespace WasmEngine.Broker.Grpc;

/// <summary>AppsService.</summary>
internal sealed class AppsEndpoint(BrokerEngine engine, OpenStreams streams) : AppsService.AppsServiceBase
{
    public override async Task<LaunchAppResponse> LaunchApp(LaunchAppRequest request, ServerCallContext context)
    {
        var app = await engine.Apps.LaunchAsync(request.AppDirectory, request.Width, request.Height, request.GrantedDirectories, context.CancellationToken).ConfigureAwait(false);
        return new LaunchAppResponse { App = ToProto(engine.AppFeed.Describe(app)) };
    }

    public override async Task<StopAppResponse> StopApp(StopAppRequest request, ServerCallContext context)
    {
        await engine.Apps.StopAsync(request.AppId, context.CancellationToken).ConfigureAwait(false);
        return new StopAppResponse();
    }

    public override Task<ListAppsResponse> ListApps(ListAppsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListAppsResponse { Apps = { engine.AppFeed.List().Select(ToProto) } });

    public override Task WatchApps(WatchAppsRequest request, IServerStreamWriter<WatchAppsResponse> responseStream, ServerCallContext context) =>
        streams.SendAsync(
            cancel => engine.AppFeed.FollowAsync(CallSession.Of(context).Id, cancel),
            static app => new WatchAppsResponse { App = ToProto(app) },
            responseStream,
            context);

    private static WasmEngine.V1.App ToProto(AppSnapshot snapshot)
    {
        var app = snapshot.App;
        return new WasmEngine.V1.App
        {
            Id = app.Id,
            Name = app.Name,
            Title = app.Title,
            State = snapshot.IsGone ? ProtoState.Stopped : ToProto(app.State),
            Detail = app.Detail,
            AppDirectory = app.Directory,
            ViewIds = { snapshot.ViewIds },
            Restarts = (uint)app.Restarts,
            Width = (uint)app.Width,
            Height = (uint)app.Height,
            Directories = { app.Grants.Directories.Select(d => new WasmEngine.V1.DirectoryGrant { Path = d.HostPath, GuestPath = d.GuestPath, Writable = d.Writable }) },
        };
    }

    private static ProtoState ToProto(AppState state) => state switch
    {
        AppState.Starting => ProtoState.Starting,
        AppState.Running => ProtoState.Running,
        AppState.Failed => ProtoState.Failed,
        AppState.Restarting => ProtoState.Restarting,
        AppState.Stopping => ProtoState.Stopped,
        _ => ProtoState.Unspecified,
    };
}
