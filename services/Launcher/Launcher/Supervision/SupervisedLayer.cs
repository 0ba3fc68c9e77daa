using System.ComponentModel;
using Microsoft.Extensions.Logging;
using WasmEngine.Hosting;
using WasmEngine.Launcher.Core;
using WasmEngine.Launcher.Processes;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Supervision;

/// <summary>
/// One layer: its machine, its process, its spare. It carries out what the machine decides. Used on the supervision thread
/// only; <paramref name="post"/> brings work there.
/// </summary>
internal sealed partial class SupervisedLayer(
    string name, SupervisionOptions options, TimeProvider time, LayerStarter starter, bool managed, InstancePaths paths, Action<Action> post, ILogger logger)
{
    private readonly LayerMachine _machine = new(options, time, Random.Shared);
    private readonly SparePolicy _sparePolicy = new(options, time);
    private readonly List<(uint After, TaskCompletionSource<LayerSnapshot> Done)> _waiters = [];
    private SupervisedProcess? _process;
    private AttachSession? _session;
    private Spare? _spare;
    private uint _incarnation;
    private string _detail = "";
    private SupervisedProcess? _hung;

    internal string Name { get; } = name;

    internal LayerState State => _machine.State;

    internal bool SpareIsLoading => _spare is { StandsBy: false };

    internal bool HasEnded => State == LayerState.Stopped && _spare is null;

    internal LayerSnapshot Snapshot => new(Name, _process?.Identity, State, _machine.Restarts, State == LayerState.Ready ? "" : _detail);

    internal LayerNote Note => new(Name, ToNote(_process), ToNote(_spare?.Process), _machine.Restarts, _incarnation, State == LayerState.Failed);

    /// <summary>Time until <see cref="Tick"/> has something to do; null when nothing is awaited.</summary>
    internal TimeSpan? UntilDue(bool spareMayStart)
    {
        var due = Earlier(_machine.UntilDue, _spare?.UntilLost);
        return spareMayStart ? Earlier(due, _sparePolicy.UntilDue) : due;
    }

    /// <summary>Takes over what an earlier launcher noted; starts the layer unless it is alive or has failed.</summary>
    internal void Begin(LayerNote? note, bool keepFailed)
    {
        _machine.Restore(note?.Restarts ?? 0, keepFailed && note?.Failed == true);
        _incarnation = note?.Incarnation ?? 0;
        if (State == LayerState.Failed) _detail = "it died too often before the launcher was replaced; restart it by hand";
        if (note?.Process is { } noted && TryWatch(FromNote(noted)) is { } process) Adopt(process);
        if (note?.Spare is { } spare && TryWatch(FromNote(spare)) is { } kept) _spare = new Spare(kept, options, time);
        Handle(LayerEvent.Start);
    }

    internal void Handle(LayerEvent layerEvent)
    {
        var before = State;
        Carry(_machine.Handle(layerEvent), before);
    }

    internal void Tick(bool spareMayStart)
    {
        var before = State;
        Carry(_machine.Tick(), before);
        if (_spare is { UntilLost: var left } spare && left == TimeSpan.Zero)
        {
            LogSpareLost(logger, Name, spare.Process.Pid);
            spare.Kill();
            spare.ForgiveSilence(); // do not kill it again at once
        }

        if (spareMayStart && _sparePolicy.UntilDue == TimeSpan.Zero) StartSpare();
    }

    internal void Stop(TimeSpan grace)
    {
        var before = State;
        Carry(_machine.Stop(grace), before);
    }

    internal void Kill() => _process?.Signal(ProcessSignal.Kill);

    internal void KillSpare()
    {
        _sparePolicy.Forget();
        _spare?.Kill();
    }

    /// <summary>Completes when a process later than the present one is ready.</summary>
    internal void WaitForSuccessor(TaskCompletionSource<LayerSnapshot> done) => _waiters.Add((_incarnation, done));

    internal bool TryAttach(AttachSession session)
    {
        if (_process?.Identity == session.Process) _session = session;
        else if (_spare?.Process.Identity == session.Process) _spare.Session = session;
        else return false;
        return true;
    }

    internal void Detach(AttachSession session)
    {
        if (_session == session) _session = null;
        if (_spare?.Session == session) _spare.Session = null;
    }

    internal void Report(ProcessIdentity from, Health health, string detail)
    {
        if (_process?.Identity == from) ReportActive(health, detail);
        else if (_spare is { } spare && spare.Process.Identity == from) ReportSpare(spare, health);
    }

    internal void ForgiveSilence()
    {
        _machine.ForgiveSilence();
        _spare?.ForgiveSilence();
    }

    private void ReportActive(Health health, string detail)
    {
        if (detail.Length > 0) _detail = detail;
        // A spare that was promoted while it was still loading, or whose stream broke at that moment, did not hear of it.
        if (health == Health.Standby) _session?.Send(Command.Promote);
        Handle(health switch
        {
            Health.Serving => LayerEvent.ReportedServing,
            Health.Draining => LayerEvent.ReportedDraining,
            _ => LayerEvent.ReportedStarting,
        });
    }

    private void ReportSpare(Spare spare, Health health)
    {
        if (spare.Report(health)) _sparePolicy.OnStandby();
        if (health != Health.Serving) return;
        // An earlier launcher promoted it and died before it wrote that down.
        _spare = null;
        if (_process is not null)
        {
            spare.Kill();
            return;
        }

        _process = spare.Process;
        _session = spare.Session;
        _incarnation++;
        Handle(LayerEvent.Adopt);
        Handle(LayerEvent.ReportedServing);
    }

    private void Carry(LayerActions actions, LayerState before)
    {
        if (actions.HasFlag(LayerActions.Launch)) Launch();
        if (actions.HasFlag(LayerActions.Drain))
        {
            _session?.Send(Command.Drain);
            _process?.Signal(ProcessSignal.Terminate);
        }

        if (actions.HasFlag(LayerActions.Kill))
        {
            _detail = $"it hung while {before}; killed";
            _hung = _process;
            LogKill(logger, Name, _process?.Pid ?? 0, before);
            Kill();
        }

        if (before == State) return;
        LogState(logger, Name, before, State, _process?.Pid ?? 0);
        if (State == LayerState.Ready && _spare is null) _sparePolicy.Want();
        else _sparePolicy.Forget();
        AnswerWaiters();
    }

    private void Launch()
    {
        _session = null;
        _incarnation++;
        if (LayerLock.IsHeld(paths.Lock(Name)) && LayerLock.LastHolder(paths.Lock(Name)) is { } holder && holder != _spare?.Process.Identity && TryWatch(holder) is { } orphan)
        {
            LogOrphan(logger, Name, orphan.Pid);
            _process = orphan; // started by a launcher that died before it wrote it down
        }
        else if (_spare is { } spare)
        {
            _spare = null;
            _process = spare.Process;
            _session = spare.Session;
            _sparePolicy.OnPromoted();
            _session?.Send(Command.Promote);
            LogPromoted(logger, Name, _process.Pid);
        }
        else
        {
            _process = StartProcess(standby: false);
            if (_process is null) post(() => Handle(LayerEvent.Died)); // later: we are in the middle of a transition
        }
    }

    private void StartSpare()
    {
        _sparePolicy.Forget();
        if (_spare is not null) return;
        if (StartProcess(standby: true) is { } process) _spare = new Spare(process, options, time);
        else _sparePolicy.OnDeath();
    }

    private SupervisedProcess? StartProcess(bool standby)
    {
        try
        {
            var child = starter.Start(Name, standby, managed);
            var process = SupervisedProcess.TryWatch(child);
            process?.Watch(ended => post(() => OnEnded(ended)), (ended, exitCode) => LogExitCode(logger, Name, ended.Pid, exitCode));
            if (process is null) _detail = "it ended at once";
            return process;
        }
        catch (Win32Exception e)
        {
            _detail = $"its executable can't be started: {e.Message}";
            LogStartFailed(logger, e, Name);
            return null;
        }
    }

    private SupervisedProcess? TryWatch(ProcessIdentity identity)
    {
        var process = SupervisedProcess.TryAdopt(identity);
        process?.Watch(ended => post(() => OnEnded(ended)), static (_, _) => { });
        return process;
    }

    private void Adopt(SupervisedProcess process)
    {
        LogAdopted(logger, Name, process.Pid);
        _process = process;
        Handle(LayerEvent.Adopt);
    }

    private void OnEnded(SupervisedProcess ended)
    {
        if (ended == _process)
        {
            _process = null;
            _session = null;
            // That it died of our own signal says less than why it was sent.
            if (State is not (LayerState.Restarting or LayerState.Stopping or LayerState.Degraded) && ended != _hung) _detail = $"process {ended.Pid} died";
            Handle(LayerEvent.Died);
        }
        else if (ended == _spare?.Process)
        {
            _spare = null;
            _sparePolicy.OnDeath();
            if (State == LayerState.Ready) _sparePolicy.Want();
        }

        PendingSockets.Delete(paths.RuntimeDirectory, ended.Pid);
    }

    private void AnswerWaiters()
    {
        for (var i = _waiters.Count - 1; i >= 0; i--)
        {
            var (after, done) = _waiters[i];
            if (State == LayerState.Ready && _incarnation > after) done.TrySetResult(Snapshot);
            else if (State == LayerState.Failed) done.TrySetException(new LayerFailedException($"{Name} died too often: {_detail}"));
            else if (State == LayerState.Stopped) done.TrySetException(new LayerFailedException($"{Name} was stopped"));
            else continue;
            _waiters.RemoveAt(i);
        }
    }

    private static TimeSpan? Earlier(TimeSpan? a, TimeSpan? b) => a is null ? b : b is null || a < b ? a : b;

    private static ProcessNote? ToNote(SupervisedProcess? process) => process is null ? null : new ProcessNote(process.Pid, process.Identity.StartTicks);

    private static ProcessIdentity FromNote(ProcessNote note) => new(note.Pid, note.StartTicks);
}

/// <summary>A layer that was asked to run does not.</summary>
internal sealed class LayerFailedException(string message) : Exception(message);
