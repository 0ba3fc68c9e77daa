using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.Testing;

internal sealed class FakeSessionService(FakeBrokerState state) : SessionService.SessionServiceBase
{
    public override Task<OpenSessionResponse> OpenSession(OpenSessionRequest request, ServerCallContext context) => Task.FromResult(state.OpenSession());

    public override async Task<CloseSessionResponse> CloseSession(CloseSessionRequest request, ServerCallContext context)
    {
        await state.EnterAsync("CloseSession", context);
        state.CloseSession(context);
        return new CloseSessionResponse();
    }
}

internal sealed class FakeAppsService(FakeBrokerState state) : AppsService.AppsServiceBase
{
    public override async Task<LaunchAppResponse> LaunchApp(LaunchAppRequest request, ServerCallContext context)
    {
        await state.EnterAsync("LaunchApp", context);
        return new LaunchAppResponse { App = state.AddApp($"{Path.GetFileName(request.AppDirectory)}-{state.Apps.Count + 1}", folder: request.AppDirectory) };
    }

    public override async Task<StopAppResponse> StopApp(StopAppRequest request, ServerCallContext context)
    {
        await state.EnterAsync("StopApp", context);
        if (!state.Apps.ContainsKey(request.AppId)) throw Faults.Refusal(StatusCode.NotFound, "UNKNOWN_APP", $"there is no app {request.AppId}");
        state.RemoveApp(request.AppId);
        return new StopAppResponse();
    }

    public override async Task<ListAppsResponse> ListApps(ListAppsRequest request, ServerCallContext context)
    {
        await state.EnterAsync("ListApps", context);
        return new ListAppsResponse { Apps = { state.Apps.Values.OrderBy(a => a.Id, StringComparer.Ordinal) } };
    }

    public override async Task WatchApps(WatchAppsRequest request, IServerStreamWriter<WatchAppsResponse> responseStream, ServerCallContext context)
    {
        await state.EnterAsync("WatchApps", context);
        await foreach (var app in state.AppChanges.ListenAsync(() => state.Apps.Values, context.CancellationToken))
            await responseStream.WriteAsync(new WatchAppsResponse { App = app }, context.CancellationToken);
    }
}

internal sealed class FakeViewsService(FakeBrokerState state) : ViewsService.ViewsServiceBase
{
    public override async Task<OpenViewResponse> OpenView(OpenViewRequest request, ServerCallContext context)
    {
        await state.EnterAsync("OpenView", context);
        if (!state.Apps.TryGetValue(request.AppId, out var app)) throw Faults.Refusal(StatusCode.NotFound, "UNKNOWN_APP", $"there is no app {request.AppId}");
        var view = state.AddView($"v{state.Views.Count + 1}", (int)request.Width, (int)request.Height, app.Id);
        app.ViewIds.Add(view.Id);
        return new OpenViewResponse { View = view.Description };
    }

    public override async Task<CloseViewResponse> CloseView(CloseViewRequest request, ServerCallContext context)
    {
        await state.EnterAsync("CloseView", context);
        Find(request.ViewId);
        state.Views.TryRemove(request.ViewId, out _);
        return new CloseViewResponse();
    }

    public override async Task<ListViewsResponse> ListViews(ListViewsRequest request, ServerCallContext context)
    {
        await state.EnterAsync("ListViews", context);
        return new ListViewsResponse { Views = { state.Views.Values.Select(v => v.Description) } };
    }

    public override async Task AttachView(AttachViewRequest request, IServerStreamWriter<AttachViewResponse> responseStream, ServerCallContext context)
    {
        await state.EnterAsync("AttachView", context);
        var attached = Find(request.ViewId);
        await foreach (var view in state.ViewChanges.ListenAsync(() => [attached.Description], context.CancellationToken))
        {
            Find(request.ViewId); // gone: the stream ends with NOT_FOUND
            if (view.Id == request.ViewId) await responseStream.WriteAsync(new AttachViewResponse { View = view, FrameRegion = view.FrameRegion }, context.CancellationToken);
        }
    }

    public override async Task<ResizeViewResponse> ResizeView(ResizeViewRequest request, ServerCallContext context)
    {
        await state.EnterAsync("ResizeView", context);
        if (request.Width is < 1 or > 16384 || request.Height is < 1 or > 16384)
            throw Faults.Refusal(StatusCode.InvalidArgument, "SIZE_OUT_OF_RANGE", $"{request.Width}x{request.Height} is not within 1 to 16384 pixels each way");
        var view = Find(request.ViewId);
        view.Resize((int)request.Width, (int)request.Height);
        return new ResizeViewResponse { View = view.Description };
    }

    public override async Task<SendInputResponse> SendInput(SendInputRequest request, ServerCallContext context)
    {
        await state.EnterAsync("SendInput", context);
        Find(request.ViewId);
        state.Inputs.Enqueue(request);
        return new SendInputResponse();
    }

    private FakeView Find(string id) => state.Views.TryGetValue(id, out var view) ? view : throw Faults.Refusal(StatusCode.NotFound, "UNKNOWN_VIEW", $"there is no view {id}");
}

internal sealed class FakeComputeService(FakeBrokerState state) : ComputeService.ComputeServiceBase
{
    public override async Task<InspectModuleResponse> InspectModule(InspectModuleRequest request, ServerCallContext context)
    {
        await state.EnterAsync("InspectModule", context);
        return new InspectModuleResponse { Imports = { "wasmengine_v1.present: func" }, Exports = { "memory: memory" }, Problems = { "it exports no wasmengine_init" }, CompileMs = 1.5, SizeBytes = 8 };
    }
}
