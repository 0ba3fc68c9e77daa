using System.Runtime.CompilerServices;
using Google.Rpc;
using Grpc.Core;

namespace WasmEngine.Broker.Grpc;

/// <summary>Calls to a layer: deadlines, and failures in the broker's own terms.</summary>
internal sealed class LayerCalls(string layer, TimeProvider time)
{
    public CallOptions Options(TimeSpan limit, CancellationToken cancellation) =>
        new(deadline: (time.GetUtcNow() + limit).UtcDateTime, cancellationToken: cancellation);

    public async Task<T> RunAsync<T>(AsyncUnaryCall<T> call, CancellationToken cancellation)
    {
        using (call)
        {
            try
            {
                return await call.ResponseAsync.ConfigureAwait(false);
            }
            catch (RpcException e)
            {
                cancellation.ThrowIfCancellationRequested();
                throw Translate(e);
            }
        }
    }

    /// <summary>Reads a stream that ends with its server; the first message must come within <paramref name="firstWithin"/>.</summary>
    public async IAsyncEnumerable<T> FollowAsync<T>(
        Func<CallOptions, AsyncServerStreamingCall<T>> open, TimeSpan firstWithin, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(firstWithin, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        using var call = open(new CallOptions(cancellationToken: either.Token));
        while (await MoveAsync(call.ResponseStream, either.Token, cancellation).ConfigureAwait(false))
        {
            silence.CancelAfter(Timeout.InfiniteTimeSpan);
            yield return call.ResponseStream.Current;
        }
    }

    private async Task<bool> MoveAsync<T>(IAsyncStreamReader<T> stream, CancellationToken either, CancellationToken cancellation)
    {
        try
        {
            return await stream.MoveNext(either).ConfigureAwait(false);
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            if (e is RpcException failed && !either.IsCancellationRequested) throw Translate(failed);
            throw new BrokerException(FaultKind.DeadlineExceeded, "LAYER_DOWN", $"the {layer} layer is silent", e);
        }
    }

    private BrokerException Translate(RpcException e)
    {
        var reason = e.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason;
        if (reason is not null)
            return new BrokerException(Kind(e.StatusCode), reason, e.Status.Detail, e) { RetryAfter = e.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan() };

        // Without a reason of its own the failure is the transport's, and then the process is gone or going.
        var isTransport = e.StatusCode == StatusCode.Unavailable || (e.Status.DebugException is not null && e.StatusCode != StatusCode.DeadlineExceeded);
        if (isTransport) return new BrokerException(FaultKind.Unavailable, "LAYER_DOWN", $"the {layer} layer is restarting; try again in a moment (`wasmengine status` tells how it is)", e) { NeverSent = NeverSent(e) };
        return e.StatusCode == StatusCode.DeadlineExceeded
            ? new BrokerException(FaultKind.DeadlineExceeded, "LAYER_DOWN", $"the {layer} layer did not answer in time; try again, or restart it with `wasmengine restart {layer}`", e)
            : new BrokerException(Kind(e.StatusCode), "LAYER_FAILED", $"the {layer} layer says: {e.Status.Detail}", e);
    }

    /// <summary>Whether nobody took the connection.</summary>
    private static bool NeverSent(RpcException e)
    {
        for (var cause = e.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError }) return true;
        }

        return false;
    }

    private static FaultKind Kind(StatusCode code) => code switch
    {
        StatusCode.InvalidArgument => FaultKind.InvalidArgument,
        StatusCode.NotFound => FaultKind.NotFound,
        StatusCode.AlreadyExists => FaultKind.AlreadyExists,
        StatusCode.PermissionDenied => FaultKind.PermissionDenied,
        StatusCode.ResourceExhausted => FaultKind.ResourceExhausted,
        StatusCode.FailedPrecondition => FaultKind.FailedPrecondition,
        StatusCode.Unavailable => FaultKind.Unavailable,
        StatusCode.DeadlineExceeded => FaultKind.DeadlineExceeded,
        _ => FaultKind.Internal,
    };
}
