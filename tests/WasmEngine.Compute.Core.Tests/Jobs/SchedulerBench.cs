using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace WasmEngine.Compute.Core.Tests.Jobs;

/// <summary>A scheduler whose works wait at a gate until they are let go, and whose threads' processor time is a number.</summary>
internal sealed class SchedulerBench : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public SchedulerBench(RunSchedulerOptions options, bool mayRestoreNice = true)
    {
        Threads = new FakeThreads(mayRestoreNice);
        Scheduler = new RunScheduler(options, Time, Threads);
    }

    public FakeTimeProvider Time { get; } = new();

    public FakeThreads Threads { get; }

    public RunScheduler Scheduler { get; }

    /// <summary>Names of works in the order in which they began.</summary>
    public ConcurrentQueue<string> Began { get; } = [];

    /// <summary>Submits a work that waits at its gate.</summary>
    public GatedWork Submit(string session, string name, RunPriority priority = RunPriority.Normal, long costNs = 0, string? kind = null, long bytes = 0)
    {
        var work = new GatedWork(this, session, name, priority, costNs, kind, bytes);
        Scheduler.Submit(work);
        return work;
    }

    public void Dispose() => Scheduler.Dispose();
}

/// <summary>A work that tells when it begins and ends when it is let go.</summary>
internal sealed class GatedWork(SchedulerBench bench, string session, string name, RunPriority priority, long costNs, string? kind, long bytes) : ScheduledWork
{
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _executions;

    public int Executions => Volatile.Read(ref _executions);

    public int Thread { get; private set; }

    public Task Begun => _begun.Task.WaitAsync(SchedulerBench.Patience);

    public Action<WorkSlot> OnExecute { get; init; } = _ => { };

    internal override string Session => session;

    internal override RunPriority Priority => priority;

    internal override string? Kind => kind;

    internal override long Bytes => bytes;

    public GatedWork LetGo()
    {
        _gate.TrySetResult();
        return this;
    }

    internal override void Execute(WorkSlot slot)
    {
        Interlocked.Increment(ref _executions);
        Thread = bench.Threads.CurrentThread;
        bench.Began.Enqueue(name);
        _begun.TrySetResult();
        _gate.Task.Wait();
        OnExecute(slot);
        bench.Threads.Spend(costNs);
    }
}

/// <summary>Threads whose processor time and nice values are what tests say.</summary>
internal sealed class FakeThreads(bool mayRestore) : IThreadFigures
{
    private static int _last;
    [ThreadStatic] private static int _own;
    private readonly ConcurrentDictionary<int, long> _spent = [];
    private readonly ConcurrentDictionary<int, int> _nice = [];

    public int CurrentThread => _own != 0 ? _own : _own = Interlocked.Increment(ref _last);

    public long CpuNs(int thread) => _spent.GetValueOrDefault(thread);

    public int Nice(int thread) => _nice.GetValueOrDefault(thread);

    public bool TrySetNice(int thread, int nice)
    {
        if (nice < Nice(thread) && !mayRestore) return false;
        _nice[thread] = nice;
        return true;
    }

    public void Spend(long ns) => _spent.AddOrUpdate(CurrentThread, ns, (_, before) => before + ns);
}
