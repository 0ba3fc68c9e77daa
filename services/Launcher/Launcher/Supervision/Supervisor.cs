using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WasmEngine.Hosting;
using WasmEngine.Launcher.Core;
using WasmEngine.Launcher.Processes;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Supervision;

/// <summary>
/// All layers, on one thread that takes messages and watches timers: no locks, and nothing that a starved thread pool could
/// hold up. Its methods may be called from any thread.
/// <para>
/// All layers are started at once, since none needs another one to start and loading is what takes the time; they are
/// stopped in the order broker, compute, render, so that nobody loses what it is still using.
/// </para>
/// </summary>
internal sealed partial class Supervisor : IDisposable
{
    private static readonly string[] StopOrder = [LayerNames.Broker, LayerNames.Compute, LayerNames.Render];
    private static readonly TimeSpan Oversleep = TimeSpan.FromSeconds(1);
    private readonly BlockingCollection<Action> _mailbox = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InstancePaths _paths;
    private readonly ServiceManager _manager;
    private readonly NotesFile _notes;
    private readonly ILogger<Supervisor> _logger;
    private readonly SupervisedLayer[] _layers;
    private uint _launcherRestarts;
    private bool _shuttingDown, _over, _allReady;
    private TimeSpan _grace;
    private volatile Report _report;

    public Supervisor(SupervisionOptions options, TimeProvider time, LayerStarter starter, InstancePaths paths, ServiceManager manager, ILogger<Supervisor> logger)
    {
        _paths = paths;
        _manager = manager;
        _logger = logger;
        _notes = new NotesFile(paths);
        _layers = [.. LayerNames.Supervised.Select(name => new SupervisedLayer(name, options, time, starter, manager.IsPresent, paths, Post, logger))];
        _report = new Report([.. _layers.Select(layer => layer.Snapshot)], 0, ShuttingDown: false);
    }

    /// <summary>What is known of everything at one moment.</summary>
    internal sealed record Report(IReadOnlyList<LayerSnapshot> Layers, uint LauncherRestarts, bool ShuttingDown);

    /// <summary>The latest report.</summary>
    internal Report Current => _report;

    /// <summary>Adopts what runs, starts the rest, and begins to supervise.</summary>
    internal void Start()
    {
        Post(Begin);
        new Thread(Run) { IsBackground = true, Name = "supervision" }.Start();
    }

    /// <summary>Stops all layers in order, then sweeps; completes when none is left. Calling it again joins.</summary>
    /// <param name="grace">Time for each layer before SIGKILL.</param>
    /// <param name="hurry">Kills what is left when cancelled.</param>
    internal async Task ShutdownAsync(TimeSpan grace, CancellationToken hurry)
    {
        using var registration = hurry.Register(() => Post(() => BeginShutdown(TimeSpan.Zero)));
        Post(() => BeginShutdown(grace));
        await _ended.Task.ConfigureAwait(false);
    }

    /// <summary>Lets go of all layers: they go on for a successor.</summary>
    internal void Abandon() => Post(() => _over = true);

