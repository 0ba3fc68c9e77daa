namespace WasmEngine.Compute.Core;

/// <summary>
/// Decides what runs when. Within a session the priority counts, then the order. Between sessions, who has used least processor
/// time comes next (start-time fair queueing: a session that was idle has saved nothing up). A session has at most as many
/// workers as there are cores; all together have more, the kernel shares the cores between them. So nobody's endless
/// loops keep another session's first run from starting at once. Thread-safe.
/// </summary>
internal sealed class RunScheduler : IDisposable
{
    private const int HintParts = 8, MaxIdleShares = 256;
    private readonly RunSchedulerOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SessionShare> _sessions = new(StringComparer.Ordinal);
    private readonly HashSet<SessionShare> _waiting = []; // those with a queue
    private readonly RunWorkers _workers;
    private readonly Throughput _throughput;
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _virtualNow;
    private int _running, _queued;
    private long _queuedBytes;
    private bool _draining;

    internal RunScheduler(RunSchedulerOptions options, TimeProvider time, IThreadFigures threads)
    {
        options.Validate();
        _options = options;
        _throughput = new Throughput(time);
        _workers = new RunWorkers(options, time, threads, Complete, Look);
    }

    /// <summary>Workers that one session may have.</summary>
    internal int Cores => _options.Cores;

    /// <summary>Workers that are busy, and works that wait.</summary>
    internal (int Running, int Queued) Load
    {
        get
        {
            lock (_gate) return (_running, _queued);
        }
    }

    /// <summary>Takes a work: it is executed as soon as its turn comes.</summary>
    /// <exception cref="QueueFullException">There is no room for it.</exception>
    /// <exception cref="GuestStoppedException">The process ends.</exception>
    internal void Submit(ScheduledWork work)
    {
        lock (_gate)
        {
            if (_draining) throw new GuestStoppedException(StopReason.Shutdown);
            CheckRoom(work);
            var session = ShareOf(work.Session);
            session.Enqueue(work);
            _waiting.Add(session);
            _queued++;
            _queuedBytes += work.Bytes;
            Dispatch();
        }
    }

    private void CheckRoom(ScheduledWork work)
    {
        if (_sessions.TryGetValue(work.Session, out var session) && session.Queued >= _options.QueuePerSession)
            throw Full($"{session.Queued} runs of this session wait already", session.Queued);
        if (_queued >= _options.Queue) throw Full($"{_queued} runs wait already", _queued);
        if (_queuedBytes + work.Bytes > _options.QueueBytes) throw Full($"waiting runs hold {_queuedBytes} bytes already", _queued);
    }

    private QueueFullException Full(string what, int queued)
    {
        var wait = _throughput.TimeFor(Math.Max(1, queued / HintParts));
        return new QueueFullException($"{what}, no more can be taken: try again in {wait.TotalMilliseconds:F0} ms", wait);
    }

    private SessionShare ShareOf(string name)
    {
        if (!_sessions.TryGetValue(name, out var session))
        {
            Forget();
            _sessions.Add(name, session = new SessionShare(name));
        }

        if (session is { Queued: 0, Running: 0 }) session.VirtualNs = Math.Max(session.VirtualNs, _virtualNow);
        return session;
    }

    /// <summary>Drops sessions that have nothing to do; first those that are owed nothing and owe nothing.</summary>
    private void Forget()
    {
        if (_sessions.Count < MaxIdleShares) return;
        foreach (var session in _sessions.Values.Where(s => s is { Queued: 0, Running: 0 } && s.VirtualNs <= _virtualNow).ToArray()) _sessions.Remove(session.Name);
        if (_sessions.Count < 2 * MaxIdleShares) return;
        foreach (var session in _sessions.Values.Where(s => s is { Queued: 0, Running: 0 }).ToArray()) _sessions.Remove(session.Name);
    }

    /// <summary>Takes a work back that has not begun; false when it has begun, or ended, or was never here.</summary>
    internal bool TryWithdraw(ScheduledWork work)
    {
        lock (_gate)
        {
            if (work.Place is null) return false;
            var session = _sessions[work.Session];
            session.Remove(work);
            Dequeued(session, work);
            return true;
        }
    }

