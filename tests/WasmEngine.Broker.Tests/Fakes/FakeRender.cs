using System.Collections.Concurrent;
using Grpc.Core;
using WasmEngine.Internal.V1;
using WasmEngine.Memory;

namespace WasmEngine.BrokerTests;

/// <summary>Makes a region for each view, so that what the broker deletes can be seen.</summary>
internal sealed class FakeRender(RegionDirectory directory) : RenderService.RenderServiceBase, IIncarnated
{
    public CallLog Calls { get; } = new();

    public ulong Incarnation { get; set; } = 2000;

    /// <summary>Runs within each OpenView; may wait or refuse.</summary>
    public Func<OpenViewRequest, Task> OnOpenView { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Runs within each OpenScene; may wait or refuse.</summary>
    public Func<OpenSceneRequest, Task> OnOpenScene { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentDictionary<string, OpenViewRequest> Views { get; } = new(StringComparer.Ordinal);

    public override async Task<OpenSceneResponse> OpenScene(OpenSceneRequest request, ServerCallContext context)
    {
        await OnOpenScene(request);
        Calls.Add($"scene {request.AppId} {request.JournalRegion}");
        return new OpenSceneResponse();
    }

    public override Task<CloseSceneResponse> CloseScene(CloseSceneRequest request, ServerCallContext context)
    {
        Calls.Add($"close-scene {request.AppId}");
        return Task.FromResult(new CloseSceneResponse());
    }

    public override async Task<OpenViewResponse> OpenView(OpenViewRequest request, ServerCallContext context)
    {
        await OnOpenView(request);
        var name = RegionName.Parse(request.FrameRegion);
        if (!directory.Exists(name)) BufferRegion.Create(directory, name, 1).Dispose();
        Views[request.ViewId] = request;
        Calls.Add($"view {request.ViewId} {request.FrameRegion} {request.Width}x{request.Height} visible={request.Visible}");
        return new OpenViewResponse();
    }

    public override Task<SetViewVisibleResponse> SetViewVisible(SetViewVisibleRequest request, ServerCallContext context)
    {
        Calls.Add($"visible {request.ViewId} {request.Visible}");
        return Task.FromResult(new SetViewVisibleResponse());
    }

    public override Task<CloseViewResponse> CloseView(CloseViewRequest request, ServerCallContext context)
    {
        Views.TryRemove(request.ViewId, out _);
        Calls.Add($"close-view {request.ViewId}");
        return Task.FromResult(new CloseViewResponse());
    }

    public override async Task WatchRender(WatchRenderRequest request, IServerStreamWriter<WatchRenderResponse> responseStream, ServerCallContext context)
    {
        await responseStream.WriteAsync(new WatchRenderResponse { Incarnation = Incarnation }, context.CancellationToken);
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
    }
}