    /// <summary>Restarts a layer; completes when the new process is ready.</summary>
    /// <exception cref="LayerFailedException">It does not come up again.</exception>
    internal Task<LayerSnapshot> RestartAsync(string name)
    {
        var done = new TaskCompletionSource<LayerSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            var layer = _layers.Single(candidate => candidate.Name == name);
            if (_shuttingDown || _over)
            {
                done.SetException(new LayerFailedException("the daemon is shutting down"));
                return;
            }

            layer.WaitForSuccessor(done);
            layer.Handle(LayerEvent.Restart);
        });
        return done.Task;
    }

    /// <summary>False if the process is none of ours.</summary>
    internal Task<bool> AttachAsync(AttachSession session)
    {
        var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => done.SetResult(!_over && Find(session.Layer)?.TryAttach(session) == true));
        return done.Task;
    }

    internal void Detach(AttachSession session) => Post(() => Find(session.Layer)?.Detach(session));

    internal void Heard(AttachSession session, Health health, string detail) => Post(() => Find(session.Layer)?.Report(session.Process, health, detail));

    private SupervisedLayer? Find(string name) => Array.Find(_layers, layer => layer.Name == name);

    private void Post(Action action)
    {
        try
        {
            _mailbox.Add(action);
        }
        catch (ObjectDisposedException)
        {
            // the launcher has ended; nobody is left to care
        }
    }

    private void Begin()
    {
        var notes = _notes.Read();
        var adopting = LayerNames.Supervised.Any(name => IsAlive(notes.Of(name)?.Process) || LayerLock.IsHeld(_paths.Lock(name)));
        _launcherRestarts = adopting ? notes.LauncherRestarts + 1 : 0;
        if (!adopting)
        {
            KillSpares(notes); // they hold nothing, and belong to nobody
            Housekeeping.Sweep(_paths);
            notes = LayerNotes.Empty;
        }

        foreach (var layer in _layers) layer.Begin(notes.Of(layer.Name), adopting);
    }

    private static void KillSpares(LayerNotes notes)
    {
        foreach (var spare in notes.Layers.Select(note => note.Spare).OfType<ProcessNote>())
            new ProcessIdentity(spare.Pid, spare.StartTicks).Signal(ProcessSignal.Kill);
    }

    private static bool IsAlive(ProcessNote? note) => note is not null && new ProcessIdentity(note.Pid, note.StartTicks).IsAlive;

    private void Run()
    {
        while (!_over)
        {
            try
            {
                WaitAndWork();
            }
            catch (Exception e)
            {
                LogFailure(_logger, e); // one bad message must not end the supervision of the rest
            }
        }

        _ended.TrySetResult();
    }

    private void WaitAndWork()
    {
        var wait = Wait();
        var start = Stopwatch.GetTimestamp();
        var taken = _mailbox.TryTake(out var message, wait);
        if (wait >= TimeSpan.Zero && Stopwatch.GetElapsedTime(start) > wait + Oversleep)
        {
            foreach (var layer in _layers) layer.ForgiveSilence(); // we did not run ourselves
        }

        for (; taken && !_over; taken = _mailbox.TryTake(out message)) message!();
        if (_over) return;
        var spareMayStart = SpareMayStart;
        foreach (var layer in _layers)
        {
            layer.Tick(spareMayStart);
            spareMayStart &= !layer.SpareIsLoading;
        }

        if (_shuttingDown) ContinueShutdown();
        _manager.Beat();
        if (!_over) Publish();
    }

    /// <summary>Spares come one after the other, when all layers are ready: they must not slow down a start or a recovery.</summary>
    private bool SpareMayStart => !_shuttingDown && Array.TrueForAll(_layers, static layer => layer is { SpareIsLoading: false, State: LayerState.Ready or LayerState.Failed });

    private TimeSpan Wait()
    {
        var spareMayStart = SpareMayStart;
        var wait = _manager.BeatInterval ?? TimeSpan.MaxValue;
        foreach (var layer in _layers)
        {
            if (layer.UntilDue(spareMayStart) is { } due && due < wait) wait = due;
        }

        return wait == TimeSpan.MaxValue ? Timeout.InfiniteTimeSpan : wait == TimeSpan.Zero ? wait : wait + TimeSpan.FromMilliseconds(1); // rounds up
    }

    private void BeginShutdown(TimeSpan grace)
    {
        if (grace == TimeSpan.Zero)
        {
            foreach (var layer in _layers) layer.Kill();
        }

        _grace = grace;
        if (_shuttingDown) return;
        _shuttingDown = true;
        _manager.Stopping();
        foreach (var layer in _layers) layer.KillSpare();
    }

    private void ContinueShutdown()
    {
        foreach (var name in StopOrder)
        {
            var layer = Find(name)!;
            if (layer.HasEnded) continue;
            layer.Stop(_grace > TimeSpan.Zero ? _grace : TimeSpan.FromMilliseconds(1));
            if (!layer.HasEnded) return;
        }

        Housekeeping.Sweep(_paths);
        Housekeeping.RemoveRegionDirectory(_paths);
        _notes.Delete();
        _report = new Report([.. _layers.Select(layer => layer.Snapshot)], _launcherRestarts, _shuttingDown);
        _over = true;
    }

    private void Publish()
    {
        _report = new Report([.. _layers.Select(layer => layer.Snapshot)], _launcherRestarts, _shuttingDown);
        _notes.Write(new LayerNotes(_launcherRestarts, [.. _layers.Select(layer => layer.Note)]));
        if (_allReady || !Array.TrueForAll(_layers, static layer => layer.State == LayerState.Ready)) return;
        _allReady = true;
        _manager.Ready();
        var uptime = LayerSnapshot.UptimeMsOf(ProcessIdentity.Current);
        LogReady(_logger, _paths.Instance, uptime);
    }

    public void Dispose() => _mailbox.Dispose();

    [LoggerMessage(Level = LogLevel.Information, Message = "All layers of instance {Instance} are ready, {StartMs} ms after the launcher's start")]
    private static partial void LogReady(ILogger logger, string instance, long startMs);

    [LoggerMessage(Level = LogLevel.Error, Message = "Supervision failed to handle a message")]
    private static partial void LogFailure(ILogger logger, Exception exception);
}
