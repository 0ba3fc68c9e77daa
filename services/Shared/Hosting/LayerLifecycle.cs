namespace WasmEngine.Hosting;

/// <summary>Where a layer's process stands in its life.</summary>
internal enum LayerPhase
{
    /// <summary>Alive, not yet able to serve.</summary>
    Starting,

    /// <summary>Serving.</summary>
    Serving,

    /// <summary>Finishing its work before it ends.</summary>
    Draining,

    /// <summary>Initialised as a spare: everything is loaded, but no socket is bound and no region is opened.</summary>
    Standby,
}

/// <summary>
/// Where this process stands in its life, and the requests that move it on. Thread-safe.
/// </summary>
internal sealed class LayerLifecycle : IDisposable
{
    private readonly TaskCompletionSource _promotion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stopping = new(), _hurry = new();
    private readonly SemaphoreSlim _changes = new(0);
    private volatile Report _report = new(LayerPhase.Starting, "");

    /// <summary>What the process says of itself.</summary>
    internal sealed record Report(LayerPhase Phase, string Detail);

    internal Report Current => _report;

    /// <summary>The error that ends the process, if one does.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Completes with the reason once the process is asked to end.</summary>
    internal Task<string> StopRequested => _stop.Task;

    /// <summary>Completes when a spare is told to take over.</summary>
    internal Task Promoted => _promotion.Task;

    /// <summary>Cancelled when the process is asked to end.</summary>
    internal CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when it is asked a second time.</summary>
    internal CancellationToken Hurry => _hurry.Token;

    internal void Set(LayerPhase phase, string detail = "")
    {
        _report = new Report(phase, detail);
        _changes.Release();
    }

    /// <summary>Waits for a change of the report, at most for <paramref name="interval"/>. One waiter only.</summary>
    internal Task WaitForChangeAsync(TimeSpan interval, CancellationToken cancel) => _changes.WaitAsync(interval, cancel);

    internal void Promote() => _promotion.TrySetResult();

    internal void RequestStop(string reason)
    {
        if (_stop.TrySetResult(reason)) _stopping.Cancel();
        else if (reason.StartsWith("SIG", StringComparison.Ordinal)) _hurry.Cancel();
    }

    internal void Fail(Exception failure)
    {
        Failure ??= failure;
        RequestStop("an unexpected error");
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _hurry.Dispose();
        _changes.Dispose();
    }
}
