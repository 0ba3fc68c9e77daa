namespace WasmEngine.Compute.Core;

/// <summary>
/// The scheduler's threads. One whose run lasts yields its core to shorter runs (nice value); where the system does not let it
/// be taken back, that thread serves long runs only from then on. Charges processor time to sessions. All but the workers'
/// loop itself under the scheduler's lock.
/// </summary>
internal sealed class RunWorkers : IDisposable
{
    private const int MaxIdleSlow = 8, MaxKinds = 4096;
    private const long LeastCostNs = 20_000; // of the scheduling itself
    private readonly RunSchedulerOptions _options;
    private readonly TimeProvider _time;
    private readonly IThreadFigures _threads;
    private readonly Func<WorkSlot, WorkSlot?> _complete;
    private readonly ITimer _timer;
    private readonly HashSet<WorkSlot> _busy = [];
    private readonly Dictionary<string, long> _kinds = new(StringComparer.Ordinal); // what works of a kind took by the clock, ns
    private readonly AppThreads _fresh = new(), _slow = new();
    private readonly int _usualNice;
    private bool _isLooking;
    private bool _lastWasSlow;

    /// <param name="options">Bounds.</param>
    /// <param name="time">Clock.</param>
    /// <param name="threads">Answers about threads.</param>
    /// <param name="complete">Called by a worker that has done its work; gives it the next.</param>
    /// <param name="look">Called now and then while anything runs; to call <see cref="Look"/> under the lock.</param>
    internal RunWorkers(RunSchedulerOptions options, TimeProvider time, IThreadFigures threads, Func<WorkSlot, WorkSlot?> complete, Action look)
    {
        _options = options;
        _time = time;
        _threads = threads;
        _complete = complete;
        _usualNice = threads.Nice(threads.CurrentThread);
        _timer = time.CreateTimer(_ => look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives a work a thread; false when the system has none.</summary>
    internal bool TryStart(WorkSlot slot)
    {
        var pool = (IsExpectedLong(slot.Work) && _slow.Waiting > 0) || _slow.Waiting >= MaxIdleSlow ? _slow : _fresh;
        slot.IsSlow = pool == _slow;
        _busy.Add(slot);
        try
        {
            pool.Run("run", () => Work(slot));
        }
        catch (OutOfMemoryException)
        {
            _busy.Remove(slot);
            return false;
        }

        StartLooking();
        return true;
    }

    // Not under the lock.
    private void Work(WorkSlot first)
    {
        var thread = _threads.CurrentThread;
        var isSlow = first.IsSlow;
        for (var slot = first; slot is not null;)
        {
            slot.ChargedNs = _threads.CpuNs(thread);
            slot.Started = _time.GetTimestamp();
            slot.IsSlow = isSlow;
            slot.PublishThread(thread);
            slot.Work.Execute(slot);
            var next = _complete(slot);
            isSlow = slot.IsSlow; // as Finish left it
            slot = next;
        }

        (isSlow ? _slow : _fresh).Adopt();
    }

    /// <summary>Whether a worker that has just finished may go on with this work.</summary>
    internal bool IsFit(WorkSlot next) => !_lastWasSlow || IsExpectedLong(next.Work);

    /// <summary>The worker that has just finished does this next.</summary>
    internal void GoOn(WorkSlot next)
    {
        _busy.Add(next);
        StartLooking();
    }

    private void StartLooking()
    {
        if (!_isLooking) _timer.Change(_options.Look, _options.Look);
        _isLooking = true;
    }

    /// <summary>Charges what a work is expected to take, so that its session is not given more meanwhile than it is due.</summary>
    internal void Prepay(WorkSlot slot)
    {
        slot.PrepaidNs = Math.Max(LeastCostNs, slot.Work.Kind is { } kind && _kinds.TryGetValue(kind, out var usual) ? usual : 0);
        slot.Session.VirtualNs += slot.PrepaidNs;
    }

    /// <summary>Gives it back.</summary>
    internal static void Refund(WorkSlot slot)
    {
        slot.Session.VirtualNs -= slot.PrepaidNs;
        slot.PrepaidNs = 0;
    }

    /// <summary>On the worker, after its work: settles the account and makes the thread a quick one again.</summary>
    internal void Finish(WorkSlot slot)
    {
        _busy.Remove(slot);
        Charge(slot);
        slot.Session.VirtualNs += LeastCostNs;
        Refund(slot);
        if (slot.Work.Kind is { } kind) Learn(kind, _time.GetElapsedTime(slot.Started).Ticks * TimeSpan.NanosecondsPerTick);
        if (slot.IsSlow && _threads.TrySetNice(slot.Thread, _usualNice)) slot.IsSlow = false;
        _lastWasSlow = slot.IsSlow;
    }

    private void Charge(WorkSlot slot)
    {
        var now = _threads.CpuNs(slot.Thread);
        var cost = Math.Max(0, now - slot.ChargedNs);
        slot.ChargedNs = now;
        var prepaid = Math.Min(cost, slot.PrepaidNs);
        slot.PrepaidNs -= prepaid;
        slot.Session.VirtualNs += cost - prepaid;
    }

    private void Learn(string kind, long tookNs)
    {
        if (_kinds.Count >= MaxKinds) _kinds.Clear();
        _kinds[kind] = _kinds.TryGetValue(kind, out var usual) ? (usual + tookNs) / 2 : tookNs;
    }

    private bool IsExpectedLong(ScheduledWork work) => work.Kind is { } kind && _kinds.TryGetValue(kind, out var usual) && usual > _options.Long.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Charges what runs, and makes those yield that have run for long.</summary>
    internal void Look()
    {
        if (_busy.Count == 0)
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _isLooking = false;
        }

        foreach (var slot in _busy)
        {
            if (slot.Thread == 0) continue; // its thread has not begun
            Charge(slot);
            if (slot.IsSlow || _time.GetElapsedTime(slot.Started) < _options.Long) continue;
            slot.IsSlow = _threads.TrySetNice(slot.Thread, _usualNice + _options.LongNice);
        }
    }

    /// <summary>Ends the looks.</summary>
    public void Dispose() => _timer.Dispose();
}
