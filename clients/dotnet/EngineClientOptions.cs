using WasmEngine.Platform;

namespace WasmEngine.Client;

/// <summary>How to reach a daemon. Checked as a whole when a client is made; every error is reported at once.</summary>
public sealed record EngineClientOptions
{
    /// <summary>Name of the instance; null or empty takes WASMENGINE_INSTANCE, then "default".</summary>
    public string? Instance { get; init; }

    /// <summary>A name for people, 1 to 64 printable characters; it shows in the daemon's logs.</summary>
    public string ClientName { get; init; } = "wasmengine-client";

    /// <summary>Longest wait for the answer to one attempt of a call; above 0. Default 10 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait for an app's start, which compiles its module; above 0. Default 60 s.</summary>
    public TimeSpan LaunchTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long calls outlast a broker that is down before they fail; 0 or more. Default 10 s.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Leaves the session open when the client is disposed (it serves nobody then; for tests of the daemon).</summary>
    public bool KeepSession { get; init; }

    /// <summary>
    /// File that keeps the session: a client that finds one there goes on with it (its buffers, its jobs), else it opens a session and writes it.
    /// The session is left open when the client is disposed. Null: each client has a session of its own. The file is a secret.
    /// </summary>
    public string? SessionFile { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Checks everything and derives the paths of the instance.</summary>
    /// <exception cref="EngineException">Refused (OPTIONS_INVALID), naming every fault.</exception>
    internal InstancePaths Validate()
    {
        var faults = new List<string>();
        InstancePaths? paths = null;
        try
        {
            paths = InstancePaths.For(Instance);
        }
        catch (ArgumentException refusal)
        {
            faults.Add(WithoutParameterName(refusal));
        }

        if (ClientName.Length is < 1 or > 64 || ClientName.Any(char.IsControl)) faults.Add($"{nameof(ClientName)} has to be 1 to 64 printable characters");
        if (CallTimeout <= TimeSpan.Zero) faults.Add($"{nameof(CallTimeout)} {CallTimeout} has to be above 0");
        if (LaunchTimeout <= TimeSpan.Zero) faults.Add($"{nameof(LaunchTimeout)} {LaunchTimeout} has to be above 0");
        if (ReconnectFor < TimeSpan.Zero) faults.Add($"{nameof(ReconnectFor)} {ReconnectFor} has to be 0 or more");
        if (faults.Count > 0) throw new EngineException(EngineFault.Refused, EngineReasons.OptionsInvalid, string.Join("; ", faults));
        return paths!;
    }

    private static string WithoutParameterName(ArgumentException refusal)
    {
        var suffix = $" (Parameter '{refusal.ParamName}')";
        return refusal.Message.EndsWith(suffix, StringComparison.Ordinal) ? refusal.Message[..^suffix.Length] : refusal.Message;
    }
}
