namespace WasmEngine.Compute.Core;

/// <summary>A session's queue and what it has used. The scheduler's lock.</summary>
internal sealed class SessionShare(string name)
{
    private readonly LinkedList<ScheduledWork>[] _queues = [new(), new(), new()]; // high first

    /// <summary>Name.</summary>
    internal string Name => name;

    /// <summary>Works that wait.</summary>
    internal int Queued { get; private set; }

    /// <summary>Workers that it has.</summary>
    internal int Running { get; set; }

    /// <summary>Processor time that it has used, compared between sessions: who has used least comes next.</summary>
    internal long VirtualNs { get; set; }

    internal void Enqueue(ScheduledWork work)
    {
        work.Place = QueueOf(work).AddLast(work);
        Queued++;
    }

    internal void PutBack(ScheduledWork work)
    {
        work.Place = QueueOf(work).AddFirst(work);
        Queued++;
    }

    /// <summary>Takes the next one: by priority, then in order.</summary>
    internal ScheduledWork Dequeue()
    {
        var work = _queues.First(q => q.Count > 0).First!.Value;
        Remove(work);
        return work;
    }

    internal void Remove(ScheduledWork work)
    {
        work.Place!.List!.Remove(work.Place);
        work.Place = null;
        Queued--;
    }

    private LinkedList<ScheduledWork> QueueOf(ScheduledWork work) => _queues[work.Priority switch { RunPriority.High => 0, RunPriority.Low => 2, _ => 1 }];
}
