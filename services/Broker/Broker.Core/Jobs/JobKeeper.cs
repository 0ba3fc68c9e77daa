using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>Jobs as clients see them. Thread-safe.</summary>
public sealed partial class JobKeeper : IDisposable
{
    private const uint MaxGraceMs = 10_000;
    private static readonly TimeSpan BetweenChanges = TimeSpan.FromMilliseconds(50);
    private readonly JobParts _parts;
    private readonly JobSubmitter _submitter;
    private readonly JobEnder _ender;
    private readonly JobRunner _runner;
    private readonly JobDeadlines _deadlines;
    private readonly IJobStore _store;
    private readonly ILogger _log;

    internal JobKeeper(BrokerParts broker, ModuleKeeper modules, IJobStore store, ILoggerFactory logs)
    {
        _store = store;
        _log = logs.CreateLogger<JobKeeper>();
        _parts = new JobParts(broker, modules, new JobBoard(broker.Options, broker.Time), new JobWriter(store, broker.Keeper, logs.CreateLogger<JobWriter>()));
        _ender = new JobEnder(_parts, logs.CreateLogger<JobEnder>());
        _runner = new JobRunner(_parts, _ender, logs.CreateLogger<JobRunner>());
        _deadlines = new JobDeadlines(broker.Time, Expire);
        _submitter = new JobSubmitter(_parts, _deadlines);
    }

    /// <summary>Accepts a job.</summary>
    /// <exception cref="BrokerException">As JobsService.SubmitJob tells.</exception>
    public Task<SubmittedJob> SubmitAsync(string sessionId, JobRequest request, CancellationToken cancellation) => _submitter.SubmitAsync(sessionId, request, cancellation);

    /// <summary>A job as it is now.</summary>
    /// <exception cref="BrokerException">UNKNOWN_JOB.</exception>
    public Job Get(string sessionId, string id) => _parts.Board.Require(sessionId, id).Job;

    /// <summary>Jobs of a session, oldest first.</summary>
    /// <param name="sessionId">Whose.</param>
    /// <param name="ended">Also those that have ended.</param>
    /// <param name="after">Only those after this one; empty: from the first on.</param>
    /// <param name="most">At most so many.</param>
    /// <exception cref="BrokerException">PAGE_INVALID.</exception>
    public IReadOnlyList<Job> List(string sessionId, bool ended, string after, int most)
    {
        var number = 0L;
        if (after.Length > 0 && !Job.TryParseId(after, out number)) throw Faults.Invalid("PAGE_INVALID", $"page_token \"{Faults.Shorten(after)}\" is none that ListJobs gave");
        return _parts.Board.List(sessionId, ended, number, most);
    }

    /// <summary>A job as it is, then as it changes, at most 20 times a second, until it has ended.</summary>
    /// <exception cref="BrokerException">UNKNOWN_JOB.</exception>
    public async IAsyncEnumerable<Job> FollowAsync(string sessionId, string id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var entry = _parts.Board.Require(sessionId, id);
        while (true)
        {
            var job = entry.Job;
            yield return job;
            if (job.HasEnded) yield break;
            await _parts.Board.NextChange(entry, job).WaitAsync(cancellation).ConfigureAwait(false);
            await CoolDownAsync(entry, cancellation).ConfigureAwait(false);
            if (!_parts.Broker.Keeper.Current.Sessions.ContainsKey(sessionId)) throw Faults.SessionClosed();
        }
    }

    /// <summary>Ends a job: one that waits at once, one that runs after its grace. One that has ended stays as it is.</summary>
    /// <param name="sessionId">Whose.</param>
    /// <param name="id">The job.</param>
    /// <param name="graceMs">0 to 10000.</param>
    /// <returns>The job as it is then.</returns>
    /// <exception cref="BrokerException">UNKNOWN_JOB, LIMITS_INVALID.</exception>
    public async Task<Job> CancelAsync(string sessionId, string id, uint graceMs)
    {
        if (graceMs > MaxGraceMs) throw Faults.Invalid("LIMITS_INVALID", $"grace_ms is {graceMs}: it must be 0 to {MaxGraceMs}");
        var entry = _parts.Board.Require(sessionId, id);
        await CancelAsync(entry, TimeSpan.FromMilliseconds(graceMs)).ConfigureAwait(false);
        return entry.Job;
    }

