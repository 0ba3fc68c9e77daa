using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Broker.Layers;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Broker.Grpc;

/// <summary>The render layer over its socket.</summary>
internal sealed class RenderClient : IRenderLayer, IDisposable
{
    private const int MaxWaitingInput = 64;
    private readonly string _socket;
    private readonly SocketArrivals _arrivals;
    private readonly GrpcChannel _channel;
    private readonly RenderService.RenderServiceClient _client;
    private readonly LayerCalls _calls;
    private readonly TimeSpan _callLimit;
    private readonly Channel<SendInputRequest> _input = Channel.CreateBounded<SendInputRequest>(
        new BoundedChannelOptions(MaxWaitingInput) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private Task _arrival = Task.CompletedTask;

    public RenderClient(InstancePaths paths, SocketArrivals arrivals, BrokerOptions options, TimeProvider time)
    {
        _socket = paths.Socket(LayerNames.Render);
        _arrivals = arrivals;
        _channel = LayerChannels.Create(_socket);
        _client = new RenderService.RenderServiceClient(_channel);
        _calls = new LayerCalls(LayerNames.Render, time);
        _callLimit = TimeSpan.FromMilliseconds(options.CallDeadlineMs);
        _ = PumpInputAsync();
    }

    public Task OpenSceneAsync(App app, CancellationToken cancellation)
    {
        var request = new OpenSceneRequest { AppId = app.Id, JournalRegion = app.Journal, DocumentFile = app.DocumentFile, DocumentFolder = app.DocumentFolder };
        return CallAsync(o => _client.OpenSceneAsync(request, o), cancellation);
    }

    public Task CloseSceneAsync(string appId, CancellationToken cancellation) =>
        CallAsync(o => _client.CloseSceneAsync(new CloseSceneRequest { AppId = appId }, o), cancellation);

    public Task OpenViewAsync(View view, bool visible, CancellationToken cancellation)
    {
        var request = new OpenViewRequest
        {
            ViewId = view.Id,
            AppId = view.AppId,
            FrameRegion = view.FrameRegion.Value,
            Width = (uint)view.Width,
            Height = (uint)view.Height,
            FrameRateHz = (uint)view.FrameRateHz,
            Unpaced = view.Unpaced,
            ForbidScanout = view.ForbidScanout,
            Visible = visible,
            DevicePixelRatio = view.DevicePixelRatio,
            PrefersDark = view.PrefersDark,
        };
        return CallAsync(o => _client.OpenViewAsync(request, o), cancellation);
    }

    public Task SetViewVisibleAsync(string viewId, bool visible, CancellationToken cancellation) =>
        CallAsync(o => _client.SetViewVisibleAsync(new SetViewVisibleRequest { ViewId = viewId, Visible = visible }, o), cancellation);

    public void SendInput(string viewId, ReadOnlySpan<InputEventRecord> events)
    {
        var request = new SendInputRequest { ViewId = viewId };
        foreach (var e in events)
            request.Events.Add(new InputEvent { Kind = (uint)e.Kind, X = e.X, Y = e.Y, Code = e.Code, Modifiers = e.Modifiers, TimeNs = e.TimeNs });
        _input.Writer.TryWrite(request);
    }

    // One call after the other, so that events stay in order.
    private async Task PumpInputAsync()
    {
        await foreach (var request in _input.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                await CallAsync(o => _client.SendInputAsync(request, o), CancellationToken.None).ConfigureAwait(false);
            }
            catch (BrokerException)
            {
                // render is away: whatever was hovered then, the next move tells
            }
        }
    }

    public Task CloseViewAsync(string viewId, CancellationToken cancellation) =>
        CallAsync(o => _client.CloseViewAsync(new CloseViewRequest { ViewId = viewId }, o), cancellation);

    public async IAsyncEnumerable<LayerEvent> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        _arrival = _arrivals.Next(_socket); // noted before the attempt, so that a socket that appears meanwhile counts
        await foreach (var told in _calls.FollowAsync(o => _client.WatchRender(new WatchRenderRequest(), o), _callLimit, cancellation).ConfigureAwait(false))
            yield return new LayerEvent(told.Incarnation);
    }

    public Task WhenReachableAsync(CancellationToken cancellation) => _arrival.WaitAsync(cancellation);

    public void Dispose()
    {
        _input.Writer.TryComplete();
        _channel.Dispose();
    }

    private Task<T> CallAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> call, CancellationToken cancellation) =>
        _calls.RunAsync(call(_calls.Options(_callLimit, cancellation)), cancellation);
}
