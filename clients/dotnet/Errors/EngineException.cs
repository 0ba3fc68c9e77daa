namespace WasmEngine.Client;

/// <summary>Who can do something about a failure.</summary>
public enum EngineFault
{
    /// <summary>The engine or the app failed; the same request may succeed later.</summary>
    Failed,

    /// <summary>The request can't be honoured as it is: change it.</summary>
    Refused,

    /// <summary>No daemon of that instance runs.</summary>
    NotRunning,
}

/// <summary>Anything that the engine could not do, in words for people: what happened, why, and what to do.</summary>
public sealed class EngineException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="fault">Who can do something about it.</param>
    /// <param name="reason">Stable identifier in UPPER_SNAKE, as the protos name it.</param>
    /// <param name="message">What happened, one sentence.</param>
    /// <param name="remedy">What to do; null takes the usual remedy for the reason.</param>
    /// <param name="inner">What it was made of.</param>
    public EngineException(EngineFault fault, string reason, string message, string? remedy = null, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        Reason = reason;
        Remedy = remedy ?? Remedies.For(reason);
    }

    /// <summary>Who can do something about it.</summary>
    public EngineFault Fault { get; }

    /// <summary>Stable identifier in UPPER_SNAKE, for example UNKNOWN_APP; see <see cref="EngineReasons"/> and the protos.</summary>
    public string Reason { get; }

    /// <summary>What to do about it, one sentence.</summary>
    public string Remedy { get; }

    /// <summary>When it is worth trying again, if the engine said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>Reasons that the client itself gives; all others come from the engine and are named in the protos.</summary>
public static class EngineReasons
{
    /// <summary>No daemon of the instance runs.</summary>
    public const string DaemonNotRunning = "DAEMON_NOT_RUNNING";

    /// <summary>The daemon runs, but the layer that should answer does not at present.</summary>
    public const string LayerDown = "LAYER_DOWN";

    /// <summary>No answer in time.</summary>
    public const string TimedOut = "TIMED_OUT";

    /// <summary>The options contradict themselves or are out of range.</summary>
    public const string OptionsInvalid = "OPTIONS_INVALID";

    /// <summary>The view was closed while it was in use.</summary>
    public const string ViewClosed = "VIEW_CLOSED";

    /// <summary>The frames' shared memory can't be mapped.</summary>
    public const string FramesUnreadable = "FRAMES_UNREADABLE";

    /// <summary>The view has shown no frame in time.</summary>
    public const string NoFrame = "NO_FRAME";
}
