namespace WasmEngine.Broker;

/// <summary>Tells of jobs whose deadline has come; one timer serves all. Thread-safe.</summary>
internal sealed class JobDeadlines : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private const int LeastCompaction = 4096;
    private readonly Lock _gate = new();
    private PriorityQueue<JobEntry, DateTimeOffset> _queue = new();
    private int _compactAt = LeastCompaction;
    private readonly TimeProvider _time;
    private readonly Action<JobEntry> _onExpired;
    private readonly ITimer _timer;

    public JobDeadlines(TimeProvider time, Action<JobEntry> onExpired)
    {
        _time = time;
        _onExpired = onExpired;
        _timer = time.CreateTimer(_ => Expire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Watches a job's deadline if it has one.</summary>
    public void Add(JobEntry entry)
    {
        if (entry.Job.Deadline is not { } deadline) return;
        lock (_gate)
        {
            if (_queue.Count >= _compactAt) Compact();
            _queue.Enqueue(entry, deadline);
            if (ReferenceEquals(_queue.Peek(), entry)) Arm(deadline);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Expire()
    {
        var due = new List<JobEntry>();
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            // Jobs that have ended are passed over when their time would have come, or when they are first.
            while (_queue.TryPeek(out var entry, out var deadline) && (deadline <= now || entry.Job.HasEnded))
            {
                _queue.Dequeue();
                if (!entry.Job.HasEnded) due.Add(entry);
            }

            if (_queue.TryPeek(out _, out var next)) Arm(next);
        }

        foreach (var entry in due) _onExpired(entry);
    }

    /// <summary>Jobs that ended long before their deadline are not kept for it.</summary>
    private void Compact()
    {
        _queue = new PriorityQueue<JobEntry, DateTimeOffset>(_queue.UnorderedItems.Where(i => !i.Element.Job.HasEnded));
        _compactAt = Math.Max(LeastCompaction, 2 * _queue.Count);
    }

    private void Arm(DateTimeOffset deadline)
    {
        var left = deadline - _time.GetUtcNow();
        _timer.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < Longest ? left : Longest, Timeout.InfiniteTimeSpan);
    }
}
