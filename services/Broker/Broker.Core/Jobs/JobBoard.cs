using System.Diagnostics.CodeAnalysis;

namespace WasmEngine.Broker;

/// <summary>
/// All jobs in memory, and what waits for its turn. Everything here is quick and under one lock; nothing here waits. Thread-safe.
/// </summary>
internal sealed class JobBoard
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, JobEntry> _jobs = [];
    private readonly Dictionary<(string Session, string Key), JobEntry> _keys = [];
    private readonly Dictionary<string, SortedSet<long>> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _active = new(StringComparer.Ordinal);
    private readonly JobQueue _queue;
    private readonly JobHistory _history;
    private readonly BrokerOptions _options;
    private readonly TimeProvider _time;
    private int _activeTotal;
    private long _activeBytes;
    private double _secondsPerEnd = 0.1;
    private long _lastEnd;

    public JobBoard(BrokerOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _queue = new JobQueue(options.RunsAtOncePerSession, options.RunsAtOnce);
        _history = new JobHistory(options.MaxEndedJobs, options.MaxEndedBytes, options.MaxJobKeys);
        _lastEnd = time.GetTimestamp();
    }

    /// <summary>The job that a session submitted under a key.</summary>
    public JobEntry? FindKey(string sessionId, string key)
    {
        lock (_gate) return _keys.GetValueOrDefault((sessionId, key));
    }

    /// <summary>A job of a session that is accepted already.</summary>
    /// <exception cref="BrokerException">UNKNOWN_JOB.</exception>
    public JobEntry Require(string sessionId, string id)
    {
        lock (_gate)
        {
            return Job.TryParseId(id, out var number) && _jobs.TryGetValue(number, out var entry) && IsVisible(entry) && string.Equals(entry.Job.SessionId, sessionId, StringComparison.Ordinal)
                ? entry
                : throw Faults.UnknownJob(id);
        }
    }

    /// <summary>Jobs of a session, oldest first.</summary>
    public IReadOnlyList<Job> List(string sessionId, bool ended, long after, int most)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(sessionId, out var numbers) || after == long.MaxValue) return [];
            return [.. numbers.GetViewBetween(after + 1, long.MaxValue).Select(n => _jobs[n]).Where(e => IsVisible(e) && !e.Job.Slim && (ended || !e.Job.HasEnded)).Select(e => e.Job).Take(most)];
        }
    }

    /// <summary>All jobs of a session.</summary>
    public IReadOnlyList<JobEntry> EntriesOf(string sessionId)
    {
        lock (_gate) return _sessions.TryGetValue(sessionId, out var numbers) ? [.. numbers.Select(n => _jobs[n])] : [];
    }

    /// <summary>Restored jobs that were being cancelled when a former broker died.</summary>
    public IReadOnlyList<JobEntry> Unsettled()
    {
        lock (_gate) return [.. _jobs.Values.Where(e => e is { IsEnding: false, Run: null, Job: { HasEnded: false, Cancelling: true } })];
    }

    /// <summary>Refuses what would not fit.</summary>
    /// <exception cref="BrokerException">QUEUE_FULL.</exception>
    public void CheckRoom(string sessionId, long bytes)
    {
        lock (_gate) CheckRoomLocked(sessionId, bytes);
    }

    /// <summary>Takes a job in, unless there is one of its key: then that one is handed out.</summary>
    /// <exception cref="BrokerException">QUEUE_FULL.</exception>
    public bool TryAdd(Job job, Task? accepting, out JobEntry entry)
    {
        lock (_gate)
        {
            if (job.Key.Length > 0 && _keys.TryGetValue((job.SessionId, job.Key), out var existing))
            {
                entry = existing;
                return false;
            }

            CheckRoomLocked(job.SessionId, job.Call.Length);
            entry = new JobEntry(job) { Accepting = accepting };
            Index(entry);
            return true;
        }
    }

    /// <summary>Takes back a job that could not be accepted.</summary>
    public void Remove(JobEntry entry)
    {
        lock (_gate)
        {
            CountActive(entry.Job, -1);
            Unindex(entry.Job);
        }
    }

    /// <summary>Puts an accepted job into the queue.</summary>
    public void Enqueue(JobEntry entry)
    {
        lock (_gate)
        {
            entry.Accepting = null;
            if (entry is { IsEnding: false, IsQueued: false, Job.State: JobState.Queued }) _queue.Add(entry);
        }
    }

    /// <summary>Takes in what the store kept.</summary>
    public JobEntry Restore(Job job)
    {
        lock (_gate)
        {
            var entry = new JobEntry(job);
            Index(entry);
            return entry;
        }
    }

    /// <summary>Begins the next attempt whose turn it is.</summary>
    public bool TryStart([NotNullWhen(true)] out JobEntry? entry, [NotNullWhen(true)] out Job? taken)
    {
        lock (_gate)
        {
            entry = _queue.Take();
            taken = entry?.Job;
            if (entry is null || taken is null) return false;
            entry.Run = new JobRun();
            entry.Set(JobChanges.Started(taken));
            return true;
        }
    }

    /// <summary>The run of a job that was started is over; it is queued or ended next.</summary>
    public void LeaveRun(JobEntry entry, Job taken)
    {
        lock (_gate)
        {
            _queue.Leave(taken);
            entry.Run?.Dispose();
            entry.Run = null;
        }
    }

    /// <summary>Changes a job that has not ended and is not about to; a change that ends it must go through <see cref="TryBeginEnd"/>.</summary>
    /// <returns>Whether it was changed.</returns>
    public bool TryUpdate(JobEntry entry, Func<Job, Job> change, out Job job)
    {
        lock (_gate)
        {
            job = entry.Job;
            if (entry.IsEnding || job.HasEnded) return false;
            job = change(job);
            if (ReferenceEquals(job, entry.Job)) return false;
            entry.Set(job);
            return true;
        }
    }

    /// <summary>
    /// Works out what becomes of a job. If that is its end, nothing else can change it until <see cref="FinishEnd"/>; else it is
    /// changed at once.
    /// </summary>
    /// <returns>Whether it ends.</returns>
    public bool TryBeginEnd(JobEntry entry, Func<Job, Job> change, out Job next)
    {
        lock (_gate)
        {
            next = entry.Job;
            if (entry.IsEnding || next.HasEnded) return false;
            next = change(next);
            if (next.HasEnded) return entry.IsEnding = true;
            entry.Set(next);
            return false;
        }
    }

    /// <summary>The end is on disk, if it had to be: now everybody sees it.</summary>
    /// <returns>What is to be written of older jobs that are forgotten.</returns>
    public IReadOnlyList<JobWrite> FinishEnd(JobEntry entry, Job ended)
    {
        lock (_gate)
        {
            CountActive(entry.Job, -1);
            entry.IsEnding = false;
            entry.Set(ended);
            var elapsed = _time.GetElapsedTime(_lastEnd);
            _lastEnd = _time.GetTimestamp();
            _secondsPerEnd = (0.95 * _secondsPerEnd) + (0.05 * Math.Min(elapsed.TotalSeconds, 10));
            _history.Add(entry);
            return _history.Trim(Forget);
        }
    }

    /// <summary>Waits for the next change of a job, unless it differs already.</summary>
    public Task NextChange(JobEntry entry, Job seen)
    {
        lock (_gate) return ReferenceEquals(entry.Job, seen) ? entry.NextChange() : Task.CompletedTask;
    }

    /// <summary>Drops an ended job, of which nobody can ask any more.</summary>
    public bool TryDrop(JobEntry entry)
    {
        lock (_gate)
        {
            if (!entry.Job.HasEnded || !_jobs.ContainsKey(entry.Job.Number)) return false;
            _history.Remove(entry);
            Unindex(entry.Job);
            return true;
        }
    }

    private static bool IsVisible(JobEntry entry) => entry.Accepting is null or { IsCompletedSuccessfully: true };

    private void Forget(JobEntry entry) => Unindex(entry.Job);

    private void CheckRoomLocked(string sessionId, long bytes)
    {
        var full =
            _activeTotal >= _options.MaxJobs ? $"{_activeTotal} jobs wait or run, which is the limit"
            : _active.GetValueOrDefault(sessionId) >= _options.MaxSessionJobs ? $"{_options.MaxSessionJobs} jobs of this session wait or run, which is the limit"
            : _activeBytes + bytes > _options.MaxJobBytes ? $"the calls of all jobs that wait or run are {_activeBytes} bytes, and {_options.MaxJobBytes} is the limit; put bulk data into buffers"
            : null;
        if (full is null) return;
        var wait = TimeSpan.FromSeconds(Math.Clamp(_secondsPerEnd * 16, 0.05, 5));
        throw new BrokerException(FaultKind.ResourceExhausted, "QUEUE_FULL", $"{full}; try again in {wait.TotalMilliseconds:0} ms") { RetryAfter = wait };
    }

    private void Index(JobEntry entry)
    {
        var job = entry.Job;
        _jobs.Add(job.Number, entry);
        if (job.Key.Length > 0) _keys[(job.SessionId, job.Key)] = entry;
        if (!_sessions.TryGetValue(job.SessionId, out var numbers)) _sessions.Add(job.SessionId, numbers = []);
        numbers.Add(job.Number);
        if (job.HasEnded) _history.Add(entry);
        else CountActive(job, 1);
    }

    private void Unindex(Job job)
    {
        _jobs.Remove(job.Number);
        if (job.Key.Length > 0) _keys.Remove((job.SessionId, job.Key));
        if (!_sessions.TryGetValue(job.SessionId, out var numbers)) return;
        numbers.Remove(job.Number);
        if (numbers.Count == 0) _sessions.Remove(job.SessionId);
    }

    private void CountActive(Job job, int by)
    {
        _activeTotal += by;
        _activeBytes += by * (long)job.Call.Length;
        var left = _active.GetValueOrDefault(job.SessionId) + by;
        if (left == 0) _active.Remove(job.SessionId);
        else _active[job.SessionId] = left;
    }
}
