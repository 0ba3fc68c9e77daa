using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using WasmEngine.Platform;
using Status = Google.Rpc.Status;

namespace WasmEngine.Hosting.Grpc;

/// <summary>
/// Around each call: lets nobody in but this user's processes, and turns exceptions into statuses.
/// </summary>
internal sealed partial class RequestInterceptor(ILogger<RequestInterceptor> logger) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Admit(context);
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guarded(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guarded(context, () => Unit(continuation(request, responseStream, context)));

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
        Guarded(context, () => Unit(continuation(requestStream, responseStream, context)));

    private static async Task<bool> Unit(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }

    private async Task<T> Guarded<T>(ServerCallContext context, Func<Task<T>> call)
    {
        try
        {
            Admit(context);
            return await call().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    private static void Admit(ServerCallContext context)
    {
        var own = PeerCredentials.CurrentUserId;
        if (ConnectionPeer.Of(context) is { } peer && peer.UserId == own) return;
        throw new RequestException(
            StatusCode.PermissionDenied, "FOREIGN_USER", $"this daemon serves user {own} only; start one of your own with `wasmengine up`");
    }

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (exception is RequestException request) return ToRpcException(request);
        if (context.CancellationToken.IsCancellationRequested)
            return new RpcException(new global::Grpc.Core.Status(StatusCode.Cancelled, "the caller went away or its deadline passed"));
        LogFailure(exception, context.Method);
        return new RpcException(new global::Grpc.Core.Status(StatusCode.Internal, $"{context.Method} failed unexpectedly; the layer's log tells more"));
    }

    internal static RpcException ToRpcException(RequestException request)
    {
        var status = new Status
        {
            Code = (int)request.Code,
            Message = request.Message,
            Details = { Any.Pack(new ErrorInfo { Reason = request.Reason, Domain = RequestException.Domain }) },
        };
        if (request.RetryAfter is { } wait) status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(wait) }));
        return status.ToRpcException();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} failed")]
    private partial void LogFailure(Exception exception, string method);
}
