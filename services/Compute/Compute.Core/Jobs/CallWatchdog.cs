using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>
/// One thread that stops calls whose time is over: by the clock within about a millisecond, by processor time as soon as it is
/// sampled after that, which is planned so that it can't be far beyond. Sleeps until the earliest of them. Thread-safe.
/// </summary>
internal sealed class CallWatchdog : IDisposable
{
    /// <summary>Shortest time between two looks at the same call's processor time.</summary>
    internal const long FinestNs = 500_000;

    private readonly Lock _gate = new();
    private readonly List<WatchedCall> _calls = [];
    private readonly Bell _bell = new();
    private readonly Lock _bellGate = new();
    private bool _disposed;
    private readonly Thread _thread;
    private long _plannedNs = WatchedCall.Never; // SYNC: written by the thread before it looks and before it sleeps, read by Arm
    private volatile bool _ending; // SYNC: volatile; read by the thread after the bell

    internal CallWatchdog()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = "call watchdog" };
        _thread.Start();
    }

    /// <summary>Takes a place into the list.</summary>
    internal void Add(WatchedCall call)
    {
        lock (_gate)
        {
            call.Index = _calls.Count;
            _calls.Add(call);
        }
    }

    /// <summary>Takes it out again; afterwards it is not stopped any more. Disarm it first.</summary>
    internal void Remove(WatchedCall call)
    {
        lock (_gate)
        {
            var last = _calls[^1];
            _calls[call.Index] = last;
            last.Index = call.Index;
            _calls.RemoveAt(_calls.Count - 1);
            call.Index = -1;
        }
    }

    /// <summary>Begins the watch of one call.</summary>
    /// <param name="call">Its place, in the list.</param>
    /// <param name="deadlineNs">CLOCK_MONOTONIC; <see cref="WatchedCall.Never"/>: none.</param>
    /// <param name="cpuLimitNs">As its ReadCpuNs counts; <see cref="WatchedCall.Never"/>: none.</param>
    internal void Arm(WatchedCall call, long deadlineNs, long cpuLimitNs)
    {
        if (deadlineNs == WatchedCall.Never && cpuLimitNs == WatchedCall.Never) return;
        call.Arm(deadlineNs, cpuLimitNs);
        // Most calls end long before their limit: the thread is woken only for one that is due before its plan.
        var first = cpuLimitNs == WatchedCall.Never ? deadlineNs : 0;
        // SYNC: comes after the exchange in call.Arm; pairs with the store before the thread looks: it sees the call, or this sees that it must ring.
        if (first < Volatile.Read(ref _plannedNs)) Wake();
    }

    private void Wake()
    {
        lock (_bellGate)
        {
            if (!_disposed) _bell.Ring();
        }
    }

    private void Run()
    {
        while (!_ending)
        {
            var seen = _bell.Word.Value;
            // SYNC: full fence; whoever arms from here on rings, whoever armed before is seen by the look.
            Interlocked.Exchange(ref _plannedNs, WatchedCall.Never);
            var now = MonotonicClock.NowNs;
            var next = Check(now);
            // SYNC: pairs with Arm; what was armed since the look has rung, so the wait ends at once.
            Interlocked.Exchange(ref _plannedNs, next);
            if (_ending) break;
            _bell.Word.Wait(seen, next == WatchedCall.Never ? -1 : Math.Max(0, next - MonotonicClock.NowNs));
        }
    }

    private long Check(long now)
    {
        var next = WatchedCall.Never;
        lock (_gate)
        {
            foreach (var call in _calls) next = Math.Min(next, call.Check(now));
        }

        return next;
    }

    /// <summary>Ends the thread.</summary>
    public void Dispose()
    {
        _ending = true;
        Wake();
        _thread.Join();
        lock (_bellGate)
        {
            if (_disposed) return;
            _disposed = true;
            _bell.Dispose();
        }
    }
}
