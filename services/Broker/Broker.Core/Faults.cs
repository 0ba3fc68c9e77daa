namespace WasmEngine.Broker;

/// <summary>What sort of failure a request met; each has its counterpart among the status codes of the public API.</summary>
public enum FaultKind
{
    /// <summary>The request itself is wrong.</summary>
    InvalidArgument,

    /// <summary>No or no valid token.</summary>
    Unauthenticated,

    /// <summary>The caller may not do this.</summary>
    PermissionDenied,

    /// <summary>The thing named does not exist.</summary>
    NotFound,

    /// <summary>The thing named exists already.</summary>
    AlreadyExists,

    /// <summary>A limit is reached.</summary>
    ResourceExhausted,

    /// <summary>Not possible in the present state.</summary>
    FailedPrecondition,

    /// <summary>A layer is down; it may be tried again.</summary>
    Unavailable,

    /// <summary>A layer did not answer in time.</summary>
    DeadlineExceeded,

    /// <summary>A defect.</summary>
    Internal,
}

/// <summary>A request can't be honoured; the message names the thing and the remedy.</summary>
public sealed class BrokerException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="kind">Sort of failure.</param>
    /// <param name="reason">UPPER_SNAKE reason, as the protos name it.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="innerException">What caused it, if anything.</param>
    public BrokerException(FaultKind kind, string reason, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Kind = kind;
        Reason = reason;
    }

    /// <summary>Sort of failure.</summary>
    public FaultKind Kind { get; }

    /// <summary>UPPER_SNAKE reason.</summary>
    public string Reason { get; }

    /// <summary>When it is worth trying again, if anybody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether the request certainly never reached the layer.</summary>
    public bool NeverSent { get; init; }

    /// <summary>Whether a layer was absent or silent, rather than refusing: the same call may succeed with its successor.</summary>
    public bool IsLayerTrouble => Kind is FaultKind.Unavailable or FaultKind.DeadlineExceeded;
}

/// <summary>The failures that callers of the broker meet, each with its reason and remedy.</summary>
internal static class Faults
{
    private const string Ellipsis = "…";

    public static BrokerException UnknownApp(string id) => new(
        FaultKind.NotFound, "UNKNOWN_APP", $"there is no app \"{Shorten(id)}\"; ListApps names those that run");

    public static BrokerException UnknownView(string id) => new(
        FaultKind.NotFound, "UNKNOWN_VIEW", $"there is no view \"{Shorten(id)}\"; ListViews names those that are open");

    public static BrokerException UnknownBuffer(string name) => new(
        FaultKind.NotFound, "UNKNOWN_BUFFER", $"this session has no buffer \"{Shorten(name)}\"; ListBuffers names those that it has");

    public static BrokerException UnknownJob(string id) => new(
        FaultKind.NotFound, "UNKNOWN_JOB", $"this session has no job \"{Shorten(id)}\"; ListJobs names those that it has");

    public static BrokerException UnknownModule(string sha256) => new(
        FaultKind.NotFound, "UNKNOWN_MODULE", $"there is no module {Shorten(sha256)} in the store; ListModules names those that are, InstallModule adds one");

    public static BrokerException FileMissing(string path) => new(FaultKind.NotFound, "FILE_MISSING", $"there is no file {path}");

    public static BrokerException SessionClosed() => new(FaultKind.Unauthenticated, "TOKEN_INVALID", "the session was closed; open another one");

    public static BrokerException TooMany(string reason, string what, int limit, string remedy) => new(
        FaultKind.ResourceExhausted, reason, $"there are {limit} {what} already, which is the limit; {remedy}");

    public static BrokerException Invalid(string reason, string message) => new(FaultKind.InvalidArgument, reason, message);

    public static BrokerException LayerDown(string layer) => new(
        FaultKind.Unavailable, "LAYER_DOWN", $"the {layer} layer is restarting; try again in a moment (`wasmengine status` tells how it is)");

    /// <summary>Keeps what a caller sent from flooding a message.</summary>
    public static string Shorten(string text) => text.Length <= 64 ? text : string.Concat(text.AsSpan(0, 64), Ellipsis);
}
