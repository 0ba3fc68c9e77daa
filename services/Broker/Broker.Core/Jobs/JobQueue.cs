namespace WasmEngine.Broker;

/// <summary>
/// What waits for its turn: among the jobs of a session the higher priority, then the older one; between sessions in turn.
/// Jobs under which compute died several times go one at a time, so that the one that kills it does not take the innocent along
/// with it. Used under the board's lock.
/// </summary>
internal sealed class JobQueue
{
    private readonly Dictionary<string, Waiting> _sessions = new(StringComparer.Ordinal);
    private readonly List<Waiting> _turns = [];
    private readonly int _perSession;
    private readonly int _total;
    private int _next;
    private int _running;

    /// <summary>Creates an empty queue.</summary>
    /// <param name="perSession">Jobs of one session that run at once.</param>
    /// <param name="total">Jobs that run at once.</param>
    public JobQueue(int perSession, int total)
    {
        _perSession = perSession;
        _total = total;
    }

    /// <summary>Lost attempts from which on a job is a suspect.</summary>
    public const int SuspectLosses = 3;

    /// <summary>Whether a suspect runs.</summary>
    private bool _suspectRuns;

    /// <summary>Adds a job that waits.</summary>
    public void Add(JobEntry entry)
    {
        entry.IsQueued = true;
        var job = entry.Job;
        var waiting = Of(job.SessionId);
        (IsSuspect(job) ? waiting.Suspects : waiting.Jobs).Enqueue(entry, (-(int)job.Priority, job.Number));
    }

    /// <summary>Takes the job whose turn it is; it counts as running until <see cref="Leave"/>.</summary>
    public JobEntry? Take()
    {
        if (_running >= _total) return null;
        for (var i = 0; i < _turns.Count; i++)
        {
            var waiting = _turns[(_next + i) % _turns.Count];
            if (waiting.Running >= _perSession || TakeOf(waiting) is not { } entry) continue;
            _next = (_next + i + 1) % _turns.Count;
            entry.IsQueued = false;
            waiting.Running++;
            _running++;
            if (IsSuspect(entry.Job)) _suspectRuns = true;
            return entry;
        }

        Forget();
        return null;
    }

    /// <summary>A job that was taken runs no more.</summary>
    /// <param name="taken">The job as it was when it was taken.</param>
    public void Leave(Job taken)
    {
        Of(taken.SessionId).Running--;
        _running--;
        if (IsSuspect(taken)) _suspectRuns = false;
    }

    private static bool IsSuspect(Job job) => job.Lost >= SuspectLosses;

    private JobEntry? TakeOf(Waiting waiting)
    {
        var jobs = Peek(waiting.Jobs);
        var suspect = _suspectRuns ? null : Peek(waiting.Suspects);
        if (suspect is not null && (jobs is null || Rank(suspect).CompareTo(Rank(jobs)) < 0)) return waiting.Suspects.Dequeue();
        return jobs is null ? null : waiting.Jobs.Dequeue();
    }

    /// <summary>The first that still waits: those that were cancelled meanwhile are passed over here.</summary>
    private static JobEntry? Peek(PriorityQueue<JobEntry, (int Priority, long Number)> queue)
    {
        while (queue.TryPeek(out var entry, out _))
        {
            if (entry is { IsQueued: true, IsEnding: false, Job.State: JobState.Queued }) return entry;
            queue.Dequeue();
        }

        return null;
    }

    private static (int Priority, long Number) Rank(JobEntry entry) => (-(int)entry.Job.Priority, entry.Job.Number);

    private Waiting Of(string sessionId)
    {
        if (_sessions.TryGetValue(sessionId, out var waiting)) return waiting;
        _sessions.Add(sessionId, waiting = new Waiting(sessionId));
        _turns.Add(waiting);
        return waiting;
    }

    private void Forget()
    {
        for (var i = _turns.Count - 1; i >= 0; i--)
        {
            var waiting = _turns[i];
            if (waiting.Running > 0 || waiting.Jobs.Count > 0 || waiting.Suspects.Count > 0) continue;
            _sessions.Remove(waiting.SessionId);
            _turns.RemoveAt(i);
        }

        _next = _turns.Count == 0 ? 0 : _next % _turns.Count;
    }

    private sealed record Waiting(string SessionId)
    {
        public PriorityQueue<JobEntry, (int Priority, long Number)> Jobs { get; } = new();

        public PriorityQueue<JobEntry, (int Priority, long Number)> Suspects { get; } = new();

        public int Running { get; set; }
    }
}
