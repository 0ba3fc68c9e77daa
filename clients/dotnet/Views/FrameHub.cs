using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Client;

/// <summary>
/// Where the threads that wait for a view's frames meet the follower that learns where the frames are. Waiting, taking and
/// releasing allocate nothing. Thread-safe.
/// </summary>
internal sealed class FrameHub : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Bell _bell = new(); // rung at a change of chain, a cancellation and the end
    private FrameSource? _current;
    private Exception? _ended;
    private int _users = 1; // whoever may touch the bell; the last one frees it

    /// <summary>The chain that frames come from now.</summary>
    public FrameSource? Current
    {
        get
        {
            lock (_lock) return _current;
        }
    }

    /// <summary>Makes another chain the current one; the former is unmapped once nobody uses it.</summary>
    public void Swap(Func<ulong, FrameSource> open)
    {
        var former = Current;
        var next = open(former?.HighestId ?? 0);
        lock (_lock)
        {
            if (_ended is null) (next, _current) = (former, next);
        }

        next?.Exit(); // the former, or the new one when the end came first
        Ring();
    }

    /// <summary>No more frames; every wait ends with this exception. Only the first end counts.</summary>
    public void End(Exception why)
    {
        FrameSource? last;
        lock (_lock)
        {
            if (_ended is not null) return;
            _ended = why;
            last = _current;
            _current = null;
        }

        last?.Exit();
        Ring();
    }

    /// <summary>See <see cref="ViewClient.TryTakeLatest"/>.</summary>
    public bool TryTake(ulong newerThan, out ViewFrame frame)
    {
        frame = default;
        if (Enter() is not { } source) return false;
        try
        {
            return source.TryTake(newerThan, out frame);
        }
        finally
        {
            source.Exit();
        }
    }

    /// <summary>See <see cref="ViewClient.WaitForFrame"/>.</summary>
    public bool WaitForFrame(ulong newerThan, TimeSpan timeout, CancellationToken cancellation, out ViewFrame frame)
    {
        if (!TryUseBell()) throw Ended();
        try
        {
            using var registration = cancellation.UnsafeRegister(static hub => ((FrameHub)hub!).Ring(), this);
            var deadline = timeout < TimeSpan.Zero ? long.MaxValue : MonotonicClock.NowNs + (long)timeout.TotalNanoseconds;
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                var bell = _bell.Word.Value; // read before looking: a change in between ends the wait at once
                if (TryTakeOrWait(newerThan, deadline, bell, out frame)) return true;
                if (MonotonicClock.NowNs >= deadline) return false;
            }
        }
        finally
        {
            LeaveBell();
        }
    }

    private bool TryTakeOrWait(ulong newerThan, long deadline, uint bell, out ViewFrame frame)
    {
        frame = default;
        if (Enter() is not { } source)
        {
            _bell.Word.Wait(bell, NsUntil(deadline));
            return false;
        }

        try
        {
            var published = source.Published.Value;
            if (source.TryTake(newerThan, out frame)) return true;
            ReadOnlySpan<WaitTarget> targets = [source.Published.Unless(published), _bell.Word.Unless(bell)];
            Waiter.System.WaitAny(targets, NsUntil(deadline));
            return false;
        }
        finally
        {
            source.Exit();
        }
    }

    private static long NsUntil(long deadline) => deadline == long.MaxValue ? -1 : Math.Max(0, deadline - MonotonicClock.NowNs);

    private FrameSource? Enter()
    {
        lock (_lock)
        {
            if (_ended is not null) throw Ended();
            return _current is not null && _current.TryEnter() ? _current : null;
        }
    }

    // A new object for each thrower: one exception thrown on several threads would mix up their stack traces.
    private Exception Ended() => _ended is EngineException ended
        ? new EngineException(ended.Fault, ended.Reason, ended.Message, ended.Remedy, ended.InnerException)
        : new ObjectDisposedException(nameof(ViewClient));

    private void Ring()
    {
        if (!TryUseBell()) return;
        _bell.Ring();
        LeaveBell();
    }

    private bool TryUseBell()
    {
        lock (_lock)
        {
            if (_users == 0) return false;
            _users++;
            return true;
        }
    }

    private void LeaveBell()
    {
        lock (_lock)
        {
            if (--_users == 0) _bell.Dispose();
        }
    }

    /// <summary>Ends all waits. Frames that are held stay readable until they are released. Call once.</summary>
    public void Dispose()
    {
        End(new ObjectDisposedException(nameof(ViewClient)));
        LeaveBell();
    }
}
