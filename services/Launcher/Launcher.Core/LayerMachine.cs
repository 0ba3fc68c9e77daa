namespace WasmEngine.Launcher.Core;

/// <summary>
/// One layer's supervision: the table, its timers and its restart policy. It does nothing itself; the caller carries out the
/// actions it is given. Not thread-safe.
/// </summary>
public sealed class LayerMachine(SupervisionOptions options, TimeProvider time, Random random)
{
    private static readonly TimeSpan KillAgain = TimeSpan.FromSeconds(1);
    private readonly RestartPolicy _policy = new(options, time, random);
    private long _entered = time.GetTimestamp(), _lastReport;
    private TimeSpan _backoff, _grace = options.Grace;
    private long? _servingSince, _killed;

    /// <summary>State now.</summary>
    public LayerState State { get; private set; }

    /// <summary>How many successors were started.</summary>
    public uint Restarts { get; private set; }

    /// <summary>Whether a process is supposed to exist.</summary>
    public bool HasProcess => State is not (LayerState.Stopped or LayerState.BackingOff or LayerState.Failed);

    /// <summary>Time until a timer is due; null when none runs.</summary>
    public TimeSpan? UntilDue
    {
        get
        {
            if (Timer is not { } timer) return null;
            var left = timer.After - time.GetElapsedTime(timer.Since);
            if (_killed is { } killed && KillAgain - time.GetElapsedTime(killed) is var rest && rest > left) left = rest;
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private (LayerEvent Event, long Since, TimeSpan After)? Timer => State switch
    {
        LayerState.Starting => (LayerEvent.StartTimedOut, _entered, options.StartTimeout),
        LayerState.Ready => (LayerEvent.HeartbeatLate, _lastReport, options.HeartbeatLate),
        LayerState.Degraded => (LayerEvent.HeartbeatLost, _lastReport, options.HeartbeatLost),
        LayerState.Leaving or LayerState.Restarting or LayerState.Stopping => (LayerEvent.GraceElapsed, _entered, _grace),
        LayerState.BackingOff => (LayerEvent.BackoffElapsed, _entered, _backoff),
        _ => null,
    };

    /// <summary>Takes over what an earlier launcher knew of the layer. Before any event.</summary>
    public void Restore(uint restarts, bool failed)
    {
        Restarts = restarts;
        if (failed) Enter(LayerState.Failed);
    }

    /// <summary>Asks it to end for good with a grace period of its own.</summary>
    public LayerActions Stop(TimeSpan grace)
    {
        _grace = grace;
        return Handle(LayerEvent.Stop);
    }

    /// <summary>Lets an event happen; returns what to do.</summary>
    public LayerActions Handle(LayerEvent layerEvent)
    {
        if (layerEvent is LayerEvent.ReportedServing or LayerEvent.ReportedStarting or LayerEvent.ReportedDraining) _lastReport = time.GetTimestamp();
        var transition = SupervisionTable.Next(State, layerEvent);
        if (layerEvent == LayerEvent.Died && transition.Next == LayerState.BackingOff)
        {
            var wait = _policy.OnDeath(_servingSince is { } since ? time.GetElapsedTime(since) : TimeSpan.Zero);
            _backoff = wait ?? TimeSpan.Zero;
            if (wait is null) transition = SupervisionTable.Next(State, LayerEvent.DiedTooOften);
        }

        if (transition.Actions.HasFlag(LayerActions.ClearHistory)) _policy.Clear();
        if (transition.Actions.HasFlag(LayerActions.CountRestart)) Restarts++;
        if (transition.Next != State) Enter(transition.Next);
        if (transition.Actions.HasFlag(LayerActions.Kill)) _killed = time.GetTimestamp();
        return transition.Actions;
    }

    /// <summary>Lets the timer's event happen if it is due.</summary>
    public LayerActions Tick() => UntilDue == TimeSpan.Zero ? Handle(Timer!.Value.Event) : LayerActions.None;

    /// <summary>The launcher itself did not run for a while: silence in that time says nothing about the layer.</summary>
    public void ForgiveSilence() => _lastReport = time.GetTimestamp();

    private void Enter(LayerState state)
    {
        var previous = State;
        State = state;
        _entered = time.GetTimestamp();
        if (state == LayerState.Ready && previous == LayerState.Starting) _servingSince = _entered;
        if (state is LayerState.Starting)
        {
            _servingSince = _killed = null;
        }
    }
}
