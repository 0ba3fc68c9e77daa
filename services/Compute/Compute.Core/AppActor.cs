using Microsoft.Extensions.Logging;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>
/// One running app: a thread that makes every call into the guest, one at a time. It sleeps on shared words (input, frames
/// taken by render) and on its own bell, so an app that has nothing to do costs nothing.
/// </summary>
internal sealed partial class AppActor : IDisposable
{
    private const int InputBatch = 256;
    private const long UnpacedIntervalNs = 1_000_000_000 / 60, StalledIntervalNs = 1_000_000_000;
    private readonly AppSpec _spec;
    private readonly ModuleLease _module;
    private readonly RegionDirectory _directory;
    private readonly IWasiFactory? _wasi;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Bell _bell = new();
    private readonly StopSignal _stop = new();
    private readonly Lock _bellGate = new();
    private readonly TaskCompletionSource<AppStarted> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<AppEnded?> _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WaitTarget[] _targets = new WaitTarget[32];
    private volatile bool _stopping;
    private bool _disposed;
    private long _lastFrameNs;

    internal AppActor(AppSpec spec, ModuleLease module, RegionDirectory directory, IWasiFactory? wasi, TimeProvider time, ILogger logger)
    {
        _spec = spec;
        _module = module;
        _directory = directory;
        _wasi = wasi;
        _time = time;
        _logger = logger;
    }

    /// <summary>Completes when the app's regions are deleted; with its end if it came by itself after the start.</summary>
    internal Task<AppEnded?> Finished => _finished.Task;

    /// <summary>Starts the thread; completes after the guest's init.</summary>
    /// <exception cref="GuestException">The guest trapped or refused.</exception>
    internal Task<AppStarted> StartAsync()
    {
        try
        {
            AppThreads.Shared.Run("app " + _spec.Id, Run);
        }
        catch (OutOfMemoryException e)
        {
            Finish($"it could not have a thread: {e.Message}");
        }

        return _started.Task;
    }

    /// <summary>Asks the app to end after the call that it is in.</summary>
    internal void RequestStop()
    {
        _stopping = true; // SYNC: volatile; read by the loop after the bell wakes it
        lock (_bellGate)
        {
            if (!_disposed) _bell.Ring();
        }
    }

    /// <summary>Ends the call that the guest is in, which it does not come back from by itself.</summary>
    internal void ForceStop()
    {
        _stopping = true; // SYNC: volatile; what ends the call must not count as the app's own failure
        lock (_bellGate)
        {
            if (!_disposed) _stop.Raise(StopReason.Cancelled);
        }
    }

    private void Run()
    {
        string? failure;
        try
        {
            failure = Live();
        }
        catch (Exception e) // whatever one app runs into must not end the others
        {
            failure = Describe(e);
        }

        Finish(failure);
    }

    /// <summary>From instantiation to the end; why it failed, or null.</summary>
    private string? Live()
    {
        using var input = RingConsumer.Open(_directory, _spec.InputRegion, out _);
        using var calls = new GuestCalls(_spec, _directory, _logger, _time);
        try
        {
            using var wasi = CreateWasi(calls); // ends after the instance: its last words are those before a trap
            using var instance = _module.Module.Instantiate(new GuestSetup(calls, new InstanceLimits { MemoryBytes = _spec.MemoryLimitBytes }, _stop, wasi));
            calls.Memory = instance.Memory;
            Initialise(instance, calls);
            Loop(instance, calls, input);
            return null;
        }
        catch (Exception e)
        {
            var failure = Describe(e);
            // What it showed last can still be seen, also by a client that comes now, until the app is stopped.
            calls.KeepRegions = _started.Task.IsCompletedSuccessfully && !_stopping;
            return calls.LastLogLine is { } line ? $"{failure} (its last log line: {line})" : failure;
        }
    }

    private IWasi? CreateWasi(GuestCalls calls) => _wasi?.Create(new WasiSetup
    {
        Stop = _stop,
        Time = _time,
        Arguments = [Path.GetFileName(_spec.ModulePath), .. _spec.Grants.Arguments],
        Environment = _spec.Grants.Environment,
        Directories = _spec.Grants.Directories,
        OnOutputLine = (stream, line) => calls.Log(stream == WasiStream.Error ? 2 : 1, line),
    });

    private string Describe(Exception e)
    {
        if (e is not (GuestException or GuestStoppedException or IOException)) LogUnexpected(_logger, e, _spec.Id);
        return e.Message;
    }

