using System.Collections.Concurrent;

namespace WasmEngine.Broker;

/// <summary>What the parts that deal with jobs share.</summary>
internal sealed record JobParts(BrokerParts Broker, ModuleKeeper Modules, JobBoard Board, JobWriter Writer)
{
    /// <summary>Rung when something may be started.</summary>
    public Nudge Queue { get; } = new();

    /// <summary>Modules that are held for jobs that have not ended, by the job's number.</summary>
    public ConcurrentDictionary<long, ModuleHold> Holds { get; } = new();

    public DateTimeOffset Now => Broker.Time.GetUtcNow();
}

/// <summary>Gives numbers that are never given twice, also across the broker's death; a block at a time costs one write. Thread-safe.</summary>
internal sealed class JobNumbers(StateKeeper keeper)
{
    private const int Block = 1000;
    private readonly Lock _gate = new();
    private long _next;
    private long _end;

    public long Take()
    {
        lock (_gate)
        {
            if (_next >= _end)
            {
                keeper.Commit(state =>
                {
                    _next = state.Counters.GetValueOrDefault(CounterNames.Job) + 1;
                    _end = _next + Block;
                    return state.WithCounter(CounterNames.Job, _end - 1);
                });
            }

            return _next++;
        }
    }
}
