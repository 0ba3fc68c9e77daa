namespace WasmEngine.Client;

/// <summary>Where a layer's process stands in its life.</summary>
public enum LayerState
{
    /// <summary>A state that this client does not know.</summary>
    Unknown,

    /// <summary>No process, and none is wanted.</summary>
    Stopped,

    /// <summary>Runs, not ready yet.</summary>
    Starting,

    /// <summary>Serving.</summary>
    Ready,

    /// <summary>Alive, heartbeats late.</summary>
    Degraded,

    /// <summary>Finishing its work before it stops.</summary>
    Draining,

    /// <summary>Died; waiting before the next start.</summary>
    BackingOff,

    /// <summary>Died too often; stays down until a person restarts it.</summary>
    Failed,
}

/// <summary>One of the daemon's processes.</summary>
/// <param name="Name">launcher, broker, render or compute.</param>
/// <param name="Pid">Process id; 0 while no process runs.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Restarts">Successors started, 0 or more.</param>
/// <param name="UptimeMs">Milliseconds since the process started.</param>
/// <param name="PssBytes">Proportional set size in bytes; 0 if unknown.</param>
/// <param name="Detail">Why it is not ready; empty when it is.</param>
public sealed record LayerInfo(string Name, int Pid, LayerState State, long Restarts, long UptimeMs, long PssBytes, string Detail)
{
    internal static LayerInfo From(V1.LayerStatus status) => new(
        status.Name, status.Pid, FromWire(status.State), status.Restarts, (long)status.UptimeMs, (long)status.PssBytes, status.Detail);

    private static LayerState FromWire(V1.LayerState state) => state switch
    {
        V1.LayerState.Stopped => LayerState.Stopped,
        V1.LayerState.Starting => LayerState.Starting,
        V1.LayerState.Ready => LayerState.Ready,
        V1.LayerState.Degraded => LayerState.Degraded,
        V1.LayerState.Draining => LayerState.Draining,
        V1.LayerState.BackingOff => LayerState.BackingOff,
        V1.LayerState.Failed => LayerState.Failed,
        _ => LayerState.Unknown,
    };
}

/// <summary>The daemon at one moment.</summary>
/// <param name="Instance">Name of the instance.</param>
/// <param name="Layers">Launcher, broker, render, compute.</param>
public sealed record EngineStatus(string Instance, IReadOnlyList<LayerInfo> Layers)
{
    /// <summary>The layers' names, in the order of every report.</summary>
    public static IReadOnlyList<string> LayerNames { get; } = ["launcher", "broker", "render", "compute"];

    /// <summary>Whether every layer serves.</summary>
    public bool IsReady => Layers.Count >= LayerNames.Count && Layers.All(l => l.State == LayerState.Ready);

    internal static EngineStatus From(V1.GetStatusResponse response) => new(response.Instance, [.. response.Layers.Select(LayerInfo.From)]);
}
