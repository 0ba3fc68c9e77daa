namespace WasmEngine.Compute.Core;

/// <summary>Why an instance was stopped from outside.</summary>
public enum StopReason
{
    /// <summary>Somebody asked for it.</summary>
    Cancelled = 1,

    /// <summary>Its time by the clock was over.</summary>
    Deadline = 2,

    /// <summary>Its processor time was used up.</summary>
    CpuTime = 3,

    /// <summary>It made more host calls than it may.</summary>
    HostCalls = 4,

    /// <summary>The process ends.</summary>
    Shutdown = 5,
}

/// <summary>
/// The one way to stop an instance, from any thread at any moment: raised once, for good. Whoever runs the guest registers
/// what makes a running call end; host calls look at it when they begin and wait on it instead of sleeping. Thread-safe.
/// </summary>
public sealed class StopSignal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ManualResetEventSlim _raised = new(false, spinCount: 0);
    private Action? _onRaised;
    private volatile int _reason; // SYNC: volatile; written under the gate, read by host calls without it

    /// <summary>Whether it was raised.</summary>
    public bool IsRaised => _reason != 0;

    /// <summary>Why; null while it was not raised.</summary>
    public StopReason? Reason => _reason is var reason && reason != 0 ? (StopReason)reason : null;

    /// <summary>Raises it; the first reason stays.</summary>
    public void Raise(StopReason reason)
    {
        lock (_gate)
        {
            if (_reason != 0) return;
            _reason = (int)reason;
            _raised.Set();
            _onRaised?.Invoke(); // within the lock: after Unregister returns it runs no more
        }
    }

    /// <summary>
    /// Registers what ends a running call, at once if the signal was raised before. One at a time. It must be quick and may not throw.
    /// </summary>
    public void Register(Action onRaised)
    {
        lock (_gate)
        {
            if (_onRaised is not null) throw new InvalidOperationException("something is registered already");
            _onRaised = onRaised;
            if (_reason != 0) onRaised();
        }
    }

    /// <summary>Takes the registration back; afterwards it is not running and will not run.</summary>
    public void Unregister()
    {
        lock (_gate) _onRaised = null;
    }

    /// <summary>Sleeps until it is raised, or for so long.</summary>
    /// <returns>True when it was raised.</returns>
    public bool Wait(TimeSpan time) => _raised.Wait(time);

    /// <summary>To be called by host functions.</summary>
    /// <exception cref="GuestStoppedException">It was raised.</exception>
    public void ThrowIfRaised()
    {
        if (_reason is var reason && reason != 0) throw new GuestStoppedException((StopReason)reason);
    }

    /// <summary>Frees it; nobody may wait any more.</summary>
    public void Dispose() => _raised.Dispose();
}

/// <summary>A call ended because its instance was stopped.</summary>
public sealed class GuestStoppedException(StopReason reason) : Exception(Describe(reason))
{
    /// <summary>Why.</summary>
    public StopReason Reason => reason;

    private static string Describe(StopReason reason) => reason switch
    {
        StopReason.Cancelled => "it was cancelled",
        StopReason.Deadline => "its deadline passed",
        StopReason.CpuTime => "its processor time was used up",
        StopReason.HostCalls => "it made more host calls than it may",
        StopReason.Shutdown => "the engine is shutting down",
        _ => "it was stopped",
    };
}
