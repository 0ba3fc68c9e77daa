using Grpc.Core;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.Broker.Grpc;

/// <summary>ViewsService.</summary>
internal sealed class ViewsEndpoint(BrokerEngine engine, OpenStreams streams) : ViewsService.ViewsServiceBase
{
    public override async Task<OpenViewResponse> OpenView(OpenViewRequest request, ServerCallContext context)
    {
        var wanted = new ViewRequest(request.AppId, request.Width, request.Height, request.FrameRateHz, request.Unpaced, request.ForbidScanout)
        {
            DevicePixelRatio = request.DevicePixelRatio,
            PrefersDark = request.PrefersDark,
        };
        return new OpenViewResponse { View = ToProto(await engine.Views.OpenAsync(wanted, context.CancellationToken).ConfigureAwait(false)) };
    }

    public override async Task<CloseViewResponse> CloseView(CloseViewRequest request, ServerCallContext context)
    {
        await engine.Views.CloseAsync(request.ViewId, context.CancellationToken).ConfigureAwait(false);
        return new CloseViewResponse();
    }

    public override Task<ListViewsResponse> ListViews(ListViewsRequest request, ServerCallContext context) =>
        Task.FromResult(new ListViewsResponse { Views = { engine.State.Views.Values.OrderBy(v => v.Number).Select(ToProto) } });

    public override Task AttachView(AttachViewRequest request, IServerStreamWriter<AttachViewResponse> responseStream, ServerCallContext context) =>
        streams.SendAsync(
            cancel => engine.Views.FollowAsync(request.ViewId, CallSession.Of(context).Id, cancel),
            view => new AttachViewResponse { View = ToProto(view), FrameRegion = view.FrameRegion.Value },
            responseStream,
            context);

    public override async Task<ResizeViewResponse> ResizeView(ResizeViewRequest request, ServerCallContext context) =>
        new() { View = ToProto(await engine.Views.ResizeAsync(request.ViewId, request.Width, request.Height, context.CancellationToken).ConfigureAwait(false)) };

    public override Task<SendInputResponse> SendInput(SendInputRequest request, ServerCallContext context)
    {
        var count = Math.Min(request.Events.Count, InputForwarder.MaxEvents + 1); // one too many is enough to be refused
        Span<InputEventRecord> events = stackalloc InputEventRecord[count];
        for (var i = 0; i < count; i++)
        {
            var input = request.Events[i];
            // The numbers of the public kinds are those that guests see; any other is refused.
            events[i] = new InputEventRecord((InputEventKind)(uint)input.Kind, input.X, input.Y, input.Code, input.Modifiers, input.TimeNs);
        }

        engine.Input.Send(request.ViewId, events);
        return Task.FromResult(new SendInputResponse());
    }

    private WasmEngine.V1.View ToProto(View view) => new()
    {
        Id = view.Id,
        AppId = view.AppId,
        Width = (uint)view.Width,
        Height = (uint)view.Height,
        FrameRateHz = (uint)view.FrameRateHz,
        AttachedClients = (uint)engine.Views.WatcherCount(view.Id),
        FrameRegion = view.FrameRegion.Value,
        Unpaced = view.Unpaced,
        ForbidScanout = view.ForbidScanout,
        DevicePixelRatio = view.DevicePixelRatio,
        PrefersDark = view.PrefersDark,
    };
}
