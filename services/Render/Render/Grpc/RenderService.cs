using System.Security.Cryptography;
using Grpc.Core;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Grpc;

/// <summary>The render layer's control plane: checks what comes in, hands on to the scenes.</summary>
internal sealed partial class RenderService(SceneRegistry scenes, IRasterizer rasterizer, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<RenderService> logger) : Internal.V1.RenderService.RenderServiceBase
{
    private const int MaxEvents = 256;
    private static readonly ulong Incarnation = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) | 1;

    public override async Task<OpenSceneResponse> OpenScene(OpenSceneRequest request, ServerCallContext context)
    {
        var start = time.GetTimestamp();
        var journal = Name(request.JournalRegion);
        var document = Document(request);
        await Guarded(() => scenes.OpenSceneAsync(request.AppId, journal, document)).ConfigureAwait(false);
        LogScene(request.AppId, time.GetElapsedTime(start).TotalMilliseconds);
        return new OpenSceneResponse();
    }

    public override async Task<CloseSceneResponse> CloseScene(CloseSceneRequest request, ServerCallContext context)
    {
        await scenes.CloseSceneAsync(request.AppId).ConfigureAwait(false);
        return new CloseSceneResponse();
    }

    public override async Task<OpenViewResponse> OpenView(OpenViewRequest request, ServerCallContext context)
    {
        if (request.Width is < 1 or > ChainSpec.MaxSide || request.Height is < 1 or > ChainSpec.MaxSide)
            throw Invalid("SIZE_OUT_OF_RANGE", $"a view of {request.Width}x{request.Height} is not possible: sides are 1 to {ChainSpec.MaxSide} pixels");
        if (request.FrameRateHz is < 1 or > 1000) throw Invalid("RATE_OUT_OF_RANGE", $"{request.FrameRateHz} frames per second are not possible: 1 to 1000");
        if (request.DevicePixelRatio is not (0 or (>= ViewSpec.LeastRatio and <= ViewSpec.MostRatio)))
            throw Invalid("RATIO_OUT_OF_RANGE", $"a device pixel ratio of {request.DevicePixelRatio} is not possible: {ViewSpec.LeastRatio} to {ViewSpec.MostRatio}");
        var spec = new ViewSpec(
            request.ViewId, request.AppId, Name(request.FrameRegion), (int)request.Width, (int)request.Height,
            (int)request.FrameRateHz, request.Unpaced, request.ForbidScanout, request.Visible)
        {
            DevicePixelRatio = request.DevicePixelRatio == 0 ? 1 : request.DevicePixelRatio,
            PrefersDark = request.PrefersDark,
        };
        var start = time.GetTimestamp();
        await Guarded(() => scenes.OpenViewAsync(spec)).ConfigureAwait(false);
        LogView(spec.Id, spec.AppId, spec.Width, spec.Height, time.GetElapsedTime(start).TotalMilliseconds);
        return new OpenViewResponse();
    }

    public override async Task<SetViewVisibleResponse> SetViewVisible(SetViewVisibleRequest request, ServerCallContext context)
    {
        await scenes.SetVisibleAsync(request.ViewId, request.Visible).ConfigureAwait(false);
        return new SetViewVisibleResponse();
    }

    public override async Task<SendInputResponse> SendInput(SendInputRequest request, ServerCallContext context)
    {
        if (request.Events.Count > MaxEvents) throw Invalid("INPUT_INVALID", $"a call carries at most {MaxEvents} events, this one {request.Events.Count}");
        var events = new InputEventRecord[request.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var input = request.Events[i];
            if (!float.IsFinite(input.X) || !float.IsFinite(input.Y)) throw Invalid("INPUT_INVALID", $"event {i} has a position that is no number");
            events[i] = new InputEventRecord((InputEventKind)input.Kind, input.X, input.Y, input.Code, input.Modifiers, input.TimeNs);
        }

        await scenes.SendInputAsync(request.ViewId, events).ConfigureAwait(false);
        return new SendInputResponse();
    }

    public override async Task<CloseViewResponse> CloseView(CloseViewRequest request, ServerCallContext context)
    {
        await scenes.CloseViewAsync(request.ViewId).ConfigureAwait(false);
        return new CloseViewResponse();
    }

    public override Task<GetUsageResponse> GetUsage(GetUsageRequest request, ServerCallContext context)
    {
        var response = new GetUsageResponse { RasterBytes = (ulong)rasterizer.AllocatedBytes };
        foreach (var scene in scenes.Usage)
            response.Scenes.Add(new Internal.V1.SceneUsage { AppId = scene.AppId, Frames = (ulong)scene.Frames, AllocatedBytes = (ulong)scene.AllocatedBytes });
        response.AllocatedBytes = (ulong)GC.GetTotalAllocatedBytes(precise: true);
        return Task.FromResult(response);
    }

    public override async Task WatchRender(WatchRenderRequest request, IServerStreamWriter<WatchRenderResponse> responseStream, ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, lifetime.ApplicationStopping);
        try
        {
            await responseStream.WriteAsync(new WatchRenderResponse { Incarnation = Incarnation }, either.Token).ConfigureAwait(false);
            await Task.Delay(Timeout.InfiniteTimeSpan, time, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            // the watcher went away, or we do
        }
    }

    [LoggerMessage(LogLevel.Information, "Follows the scene of {App}, opened in {Ms} ms")]
    private partial void LogScene(string app, double ms);

    [LoggerMessage(LogLevel.Information, "Draws view {View} of {App}, {Width}x{Height}, opened in {Ms} ms")]
    private partial void LogView(string view, string app, int width, int height, double ms);

    private static DocumentSource? Document(OpenSceneRequest request)
    {
        if (request.DocumentFile.Length == 0) return null;
        if (!Path.IsPathFullyQualified(request.DocumentFile) || !Path.IsPathFullyQualified(request.DocumentFolder))
            throw Invalid("DOCUMENT_INVALID", $"\"{request.DocumentFile}\" in \"{request.DocumentFolder}\" is no document: both must be absolute paths");
        return new DocumentSource(request.DocumentFile, request.DocumentFolder);
    }

    private static RegionName Name(string text) => RegionName.TryParse(text, out var name)
        ? name
        : throw Invalid("NAME_INVALID", $"\"{text}\" can't name a region");

    private static RequestException Invalid(string reason, string message) => new(StatusCode.InvalidArgument, reason, message);

    private static async Task Guarded(Func<Task> action)
    {
        try
        {
            await action().ConfigureAwait(false);
        }
        catch (RegionException e)
        {
            throw new RequestException(StatusCode.FailedPrecondition, "REGION_UNUSABLE", e.Message);
        }
    }
}
