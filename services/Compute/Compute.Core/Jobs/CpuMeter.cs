using WasmEngine.Platform;

namespace WasmEngine.Compute.Core;

/// <summary>Adds up the processor time that some threads spend on one thing. Thread-safe.</summary>
internal sealed class CpuMeter
{
    private readonly Lock _gate = new();
    private readonly List<(int Thread, long StartNs)> _running = [];
    private long _finishedNs;

    /// <summary>Threads that are measured now.</summary>
    internal int Threads
    {
        get
        {
            lock (_gate) return _running.Count;
        }
    }

    /// <summary>Nanoseconds so far.</summary>
    internal long ReadNs()
    {
        lock (_gate)
        {
            var total = _finishedNs;
            foreach (var (thread, start) in _running) total += Math.Max(0, (ThreadClock.TryReadNs(thread) ?? start) - start);
            return total;
        }
    }

    /// <summary>Measures the calling thread from here on.</summary>
    internal void Enter()
    {
        var entry = (ThreadClock.CurrentThreadId, ThreadClock.CurrentNs);
        lock (_gate) _running.Add(entry);
    }

    /// <summary>Measures the calling thread no more.</summary>
    internal void Leave()
    {
        var (self, now) = (ThreadClock.CurrentThreadId, ThreadClock.CurrentNs);
        lock (_gate)
        {
            var index = _running.FindIndex(r => r.Thread == self);
            _finishedNs += now - _running[index].StartNs;
            _running.RemoveAt(index);
        }
    }
}
