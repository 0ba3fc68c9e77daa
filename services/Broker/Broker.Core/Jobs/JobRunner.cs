using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Broker;

/// <summary>
/// Has compute run what waits: a bounded number of runs at once, so that compute can share the machine among sessions while the bulk of
/// the queue is here, where it outlives compute. Thread-safe.
/// </summary>
internal sealed partial class JobRunner(JobParts parts, JobEnder ender, ILogger log)
{
    private static readonly TimeSpan TroublePause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<Task, byte> _open = new();
    private readonly ConcurrentDictionary<long, string> _orphans = new();
    private readonly Lock _gate = new();
    private long _pausedAt;
    private TimeSpan _pause;

    /// <summary>A job that ran when a former broker died: its run is stopped for certain before the next one begins.</summary>
    public void NoteOrphan(Job job) => _orphans[job.Number] = job.RunId;

    /// <summary>Starts what waits, until cancelled; then stops what runs and returns when nothing does.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                var nudged = parts.Queue.Next; // taken before looking, so that a nudge meanwhile is not missed
                var link = parts.Broker.ComputeLink;
                var incarnation = link.Incarnation;
                var pause = PauseLeft();
                if (incarnation != 0 && pause == TimeSpan.Zero) StartAll(cancellation);
                await WaitAsync(nudged, pause, incarnation, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            await Task.WhenAll(_open.Keys).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void StartAll(CancellationToken cancellation)
    {
        while (parts.Board.TryStart(out var entry, out var taken))
        {
            var attempt = AttemptAsync(entry, taken, cancellation);
            _open.TryAdd(attempt, 0);
            _ = attempt.ContinueWith(done => _open.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private async Task WaitAsync(Task nudged, TimeSpan pause, ulong incarnation, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var waits = new List<Task> { nudged.WaitAsync(stop.Token), parts.Broker.ComputeLink.WaitForChangeAsync(incarnation, stop.Token) };
        if (pause > TimeSpan.Zero) waits.Add(Task.Delay(pause, parts.Broker.Time, stop.Token));
        await Task.WhenAny(waits).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }

    private async Task AttemptAsync(JobEntry entry, Job taken, CancellationToken shutdown)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding); // the loop goes on with the next one
        var outputs = ImmutableArray<JobOutput>.Empty;
        var adopted = false;
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(entry.Run!.Stopped, shutdown);
            Func<Job, Job> change;
            try
            {
                if (taken.Deadline <= parts.Now) entry.Run.Expire(); // it came while the job was between two attempts
                await PrepareAsync(entry, stop.Token).ConfigureAwait(false);
                outputs = JobOutputs.Make(parts.Broker.Regions, entry.Job.Id, entry.Job.Attempts, entry.Job.Buffers);
                change = await FollowAsync(entry, outputs, stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                if (shutdown.IsCancellationRequested) return; // the next broker takes a durable job up, and any other dies with us
                change = entry.Run.IsExpired ? j => JobChanges.Expired(j, parts.Now) : j => JobChanges.Cancelled(j, parts.Now);
            }
            catch (BrokerException e)
            {
                change = Judge(e);
            }

            adopted = await ender.SettleAsync(entry, change, outputs, shutdown).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !shutdown.IsCancellationRequested)
        {
            LogDefect(e, taken.Id); // the job stays as it is until a broker starts anew; nobody else is touched
        }
        finally
        {
            if (!adopted && !shutdown.IsCancellationRequested) JobOutputs.Delete(parts.Broker.Regions, outputs);
            parts.Board.LeaveRun(entry, taken);
            parts.Board.Enqueue(entry); // if another attempt follows
            parts.Queue.Ring();
        }
    }

    /// <summary>Before anything runs: the attempt is on disk, so that its number is never used again, and no older one runs.</summary>
    private async Task PrepareAsync(JobEntry entry, CancellationToken cancellation)
    {
        var job = entry.Job;
        if (job.Durable) await parts.Writer.WriteAsync(new JobWrite(JobWriteKind.Update, job)).ConfigureAwait(false);
        if (!_orphans.TryGetValue(job.Number, out var runId)) return;
        await parts.Broker.Functions.StopRunAsync(runId, TimeSpan.Zero, cancellation).ConfigureAwait(false);
        _orphans.TryRemove(job.Number, out _);
    }

    private async Task<Func<Job, Job>> FollowAsync(JobEntry entry, ImmutableArray<JobOutput> outputs, CancellationToken cancellation)
    {
        var job = entry.Job;
        cancellation.ThrowIfCancellationRequested();
        var buffers = CallBuffers.Resolve(parts.Broker.Keeper.Current, job.SessionId, job.Buffers);
        if (!outputs.IsEmpty) buffers = [.. buffers, .. outputs.Select(o => new ResolvedBuffer(o.Name, o.Region.Value))];
        var call = new ResolvedCall(job.SessionId, parts.Broker.Modules.PathOf(job.Sha256), job.Sha256, job.Call, buffers);
        var order = new RunOrder(job.RunId, call, job.Priority, job.Attempts, job.Key, IsJob: true);
        await foreach (var told in parts.Broker.Functions.RunAsync(order, cancellation).ConfigureAwait(false))
        {
            if (told.End is { } end) return j => JobChanges.Ran(j, end, parts.Now);
            if (told.Total > 0) parts.Board.TryUpdate(entry, j => j with { Done = Math.Min(told.Done, told.Total), Total = told.Total }, out _);
        }

        throw Faults.LayerDown("compute"); // the stream ended without an end of the run
    }

    /// <summary>What a run's failure means for the job.</summary>
    private Func<Job, Job> Judge(BrokerException e)
    {
        switch (e)
        {
            case { Kind: FaultKind.ResourceExhausted, Reason: "QUEUE_FULL" }:
                Pause(e.RetryAfter ?? TroublePause);
                return Return;
            case { Reason: "STORE_FAILED" }:
                Pause(TimeSpan.FromSeconds(1));
                return Return;
            case { NeverSent: true }:
                Pause(TroublePause);
                return Return;
            case { IsLayerTrouble: true } or { Kind: FaultKind.Internal }:
                Pause(TroublePause); // until its successor is there, which ends the pause
                return j => JobChanges.Lost(j, parts.Broker.Options.MaxLostAttempts, parts.Now);
            case { Reason: RunReasons.ModuleInvalid }:
                return j => JobChanges.Failed(j, RunReasons.ModuleInvalid, e.Message, parts.Now);
            default:
                return j => JobChanges.Failed(j, RunReasons.CallInvalid, e.Message, parts.Now);
        }
    }

    private Job Return(Job job) => job.Cancelling ? JobChanges.Cancelled(job, parts.Now) : JobChanges.Returned(job);

    private void Pause(TimeSpan time)
    {
        lock (_gate)
        {
            _pausedAt = parts.Broker.Time.GetTimestamp();
            _pause = time < LongestPause ? time : LongestPause;
        }
    }

    private TimeSpan PauseLeft()
    {
        lock (_gate)
        {
            var left = _pause - parts.Broker.Time.GetElapsedTime(_pausedAt);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Running {Job} failed unexpectedly")]
    private partial void LogDefect(Exception exception, string job);
}
