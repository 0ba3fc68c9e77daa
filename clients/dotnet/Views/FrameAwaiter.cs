using System.Threading.Tasks.Sources;

namespace WasmEngine.Client;

/// <summary>
/// The awaitable form of waiting for a frame: one thread of its own blocks on the shared memory and completes the one pending
/// wait. The same object serves each wait, so that waiting allocates nothing; the continuation runs on that thread.
/// </summary>
internal sealed class FrameAwaiter : IValueTaskSource<ViewFrame>, IDisposable
{
    private readonly FrameHub _hub;
    private readonly SemaphoreSlim _requested = new(0);
    private readonly Thread _thread;
    private ManualResetValueTaskSourceCore<ViewFrame> _core; // mutable struct
    private ulong _newerThan;
    private CancellationToken _cancellation;
    private int _pending; // 1 from WaitAsync to GetResult
    private int _unserved; // 1 from WaitAsync until somebody takes it upon himself to complete the wait
    private volatile bool _stopping; // SYNC: set before the thread is woken, read by it and by WaitAsync

    public FrameAwaiter(FrameHub hub, string viewId)
    {
        _hub = hub;
        _thread = new Thread(Serve) { IsBackground = true, Name = "frames of view " + viewId };
        _thread.Start();
    }

    public ValueTask<ViewFrame> WaitAsync(ulong newerThan, CancellationToken cancellation)
    {
        // SYNC: full fence; pairs with the store in GetResult. One wait at a time.
        if (Interlocked.Exchange(ref _pending, 1) != 0) throw new InvalidOperationException("a wait for a frame of this view is pending already: await it first");
        _core.Reset();
        _newerThan = newerThan;
        _cancellation = cancellation;
        var wait = new ValueTask<ViewFrame>(this, _core.Version);
        // SYNC: full fence, publishes the fields above; pairs with the exchange in TryServe.
        Interlocked.Exchange(ref _unserved, 1);
        if (_stopping) TryServe(); // the thread may be gone: the hub has ended, so this does not block
        else _requested.Release();
        return wait;
    }

    private void Serve()
    {
        do
        {
            _requested.Wait();
        }
        while (TryServe() || !_stopping);
    }

    private bool TryServe()
    {
        // SYNC: full fence; pairs with the exchange in WaitAsync. Whoever gets the 1 completes the wait.
        if (Interlocked.Exchange(ref _unserved, 0) == 0) return false;
        try
        {
            _hub.WaitForFrame(_newerThan, Timeout.InfiniteTimeSpan, _cancellation, out var frame);
            _core.SetResult(frame);
        }
        catch (Exception failure)
        {
            _core.SetException(failure);
        }

        return true;
    }

    ViewFrame IValueTaskSource<ViewFrame>.GetResult(short token)
    {
        try
        {
            return _core.GetResult(token);
        }
        finally
        {
            // SYNC: release; pairs with the exchange in WaitAsync.
            Volatile.Write(ref _pending, 0);
        }
    }

    ValueTaskSourceStatus IValueTaskSource<ViewFrame>.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource<ViewFrame>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    /// <summary>Lets the thread end; the hub has been disposed, so no wait is under way. Does not wait for it. Call once.</summary>
    public void Dispose()
    {
        _stopping = true;
        _requested.Release();
    }
}
