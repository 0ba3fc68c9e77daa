namespace WasmEngine.Launcher.Core;

/// <summary>Where a supervised layer stands, as the launcher sees it.</summary>
public enum LayerState
{
    /// <summary>No process, and none is wanted.</summary>
    Stopped,

    /// <summary>A process runs and has not said that it serves.</summary>
    Starting,

    /// <summary>Serving, heartbeats in time.</summary>
    Ready,

    /// <summary>Alive, but heartbeats are late or it says that it does not serve.</summary>
    Degraded,

    /// <summary>Ending by a decision of its own or of somebody who signalled it; a successor will be started.</summary>
    Leaving,

    /// <summary>Asked to end so that a successor takes its place.</summary>
    Restarting,

    /// <summary>Asked to end for good.</summary>
    Stopping,

    /// <summary>Dead; a successor is started when the time comes.</summary>
    BackingOff,

    /// <summary>Died too often; stays down until a person restarts it.</summary>
    Failed,
}

/// <summary>What can happen to a layer.</summary>
public enum LayerEvent
{
    /// <summary>The launcher wants it to run.</summary>
    Start,

    /// <summary>A process of an earlier launcher was found alive.</summary>
    Adopt,

    /// <summary>The process reports: alive, not serving.</summary>
    ReportedStarting,

    /// <summary>The process reports: serving.</summary>
    ReportedServing,

    /// <summary>The process reports: about to end.</summary>
    ReportedDraining,

    /// <summary>No report for <see cref="SupervisionOptions.HeartbeatLate"/>.</summary>
    HeartbeatLate,

    /// <summary>No report for <see cref="SupervisionOptions.HeartbeatLost"/>.</summary>
    HeartbeatLost,

    /// <summary>Not serving <see cref="SupervisionOptions.StartTimeout"/> after its start.</summary>
    StartTimedOut,

    /// <summary>The process has ended, or could not be started.</summary>
    Died,

    /// <summary>The process has ended, once more than <see cref="SupervisionOptions.MaxDeaths"/> allows.</summary>
    DiedTooOften,

    /// <summary>The wait before a restart is over.</summary>
    BackoffElapsed,

    /// <summary>A person asked for a restart.</summary>
    Restart,

    /// <summary>It shall end for good.</summary>
    Stop,

    /// <summary>It had its time to end.</summary>
    GraceElapsed,
}

/// <summary>What the launcher has to do, in the order of the members.</summary>
[Flags]
public enum LayerActions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Forget earlier deaths.</summary>
    ClearHistory = 1,

    /// <summary>A successor takes over: count it.</summary>
    CountRestart = 2,

    /// <summary>Promote a spare or start a process.</summary>
    Launch = 4,

    /// <summary>Ask the process to end: DRAIN and SIGTERM.</summary>
    Drain = 8,

    /// <summary>SIGKILL.</summary>
    Kill = 16,
}

/// <summary>A cell of the table.</summary>
/// <param name="Next">The state that follows.</param>
/// <param name="Actions">What to do on the way.</param>
public readonly record struct Transition(LayerState Next, LayerActions Actions);