    /// <summary>Reads the durable jobs that a former broker left. Once, before any call.</summary>
    internal void Load()
    {
        var sessions = _parts.Broker.Keeper.Current.Sessions;
        var waiting = 0;
        var forgotten = new List<JobWrite>();
        foreach (var stored in _store.LoadJobs().OrderBy(j => j.EndedAt ?? DateTimeOffset.MaxValue).ThenBy(j => j.Number))
        {
            if (stored.HasEnded && !sessions.ContainsKey(stored.SessionId))
            {
                forgotten.Add(new JobWrite(JobWriteKind.Delete, stored));
                continue;
            }

            if (stored.State == JobState.Running) _runner.NoteOrphan(stored);
            var job = stored.State == JobState.Running && !stored.Cancelling ? JobChanges.Orphaned(stored, _parts.Now) : stored;
            var entry = _parts.Board.Restore(job);
            if (job.HasEnded) continue;
            waiting++;
            if (_parts.Broker.Modules.TryHold(job.Sha256, out var hold)) _parts.Holds[job.Number] = hold!;
            _deadlines.Add(entry);
            if (!job.Cancelling) _parts.Board.Enqueue(entry);
        }

        if (forgotten.Count > 0) _store.Write(forgotten, null);
        LogLoaded(waiting);
        _parts.Writer.Start();
    }

    /// <summary>Runs jobs until cancelled.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var entry in _parts.Board.Unsettled()) await _ender.SettleAsync(entry, j => JobChanges.Cancelled(j, _parts.Now), [], cancellation).ConfigureAwait(false);
        await _runner.RunAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>A session is no more: its jobs end, except for durable ones, which are done all the same and then forgotten.</summary>
    internal void Abandon(string sessionId)
    {
        foreach (var entry in _parts.Board.EntriesOf(sessionId))
        {
            if (entry.Job.HasEnded) _ender.Drop(entry);
            else if (!entry.Job.Durable) _ = CancelAsync(entry, TimeSpan.Zero);
        }
    }

    /// <summary>Writes what is waiting. Nothing may be called afterwards.</summary>
    public void Dispose()
    {
        _deadlines.Dispose();
        _parts.Writer.Dispose();
    }

    private async Task CancelAsync(JobEntry entry, TimeSpan grace)
    {
        if (entry.Accepting is { } accepting) await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (await MarkAsync(entry).ConfigureAwait(false) is not { } marked) return;

        // On disk before it is said: a broker that takes over must not run it again.
        if (marked.Durable) await _parts.Writer.WriteAsync(new JobWrite(JobWriteKind.Update, marked)).ConfigureAwait(false);
        if (grace == TimeSpan.Zero) entry.Run?.Stop();
        else _ = StopGentlyAsync(entry, marked, grace);
    }

    /// <summary>Ends a job that waits, or marks one that runs.</summary>
    /// <returns>The job that was marked; null when it has ended.</returns>
    private async Task<Job?> MarkAsync(JobEntry entry)
    {
        while (true)
        {
            if (_parts.Board.TryUpdate(entry, j => j.State == JobState.Running ? j with { Cancelling = true } : j, out var job)) return job;
            if (job is { State: JobState.Running, Cancelling: true }) return job; // asked before: this grace may be shorter
            if (job.State == JobState.Queued)
                await _ender.SettleAsync(entry, j => j.State == JobState.Queued ? JobChanges.Cancelled(j, _parts.Now) : j, [], CancellationToken.None).ConfigureAwait(false);
            if (entry.Job.HasEnded) return null;
            await _parts.Board.NextChange(entry, job).ConfigureAwait(false); // its end is being written, or it has just begun to run
        }
    }

    private async Task StopGentlyAsync(JobEntry entry, Job running, TimeSpan grace)
    {
        var run = entry.Run;
        try
        {
            await _parts.Broker.Functions.StopRunAsync(running.RunId, grace, CancellationToken.None).ConfigureAwait(false);
            await Task.Delay(grace, _parts.Broker.Time).ConfigureAwait(false);
        }
        catch (BrokerException e)
        {
            LogNotAsked(running.Id, e.Message);
        }

        run?.Stop(); // nothing happens if it has ended
    }

    private void Expire(JobEntry entry)
    {
        if (entry is { Job.State: JobState.Running, Run: { } run })
        {
            run.Expire();
        }
        else
        {
            _ = _ender.SettleAsync(entry, j => j.State == JobState.Queued ? JobChanges.Expired(j, _parts.Now) : j, [], CancellationToken.None);
        }
    }

    /// <summary>Lets changes come together, unless it is the end.</summary>
    private async Task CoolDownAsync(JobEntry entry, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var pause = Task.Delay(BetweenChanges, _parts.Broker.Time, stop.Token);
        while (entry.Job is { HasEnded: false } job && !pause.IsCompleted)
            await Task.WhenAny(pause, _parts.Board.NextChange(entry, job)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Took over {Jobs} durable jobs that have not ended")]
    private partial void LogLoaded(int jobs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Job} could not be asked to end by itself, so it is stopped: {Why}")]
    private partial void LogNotAsked(string job, string why);
}
