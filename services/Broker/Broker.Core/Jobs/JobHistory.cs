namespace WasmEngine.Broker;

/// <summary>
/// Ended jobs, oldest first: the newest ones whole, of older ones with a key what the key needs, the rest is forgotten. Used under
/// the board's lock.
/// </summary>
internal sealed class JobHistory(int maxWhole, long maxBytes, int maxKeys)
{
    private readonly LinkedList<JobEntry> _whole = [];
    private readonly LinkedList<JobEntry> _slim = [];
    private readonly Dictionary<long, LinkedListNode<JobEntry>> _nodes = [];
    private long _bytes;

    /// <summary>Adds a job that has ended.</summary>
    public void Add(JobEntry entry)
    {
        var list = entry.Job.Slim ? _slim : _whole;
        _nodes[entry.Job.Number] = list.AddLast(entry);
        if (!entry.Job.Slim) _bytes += entry.Job.HeldBytes;
    }

    /// <summary>Takes one out.</summary>
    public void Remove(JobEntry entry)
    {
        if (!_nodes.Remove(entry.Job.Number, out var node)) return;
        if (!entry.Job.Slim) _bytes -= entry.Job.HeldBytes;
        node.List!.Remove(node);
    }

    /// <summary>Makes room for the newest.</summary>
    /// <param name="forget">Told of each that is forgotten.</param>
    /// <returns>What is to be written of durable ones.</returns>
    public IReadOnlyList<JobWrite> Trim(Action<JobEntry> forget)
    {
        List<JobWrite>? writes = null;
        while (_whole.Count > maxWhole || (_bytes > maxBytes && _whole.Count > 1))
        {
            var entry = _whole.First!.Value;
            Remove(entry);
            if (entry.Job.Key.Length > 0)
            {
                entry.Set(JobChanges.Slimmed(entry.Job));
                Add(entry);
                if (entry.Job.Durable) (writes ??= []).Add(new JobWrite(JobWriteKind.End, entry.Job));
            }
            else
            {
                Drop(entry);
            }
        }

        while (_slim.Count > maxKeys)
        {
            var entry = _slim.First!.Value;
            Remove(entry);
            Drop(entry);
        }

        return writes is null ? [] : writes;

        void Drop(JobEntry entry)
        {
            forget(entry);
            if (entry.Job.Durable) (writes ??= []).Add(new JobWrite(JobWriteKind.Delete, entry.Job));
        }
    }
}
