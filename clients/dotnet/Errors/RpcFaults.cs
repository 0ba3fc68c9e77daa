using Google.Rpc;
using Grpc.Core;
using WasmEngine.Client.Transport;

namespace WasmEngine.Client;

/// <summary>What a failed call means.</summary>
internal static class RpcFaults
{
    /// <summary>The reason that the engine gave, or null when it gave none (or never saw the call).</summary>
    public static string? ReasonOf(RpcException exception) =>
        exception.GetRpcStatus()?.GetDetail<ErrorInfo>()?.Reason is { Length: > 0 } reason ? reason : null;

    /// <summary>Whether nobody took the connection: the request was never sent, so sending it again is safe.</summary>
    public static bool NeverSent(RpcException exception)
    {
        for (var cause = exception.Status.DebugException; cause is not null; cause = cause.InnerException)
        {
            if (cause is UnreachableException) return true;
        }

        return false;
    }

    /// <summary>Whether the connection broke in mid-call: the request may or may not have had its effect.</summary>
    public static bool ConnectionLost(RpcException exception) =>
        exception.StatusCode != StatusCode.DeadlineExceeded
        && exception.Status.DebugException is HttpRequestException or IOException;

    /// <summary>Whether the same call may well succeed a little later.</summary>
    public static bool IsTransient(RpcException exception) => exception.StatusCode == StatusCode.Unavailable || ConnectionLost(exception);

    /// <summary>Whether a layer behind the broker was down; the protos promise that nothing has happened then.</summary>
    public static bool RefusedForNow(RpcException exception) =>
        exception.StatusCode == StatusCode.Unavailable && ReasonOf(exception) == EngineReasons.LayerDown;

    /// <summary>Whether the session's token was not accepted; the call had no effect.</summary>
    public static bool TokenRejected(RpcException exception) => exception.StatusCode == StatusCode.Unauthenticated;

    /// <summary>Says it in the engine's terms. What needs a look at the sockets (is there a daemon?) is the caller's part.</summary>
    public static EngineException Translate(RpcException exception)
    {
        var fault = exception.StatusCode switch
        {
            StatusCode.InvalidArgument or StatusCode.NotFound or StatusCode.AlreadyExists or StatusCode.PermissionDenied
                or StatusCode.OutOfRange or StatusCode.ResourceExhausted or StatusCode.Unauthenticated or StatusCode.Unimplemented => EngineFault.Refused,
            _ => EngineFault.Failed,
        };
        var reason = ReasonOf(exception) ?? exception.StatusCode switch
        {
            _ when IsTransient(exception) => EngineReasons.LayerDown,
            StatusCode.DeadlineExceeded => EngineReasons.TimedOut,
            StatusCode.Unauthenticated => "TOKEN_INVALID",
            var code => UpperSnake(code.ToString()),
        };
        var message = exception.Status.Detail is { Length: > 0 } detail ? detail : $"the engine answered {exception.StatusCode} without a message";
        if (reason == EngineReasons.TimedOut) message = "the engine did not answer in time";
        return new EngineException(fault, reason, message, remedy: null, exception) { RetryAfter = exception.GetRpcStatus()?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan() };
    }

    private static string UpperSnake(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));
}
