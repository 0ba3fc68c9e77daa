using static WasmEngine.Launcher.Core.LayerActions;
using static WasmEngine.Launcher.Core.LayerEvent;
using static WasmEngine.Launcher.Core.LayerState;

namespace WasmEngine.Launcher.Core;

/// <summary>
/// The supervision of one layer as a table of state x event. Every pair is written down: where the answer is to do nothing,
/// that is a decision too, and the comment beside the row says why.
/// </summary>
public static class SupervisionTable
{
    private static readonly Transition?[,] Cells = Build();

    /// <summary>What follows from an event in a state.</summary>
    public static Transition Next(LayerState state, LayerEvent layerEvent) =>
        Cells[(int)state, (int)layerEvent] ?? throw new InvalidOperationException($"the table has no cell for {layerEvent} in {state}");

    private static Transition?[,] Build()
    {
        var cells = new Transition?[Enum.GetValues<LayerState>().Length, Enum.GetValues<LayerEvent>().Length];

        Row(Stopped, [
            (Start, Starting, Launch), (Adopt, Starting, None), (LayerEvent.Restart, Starting, Launch | ClearHistory), (Stop, Stopped, None)],
            // Nothing runs: reports and deaths are the last words of a process that is gone, timers were for it.
            ignore: [ReportedStarting, ReportedServing, ReportedDraining, HeartbeatLate, HeartbeatLost, StartTimedOut, Died, DiedTooOften, BackoffElapsed, GraceElapsed]);

        Row(Starting, [
            (ReportedStarting, Starting, None), (ReportedServing, Ready, None), (ReportedDraining, Leaving, None),
            (StartTimedOut, Starting, Kill), (Died, BackingOff, None), (DiedTooOften, Failed, None),
            (LayerEvent.Restart, Restarting, Drain | ClearHistory), (Stop, Stopping, Drain)],
            // It runs already. Heartbeats need not be regular yet: the start timeout covers a hang.
            ignore: [Start, Adopt, HeartbeatLate, HeartbeatLost, BackoffElapsed, GraceElapsed]);

        Row(Ready, [
            (ReportedStarting, Degraded, None), (ReportedServing, Ready, None), (ReportedDraining, Leaving, None),
            (HeartbeatLate, Degraded, None), (HeartbeatLost, Degraded, Kill), (Died, BackingOff, None), (DiedTooOften, Failed, None),
            (LayerEvent.Restart, Restarting, Drain | ClearHistory), (Stop, Stopping, Drain)],
            // It runs, and has started in time.
            ignore: [Start, Adopt, StartTimedOut, BackoffElapsed, GraceElapsed]);

        Row(Degraded, [
            (ReportedStarting, Degraded, None), (ReportedServing, Ready, None), (ReportedDraining, Leaving, None),
            (HeartbeatLate, Degraded, None), (HeartbeatLost, Degraded, Kill), (Died, BackingOff, None), (DiedTooOften, Failed, None),
            (LayerEvent.Restart, Restarting, Drain | ClearHistory), (Stop, Stopping, Drain)],
            ignore: [Start, Adopt, StartTimedOut, BackoffElapsed, GraceElapsed]);

        Row(Leaving, [
            (Died, BackingOff, None), (DiedTooOften, Failed, None), (GraceElapsed, Leaving, Kill),
            // It is ending already: a second SIGTERM would cut its drain short.
            (LayerEvent.Restart, Restarting, ClearHistory), (Stop, Stopping, None)],
            // The grace period covers a hang; there is no way back to serving.
            ignore: [Start, Adopt, ReportedStarting, ReportedServing, ReportedDraining, HeartbeatLate, HeartbeatLost, StartTimedOut, BackoffElapsed]);

        Row(Restarting, [
            (Died, Starting, Launch | CountRestart), (DiedTooOften, Starting, Launch | CountRestart), (GraceElapsed, Restarting, Kill),
            (LayerEvent.Restart, Restarting, None), (Stop, Stopping, None)],
            ignore: [Start, Adopt, ReportedStarting, ReportedServing, ReportedDraining, HeartbeatLate, HeartbeatLost, StartTimedOut, BackoffElapsed]);

        Row(Stopping, [
            (Died, Stopped, None), (DiedTooOften, Stopped, None), (GraceElapsed, Stopping, Kill), (Stop, Stopping, None)],
            // Ending for good wins over every wish to run; whoever asks is told so before it gets here.
            ignore: [Start, Adopt, LayerEvent.Restart, ReportedStarting, ReportedServing, ReportedDraining, HeartbeatLate, HeartbeatLost, StartTimedOut, BackoffElapsed]);

        Row(BackingOff, [
            (BackoffElapsed, Starting, Launch | CountRestart), (LayerEvent.Restart, Starting, Launch | CountRestart | ClearHistory),
            (Adopt, Starting, None), (Stop, Stopped, None)],
            // A start is on its way; reports and deaths are the last words of the process that is gone.
            ignore: [Start, ReportedStarting, ReportedServing, ReportedDraining, HeartbeatLate, HeartbeatLost, StartTimedOut, Died, DiedTooOften, GraceElapsed]);

        Row(Failed, [
            (LayerEvent.Restart, Starting, Launch | CountRestart | ClearHistory), (Stop, Stopped, None)],
            // Only a person gets it out of here.
            ignore: [Start, Adopt, ReportedStarting, ReportedServing, ReportedDraining, HeartbeatLate, HeartbeatLost, StartTimedOut, Died, DiedTooOften, BackoffElapsed, GraceElapsed]);

        return cells;

        void Row(LayerState state, (LayerEvent Event, LayerState Next, LayerActions Actions)[] decisions, LayerEvent[] ignore)
        {
            foreach (var (layerEvent, next, actions) in decisions) Set(layerEvent, new Transition(next, actions));
            foreach (var layerEvent in ignore) Set(layerEvent, new Transition(state, None));

            void Set(LayerEvent layerEvent, Transition transition)
            {
                ref var cell = ref cells[(int)state, (int)layerEvent];
                if (cell is not null) throw new InvalidOperationException($"the table has two cells for {layerEvent} in {state}");
                cell = transition;
            }
        }
    }
}
