using Grpc.Core;

namespace WasmEngine.Hosting;

/// <summary>
/// A request that can't be honoured. Thrown by any gRPC service; the caller gets <see cref="Code"/> with the message and a
/// <c>google.rpc.ErrorInfo</c> of <see cref="Reason"/>, domain "wasmengine".
/// </summary>
/// <param name="code">Status code that the protos name for this case.</param>
/// <param name="reason">UPPER_SNAKE reason that the protos name for this case.</param>
/// <param name="message">A sentence for people: what was wrong, with which thing, and what helps.</param>
public sealed class RequestException(StatusCode code, string reason, string message) : Exception(message)
{
    /// <summary>Domain of every reason.</summary>
    public const string Domain = "wasmengine";

    /// <summary>Status code.</summary>
    public StatusCode Code { get; } = code;

    /// <summary>Machine-readable reason.</summary>
    public string Reason { get; } = reason;

    /// <summary>When to try again, told in a <c>google.rpc.RetryInfo</c>; null: nothing is said.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
