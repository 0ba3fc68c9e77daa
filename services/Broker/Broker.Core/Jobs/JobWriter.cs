using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>
/// Group commit: whatever waits when the disk is free is written in one transaction, by one thread. So the cost of a flush is
/// shared by all jobs of the moment, and does not grow with the number of jobs that are kept. Thread-safe.
/// </summary>
internal sealed partial class JobWriter : IDisposable
{
    private const int MaxBatch = 1024;
    private readonly IJobStore _store;
    private readonly StateKeeper _keeper;
    private readonly ILogger _log;
    private readonly BlockingCollection<Pending> _queue = [];
    private readonly Thread _thread;

    public JobWriter(IJobStore store, StateKeeper keeper, ILogger log)
    {
        _store = store;
        _keeper = keeper;
        _log = log;
        _thread = new Thread(Run) { IsBackground = true, Name = "job writer" };
    }

    /// <summary>Begins to write; what was asked for before is kept.</summary>
    public void Start() => _thread.Start();

    /// <summary>Writes a change; ends once it is on disk.</summary>
    /// <exception cref="BrokerException">STORE_FAILED: it was not written.</exception>
    public Task WriteAsync(JobWrite write) => AddAsync(new Pending([write], null));

    /// <summary>Writes changes together with one of the state: all of it or nothing.</summary>
    /// <param name="writes">Of durable jobs; none is fine.</param>
    /// <param name="change">Runs under the state's lock.</param>
    public Task WriteAsync(IReadOnlyList<JobWrite> writes, Func<BrokerState, BrokerState>? change) => AddAsync(new Pending(writes, change));

    /// <summary>Writes what is waiting and ends.</summary>
    public void Dispose()
    {
        _queue.CompleteAdding();
        if (_thread.IsAlive) _thread.Join();
        _queue.Dispose();
    }

    private Task AddAsync(Pending pending)
    {
        try
        {
            _queue.Add(pending);
        }
        catch (InvalidOperationException e) // also when disposed
        {
            pending.Done.TrySetException(new BrokerException(FaultKind.Unavailable, "LAYER_DOWN", "the broker is restarting; try again in a moment", e));
        }

        return pending.Done.Task;
    }

    private void Run()
    {
        var batch = new List<Pending>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Clear();
            batch.Add(first);
            while (batch.Count < MaxBatch && _queue.TryTake(out var next)) batch.Add(next);
            if (TryWrite(batch) is not { } failure)
            {
                foreach (var written in batch) written.Done.TrySetResult();
            }
            else if (batch.Count == 1)
            {
                first.Done.TrySetException(failure);
            }
            else
            {
                WriteOneByOne(batch); // one that can't be written must not fail the others
            }
        }
    }

    private void WriteOneByOne(List<Pending> batch)
    {
        foreach (var pending in batch)
        {
            if (TryWrite([pending]) is { } failure) pending.Done.TrySetException(failure);
            else pending.Done.TrySetResult();
        }
    }

    private Exception? TryWrite(List<Pending> batch)
    {
        try
        {
            IReadOnlyList<JobWrite> writes = batch.Count == 1 ? batch[0].Writes : [.. batch.SelectMany(p => p.Writes)];
            if (batch.TrueForAll(p => p.Change is null)) _store.Write(writes, null);
            else WriteWithState(batch, writes);
            return null;
        }
        catch (Exception e) // whatever it is, those who wait must hear of it
        {
            LogFailed(e, batch.Count);
            return e is BrokerException ? e : new BrokerException(FaultKind.Internal, "STORE_FAILED", $"the change could not be written: {e.Message}", e);
        }
    }

    private void WriteWithState(List<Pending> batch, IReadOnlyList<JobWrite> writes)
    {
        var written = false;
        _keeper.Commit(
            state => batch.Aggregate(state, (s, p) => p.Change is null ? s : p.Change(s)),
            delta =>
            {
                _store.Write(writes, delta);
                written = true;
            });
        if (!written) _store.Write(writes, null); // the state stayed as it was
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Writing {Count} changes of jobs failed")]
    private partial void LogFailed(Exception exception, int count);

    private sealed record Pending(IReadOnlyList<JobWrite> Writes, Func<BrokerState, BrokerState>? Change)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
