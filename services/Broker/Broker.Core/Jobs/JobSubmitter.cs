using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace WasmEngine.Broker;

/// <summary>Takes jobs in: once this has answered, a durable one is on disk. Thread-safe.</summary>
internal sealed class JobSubmitter(JobParts parts, JobDeadlines deadlines)
{
    private const int MaxChecked = 4096;
    private readonly JobNumbers _numbers = new(parts.Broker.Keeper);
    private readonly ConcurrentDictionary<(string Sha256, string Shape), bool> _checked = new();

    /// <summary>Accepts a job, or finds the one that this session submitted under the same key.</summary>
    /// <exception cref="BrokerException">As JobsService.SubmitJob tells.</exception>
    public async Task<SubmittedJob> SubmitAsync(string sessionId, JobRequest request, CancellationToken cancellation)
    {
        request.Check();
        var hash = request.Key.Length > 0 ? request.Hash() : "";
        if (request.Key.Length > 0 && parts.Board.FindKey(sessionId, request.Key) is { } known && await RepeatAsync(known, hash).ConfigureAwait(false) is { } repeated) return repeated;
        parts.Board.CheckRoom(sessionId, request.Call.Wire.Length); // before the disk is touched
        var hold = await parts.Modules.PinAsync(request.Call.Module, cancellation).ConfigureAwait(false);
        try
        {
            await CheckAsync(sessionId, request.Call, hold, cancellation).ConfigureAwait(false);
            while (true)
            {
                var job = NewJob(sessionId, request, hash, hold.Sha256);
                var accepting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                if (!parts.Broker.Keeper.Current.Sessions.ContainsKey(sessionId)) throw Faults.SessionClosed();
                if (!parts.Board.TryAdd(job, accepting.Task, out var entry))
                {
                    if (await RepeatAsync(entry, hash).ConfigureAwait(false) is { } same) return same;
                    continue; // the other submission failed: its key is free
                }

                await AcceptAsync(entry, job, accepting).ConfigureAwait(false);
                parts.Holds[job.Number] = hold;
                hold = null;
                deadlines.Add(entry);
                parts.Board.Enqueue(entry);
                parts.Queue.Ring();
                return new SubmittedJob(entry.Job, Existed: false);
            }
        }
        finally
        {
            hold?.Dispose();
        }
    }

    private static async Task<SubmittedJob?> RepeatAsync(JobEntry entry, string hash)
    {
        if (entry.Accepting is { } accepting)
        {
            await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!accepting.IsCompletedSuccessfully) return null;
        }

        var job = entry.Job;
        return string.Equals(job.RequestHash, hash, StringComparison.Ordinal)
            ? new SubmittedJob(job, Existed: true)
            : throw Faults.Invalid("KEY_REUSED", $"the key \"{job.Key}\" belongs to {job.Id}, which is another job than this one: use a new key for it");
    }

    private async Task AcceptAsync(JobEntry entry, Job job, TaskCompletionSource accepting)
    {
        try
        {
            // Not cancelled with the caller: the row may be on its way to the disk.
            if (job.Durable) await parts.Writer.WriteAsync(new JobWrite(JobWriteKind.Insert, job)).ConfigureAwait(false);
            accepting.SetResult();
        }
        catch (Exception e)
        {
            parts.Board.Remove(entry);
            accepting.SetException(e);
            _ = accepting.Task.Exception; // others who waited for it see that it failed; nobody else needs to
            throw;
        }
    }

    /// <summary>What compute says of the call; a layer that is away does not keep a job from being accepted.</summary>
    private async Task CheckAsync(string sessionId, FunctionCall call, ModuleHold hold, CancellationToken cancellation)
    {
        var state = parts.Broker.Keeper.Current;
        var buffers = CallBuffers.Resolve(state, sessionId, call.Buffers);
        var outputs = call.Buffers.Count(b => b.Use == BufferUse.Output);
        if (outputs > 0 && state.Buffers.Count + outputs > parts.Broker.Options.MaxBuffers) throw TooManyBuffers(parts.Broker.Options.MaxBuffers);
        if (_checked.ContainsKey((hold.Sha256, call.Shape)) || parts.Broker.ComputeLink.Incarnation == 0) return;
        var stand = ImmutableArray<JobOutput>.Empty;
        try
        {
            if (outputs > 0) stand = JobOutputs.Make(parts.Broker.Regions, $"check-{Guid.NewGuid():N}", 0, call.Buffers); // sparse: costs a name
            var all = buffers.AddRange(stand.Select(o => new ResolvedBuffer(o.Name, o.Region.Value)));
            await parts.Broker.Functions.CheckAsync(new ResolvedCall(sessionId, hold.ModulePath, hold.Sha256, call.Wire, all), cancellation).ConfigureAwait(false);
            if (call.Shape.Length == 0) return;
            if (_checked.Count >= MaxChecked) _checked.Clear();
            _checked[(hold.Sha256, call.Shape)] = true;
        }
        catch (BrokerException e) when (e.IsLayerTrouble)
        {
            // If it does not fit, the job will say so when it runs.
        }
        finally
        {
            JobOutputs.Delete(parts.Broker.Regions, stand);
        }
    }

    internal static BrokerException TooManyBuffers(int limit) => Faults.TooMany("TOO_MANY_BUFFERS", "buffers", limit, "free one with DeleteBuffer");

    private Job NewJob(string sessionId, JobRequest request, string hash, string sha256)
    {
        var now = parts.Now;
        return new Job
        {
            Number = _numbers.Take(),
            SessionId = sessionId,
            Title = request.Title.Length > 0 ? request.Title : request.Call.Export.Length <= 200 ? request.Call.Export : request.Call.Export[..200],
            Sha256 = sha256,
            Call = request.Call.Wire,
            Buffers = request.Call.Buffers,
            Priority = request.Priority,
            Retries = (int)request.Retries,
            Key = request.Key,
            RequestHash = hash,
            Durable = request.Durable,
            SubmittedAt = now,
            Deadline = request.DeadlineMs == 0 ? null : now + TimeSpan.FromMilliseconds(request.DeadlineMs),
        };
    }
}
