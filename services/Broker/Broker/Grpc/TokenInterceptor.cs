using Grpc.Core;
using Grpc.Core.Interceptors;
using WasmEngine.Hosting;

namespace WasmEngine.Broker.Grpc;

/// <summary>Lets calls of the public API in only with a session's token, and states the broker's failures in gRPC's terms.</summary>
internal sealed class TokenInterceptor(Lazy<BrokerEngine> engine) : Interceptor
{
    private const string PublicApi = "/wasmengine.v1.";
    private const string OpenSession = "/wasmengine.v1.SessionService/OpenSession";

    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Admit(context);
            return await continuation(request, context).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            throw Translate(e);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            Admit(context);
            await continuation(request, responseStream, context).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            throw Translate(e);
        }
    }

    private void Admit(ServerCallContext context)
    {
        if (!context.Method.StartsWith(PublicApi, StringComparison.Ordinal) || string.Equals(context.Method, OpenSession, StringComparison.Ordinal)) return;
        CallSession.Set(context, engine.Value.Sessions.Authenticate(context.RequestHeaders.GetValue("authorization")));
    }

    private static RequestException Translate(BrokerException e) => new(Code(e.Kind), e.Reason, e.Message) { RetryAfter = e.RetryAfter };

    private static StatusCode Code(FaultKind kind) => kind switch
    {
        FaultKind.InvalidArgument => StatusCode.InvalidArgument,
        FaultKind.Unauthenticated => StatusCode.Unauthenticated,
        FaultKind.PermissionDenied => StatusCode.PermissionDenied,
        FaultKind.NotFound => StatusCode.NotFound,
        FaultKind.AlreadyExists => StatusCode.AlreadyExists,
        FaultKind.ResourceExhausted => StatusCode.ResourceExhausted,
        FaultKind.FailedPrecondition => StatusCode.FailedPrecondition,
        FaultKind.Unavailable => StatusCode.Unavailable,
        FaultKind.DeadlineExceeded => StatusCode.DeadlineExceeded,
        _ => StatusCode.Internal,
    };
}

/// <summary>The session that a call belongs to.</summary>
internal static class CallSession
{
    private static readonly object Key = new();

    public static void Set(ServerCallContext context, Session session) => context.UserState[Key] = session;

    public static Session Of(ServerCallContext context) => (Session)context.UserState[Key];
}
