using System.Collections.Frozen;

namespace WasmEngine.Broker;

/// <summary>Where an app stands. The numbers are stored: never change them.</summary>
public enum AppState
{
    /// <summary>Launched, not yet initialised.</summary>
    Starting = 1,

    /// <summary>Running.</summary>
    Running = 2,

    /// <summary>Ended by itself; its last picture stays.</summary>
    Failed = 3,

    /// <summary>Being started anew.</summary>
    Restarting = 4,

    /// <summary>Being taken down; it will be gone.</summary>
    Stopping = 5,
}

/// <summary>What happens to an app.</summary>
public enum AppEvent
{
    /// <summary>Its start succeeded.</summary>
    Started,

    /// <summary>Its start was refused for good.</summary>
    StartRefused,

    /// <summary>The guest ended by itself.</summary>
    GuestEnded,

    /// <summary>The compute layer that ran it is no more.</summary>
    ComputeReplaced,

    /// <summary>Somebody stops it, or its launch is undone.</summary>
    StopRequested,
}

/// <summary>The life of an app as a table. A pair that is not in it changes nothing.</summary>
public static class AppLifecycle
{
    private static readonly FrozenDictionary<(AppState State, AppEvent Event), AppState> Table = new Dictionary<(AppState, AppEvent), AppState>
    {
        [(AppState.Starting, AppEvent.Started)] = AppState.Running,
        [(AppState.Starting, AppEvent.GuestEnded)] = AppState.Failed, // the end may be told before the start's answer arrives
        [(AppState.Starting, AppEvent.StopRequested)] = AppState.Stopping,

        [(AppState.Running, AppEvent.GuestEnded)] = AppState.Failed,
        [(AppState.Running, AppEvent.ComputeReplaced)] = AppState.Restarting,
        [(AppState.Running, AppEvent.StopRequested)] = AppState.Stopping,

        [(AppState.Restarting, AppEvent.Started)] = AppState.Running,
        [(AppState.Restarting, AppEvent.StartRefused)] = AppState.Failed,
        [(AppState.Restarting, AppEvent.GuestEnded)] = AppState.Failed,
        [(AppState.Restarting, AppEvent.StopRequested)] = AppState.Stopping,

        [(AppState.Failed, AppEvent.StopRequested)] = AppState.Stopping,
    }.ToFrozenDictionary();

    /// <summary>The state that follows; the same one when the event does not matter there.</summary>
    public static AppState After(AppState state, AppEvent happened) => Table.GetValueOrDefault((state, happened), state);

    /// <summary>Whether the event changes the state.</summary>
    public static bool Changes(AppState state, AppEvent happened) => After(state, happened) != state;
}
