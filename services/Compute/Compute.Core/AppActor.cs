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
    private const int StackBytes = 8 << 20;
    private const long UnpacedIntervalNs = 1_000_000_000 / 60, StalledIntervalNs = 1_000_000_000;
    private readonly AppSpec _spec;
    private readonly IGuestModule _module;
    private readonly RegionDirectory _directory;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action<AppEnded> _ended;
    private readonly Bell _bell = new();
    private readonly Lock _bellGate = new();
    private readonly TaskCompletionSource<AppStarted> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly WaitTarget[] _targets = new WaitTarget[32];
    private volatile bool _stopping;
    private bool _disposed;
    private long _lastFrameNs;

    internal AppActor(AppSpec spec, IGuestModule module, RegionDirectory directory, TimeProvider time, ILogger logger, Action<AppEnded> ended)
    {
        _spec = spec;
        _module = module;
        _directory = directory;
        _time = time;
        _logger = logger;
        _ended = ended;
    }

    /// <summary>Completes when the app's thread has ended and its regions are deleted.</summary>
    internal Task Finished => _finished.Task;

    /// <summary>Starts the thread; completes after the guest's init.</summary>
    /// <exception cref="GuestException">The guest trapped or refused.</exception>
    internal Task<AppStarted> StartAsync()
    {
        new Thread(Run, StackBytes) { Name = "app " + _spec.Id, IsBackground = true }.Start();
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

    private void Run()
    {
        string? failure = null;
        try
        {
            using var input = RingConsumer.Open(_directory, _spec.InputRegion, out _);
            using var calls = new GuestCalls(_spec, _directory, _logger, _time);
            try
            {
                using var instance = _module.Instantiate(calls, _spec.MemoryLimitBytes);
                calls.Memory = instance.Memory;
                Initialise(instance, calls);
                Loop(instance, calls, input);
            }
            catch (GuestException e)
            {
                failure = calls.LastLogLine is { } line ? $"{e.Message} (its last log line: {line})" : e.Message;
            }
        }
        catch (RegionException e)
        {
            failure = e.Message;
        }
        finally
        {
            Finish(failure);
        }
    }

    private void Finish(string? failure)
    {
        if (failure is not null) LogFailed(_logger, _spec.Id, failure);
        // A failure before init has ended is the caller's to handle; later ones are told to whoever watches.
        if (!_started.TrySetException(new GuestException(failure ?? "the app was stopped during its start")) && failure is not null && !_stopping)
            _ended(new AppEnded(_spec.Id, _spec.Generation, failure));
        _finished.SetResult();
    }

    private void Initialise(IGuestInstance instance, GuestCalls calls)
    {
        var version = instance.AbiVersion();
        if (version >> 16 != GuestError.AbiMajor)
            throw new GuestException($"it was built for ABI version {version >> 16}.{version & 0xFFFF}, this engine runs {GuestError.AbiMajor}.x: build it again with this engine's wasmengine.h");
        var start = MonotonicClock.NowNs;
        var result = instance.Init(_spec.Width, _spec.Height);
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
            DeliverInput(instance, input);
            var wait = calls.FrameRequested ? UntilFrame(calls) : -1;
            if (calls.FrameRequested && wait == 0)
            {
                calls.FrameRequested = false;
                calls.Presented = false;
                _lastFrameNs = MonotonicClock.NowNs;
                instance.Frame(_lastFrameNs);
                continue;
            }

            if (!_stopping) Waiter.System.WaitAny(_targets.AsSpan(0, count), wait);
        }
    }

    private int CollectTargets(GuestCalls calls, RingConsumer input)
    {
        _targets[0] = _bell.Word.Unless(_bell.Word.Value);
        _targets[1] = input.Written.Unless(input.Written.Value);
        var count = 2;
        foreach (var surface in calls.Surfaces)
        {
            if (count < _targets.Length) _targets[count++] = surface.Consumed.Unless(surface.Consumed.Value);
        }

        return count;
    }

    private void DeliverInput(IGuestInstance instance, RingConsumer input)
    {
        while (!_stopping && input.TryRead(out var record))
        {
            if (record.Type == InputRecord.RecordType && InputRecord.TryDecode(record.Payload, out var decoded)) instance.HandleInput(decoded);
            input.Release();
        }
    }

    /// <summary>
    /// Nanoseconds until the guest may draw again; 0 means now. Render sets the pace by taking what was presented; a guest
    /// that presented nothing is paced by the clock, one that nobody looks at is called once a second.
    /// </summary>
    private long UntilFrame(GuestCalls calls)
    {
        var pending = false;
        foreach (var surface in calls.Surfaces) pending |= surface.IsPending;
        if (!pending && calls.Presented) return 0;
        return Math.Max(0, _lastFrameNs + (pending ? StalledIntervalNs : UnpacedIntervalNs) - MonotonicClock.NowNs);
    }

    public void Dispose()
    {
        lock (_bellGate)
        {
            _disposed = true;
            _bell.Dispose();
        }
    }

    [LoggerMessage(LogLevel.Information, "app {App} (start {Generation}) runs, init took {InitMs} ms")]
    private static partial void LogStarted(ILogger logger, string app, uint generation, double initMs);

    [LoggerMessage(LogLevel.Warning, "app {App} ended: {Reason}")]
    private static partial void LogFailed(ILogger logger, string app, string reason);
}
