namespace WasmEngine.Compute.Core;

/// <summary>Order within a session.</summary>
public enum RunPriority
{
    /// <summary>When nothing else of the session waits.</summary>
    Low = 1,

    /// <summary>As usual.</summary>
    Normal = 2,

    /// <summary>Before the others.</summary>
    High = 3,
}

/// <summary>Something that wants its turn on a worker. The scheduler executes it once or hands it back unexecuted, never both.</summary>
public abstract class ScheduledWork
{
    /// <summary>Whom it is for.</summary>
    internal abstract string Session { get; }

    /// <summary>Order within the session.</summary>
    internal abstract RunPriority Priority { get; }

    /// <summary>Memory that it holds while it waits.</summary>
    internal virtual long Bytes => 0;

    /// <summary>Works of one kind are expected to take as long as those before; null: nothing is known.</summary>
    internal virtual string? Kind => null;

    /// <summary>Does it, on a worker thread. Must not throw.</summary>
    internal abstract void Execute(WorkSlot slot);

    /// <summary>Its place in the queue; null while it is not queued. The scheduler's lock.</summary>
    internal LinkedListNode<ScheduledWork>? Place { get; set; }
}

/// <summary>What a work has while it is executed: a worker, and the right to more of them.</summary>
internal sealed class WorkSlot
{
    private readonly RunScheduler _scheduler;
    private int _thread;

    internal WorkSlot(RunScheduler scheduler, SessionShare session, ScheduledWork work)
    {
        _scheduler = scheduler;
        Session = session;
        Work = work;
    }

    /// <summary>What is executed.</summary>
    internal ScheduledWork Work { get; }

    /// <summary>Whose it is.</summary>
    internal SessionShare Session { get; }

    /// <summary>Kernel's id of the thread; 0 before it runs. What stands below is set before it, then under the scheduler's lock.</summary>
    internal int Thread =>
        // SYNC: acquire; pairs with PublishThread.
        Volatile.Read(ref _thread);

    /// <summary>When it began, as the scheduler's clock counts.</summary>
    internal long Started { get; set; }

    /// <summary>Processor time of the thread when it was last charged to the session.</summary>
    internal long ChargedNs { get; set; }

    /// <summary>What was charged before it ran and is not used up yet.</summary>
    internal long PrepaidNs { get; set; }

    /// <summary>Whether its thread yields to the others.</summary>
    internal bool IsSlow { get; set; }

    /// <summary>Workers that one session may have.</summary>
    internal int Cores => _scheduler.Cores;

    /// <summary>Names the thread, once all else is set.</summary>
    internal void PublishThread(int thread) =>
        // SYNC: release; pairs with Thread.
        Volatile.Write(ref _thread, thread);

    /// <summary>
    /// Runs something on further workers as well, as many as the session may have now. Each call of it ends by itself; to be
    /// waited for before this work ends. It must not throw.
    /// </summary>
    /// <returns>How many were started, 0 to <paramref name="most"/>.</returns>
    internal int StartHelpers(int most, Action help) => _scheduler.StartHelpers(this, most, help);
}