    private void Dequeued(SessionShare session, ScheduledWork work)
    {
        _queued--;
        _queuedBytes -= work.Bytes;
        if (session.Queued == 0) _waiting.Remove(session);
    }

    private void Dispatch()
    {
        while (Pick() is { } slot)
        {
            if (_workers.TryStart(slot)) continue;
            PutBack(slot); // the system has no thread for it; tried again with the next look
            return;
        }
    }

    private WorkSlot? Pick()
    {
        SessionShare? next = null;
        foreach (var session in _waiting)
        {
            if (MayRun(session) && (next is null || session.VirtualNs < next.VirtualNs)) next = session;
        }

        if (next is null) return null;
        var work = next.Dequeue();
        Dequeued(next, work);
        _virtualNow = Math.Max(_virtualNow, next.VirtualNs);
        next.Running++;
        _running++;
        var slot = new WorkSlot(this, next, work);
        _workers.Prepay(slot);
        return slot;
    }

    private bool MayRun(SessionShare session) =>
        session.Running < _options.Cores && (_running < _options.Workers || (session.Running == 0 && _running < _options.MaxWorkers));

    private void PutBack(WorkSlot slot)
    {
        slot.Session.Running--;
        _running--;
        RunWorkers.Refund(slot);
        slot.Session.PutBack(slot.Work);
        _waiting.Add(slot.Session);
        _queued++;
        _queuedBytes += slot.Work.Bytes;
    }

    /// <summary>Runs something on further workers as well; see <see cref="WorkSlot.StartHelpers"/>.</summary>
    internal int StartHelpers(WorkSlot slot, int most, Action help)
    {
        lock (_gate)
        {
            var session = slot.Session;
            for (var started = 0; ; started++)
            {
                if (started >= most || session.Running >= _options.Cores || _running >= _options.Workers) return started;
                session.Running++;
                _running++;
                if (_workers.TryStart(new WorkSlot(this, session, new Help(slot.Work, help)))) continue;
                session.Running--;
                _running--;
                return started;
            }
        }
    }

    // On a worker that has done its work; what it is to do next, if anything.
    private WorkSlot? Complete(WorkSlot slot)
    {
        lock (_gate)
        {
            _workers.Finish(slot);
            slot.Session.Running--;
            _running--;
            if (slot.Work is not Help) _throughput.Count();
            var next = Pick();
            if (next is not null && !_workers.IsFit(next) && _workers.TryStart(next)) next = null; // a quick run wants a quick thread
            if (next is not null) _workers.GoOn(next);

            Dispatch();
            if (_draining && _running == 0) _idle.TrySetResult();
            return next;
        }
    }

    private void Look()
    {
        lock (_gate)
        {
            _workers.Look();
            if (!_draining) Dispatch();
        }
    }

    /// <summary>Takes no more and hands back what waits.</summary>
    internal IReadOnlyList<ScheduledWork> BeginDrain()
    {
        lock (_gate)
        {
            _draining = true;
            var waiting = new List<ScheduledWork>(_queued);
            foreach (var session in _waiting.ToArray())
            {
                while (session.Queued > 0)
                {
                    var work = session.Dequeue();
                    Dequeued(session, work);
                    waiting.Add(work);
                }
            }

            if (_running == 0) _idle.TrySetResult();
            return waiting;
        }
    }

    /// <summary>Completes when, after <see cref="BeginDrain"/>, nothing runs any more.</summary>
    internal Task WhenDrained => _idle.Task;

    /// <summary>Ends the looks; threads that wait stay.</summary>
    public void Dispose() => _workers.Dispose();

    /// <summary>A helper's share of another work.</summary>
    private sealed class Help(ScheduledWork of, Action help) : ScheduledWork
    {
        internal override string Session => of.Session;

        internal override RunPriority Priority => of.Priority;

        internal override void Execute(WorkSlot slot) => help();
    }
}