    private void Finish(string? failure)
    {
        if (failure is not null) LogFailed(_logger, _spec.Id, failure);
        // A failure before init has ended is the caller's to handle; later ones are told to whoever watches.
        var failedToStart = _started.TrySetException(new GuestException(failure ?? "the app was stopped during its start"));
        _finished.SetResult(failedToStart || failure is null || _stopping ? null : new AppEnded(_spec.Id, _spec.Generation, failure));
    }

    private void Initialise(IGuestInstance instance, GuestCalls calls)
    {
        var version = instance.AbiVersion();
        if (version >> 16 != GuestError.AbiMajor)
            throw new GuestException($"it was built for ABI version {version >> 16}.{version & 0xFFFF}, this engine runs {GuestError.AbiMajor}.x: build it again with this engine's wasmengine.h");
        var start = MonotonicClock.NowNs;
        calls.Journal.Hold();
        var result = instance.Init(_spec.Width, _spec.Height);
        calls.Journal.Release();
        if (result != 0) throw new GuestException($"wasmengine_init returned {result}");
        var initMs = (MonotonicClock.NowNs - start) / 1e6;
        LogStarted(_logger, _spec.Id, _spec.Generation, initMs);
        _started.SetResult(new AppStarted(calls.Journal.Region, _module.Description.CompileMs, initMs));
    }

    private void Loop(IGuestInstance instance, GuestCalls calls, RingConsumer input)
    {
        while (!_stopping)
        {
            // Words are read before the state that they announce: a change in between ends the wait at once.
            var count = CollectTargets(calls, input);
            calls.Journal.TryFlush();
            var moreInput = DeliverInput(instance, calls, input);
            var wait = calls.FrameRequested ? UntilFrame(calls) : -1;
            if (calls.FrameRequested && wait == 0)
            {
                calls.FrameRequested = false;
                (calls.Presented, calls.ChangedDocument) = (false, false);
                _lastFrameNs = MonotonicClock.NowNs;
                calls.Journal.Hold();
                instance.Frame(_lastFrameNs);
                calls.Journal.Release();
                continue;
            }

            if (!_stopping && !moreInput) Waiter.System.WaitAny(_targets.AsSpan(0, count), wait);
        }
    }

    private int CollectTargets(GuestCalls calls, RingConsumer input)
    {
        _targets[0] = _bell.Word.Unless(_bell.Word.Value);
        _targets[1] = input.Written.Unless(input.Written.Value);
        var count = 2;
        if (calls.Journal.HasDue) _targets[count++] = calls.Journal.Space.Unless(calls.Journal.Space.Value);
        if (calls.ChangedDocument) _targets[count++] = calls.Journal.ShownWord.Unless(calls.Journal.ShownWord.Value);
        foreach (var surface in calls.Surfaces)
        {
            if (count < _targets.Length) _targets[count++] = surface.Consumed.Unless(surface.Consumed.Value);
        }

        return count;
    }

    /// <summary>Hands over what has come, so much at a time that frames get their turn; true when there may be more.</summary>
    private bool DeliverInput(IGuestInstance instance, GuestCalls calls, RingConsumer input)
    {
        for (var i = 0; i < InputBatch; i++)
        {
            if (_stopping || !input.TryRead(out var record)) return false;
            if (record.Type == InputRecord.RecordType && InputRecord.TryDecode(record.Payload, out var decoded))
            {
                calls.Journal.Hold();
                instance.HandleInput(decoded);
                calls.Journal.Release();
            }

            input.Release();
        }

        return true;
    }

    /// <summary>
    /// Nanoseconds until the guest may draw again; 0 means now. Render sets the pace by taking what was presented and showing what was changed in the
    /// document; a guest that did neither is paced by the clock, one that nobody looks at is called once a second.
    /// </summary>
    private long UntilFrame(GuestCalls calls)
    {
        var pending = calls.ChangedDocument && !calls.Journal.IsShown;
        foreach (var surface in calls.Surfaces) pending |= surface.IsPending;
        if (!pending && (calls.Presented || calls.ChangedDocument)) return 0;
        return Math.Max(0, _lastFrameNs + (pending ? StalledIntervalNs : UnpacedIntervalNs) - MonotonicClock.NowNs);
    }

    public void Dispose()
    {
        lock (_bellGate)
        {
            _disposed = true;
            _bell.Dispose();
            _stop.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Information, "app {App} (start {Generation}) runs, init took {InitMs} ms")]
    private static partial void LogStarted(ILogger logger, string app, uint generation, double initMs);

    [LoggerMessage(LogLevel.Warning, "app {App} ended: {Reason}")]
    private static partial void LogFailed(ILogger logger, string app, string reason);

    [LoggerMessage(LogLevel.Error, "app {App} ran into a defect of the engine")]
    private static partial void LogUnexpected(ILogger logger, Exception exception, string app);
}
