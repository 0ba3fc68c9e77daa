using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using WasmEngine.Memory;

namespace WasmEngine.Broker;

/// <summary>
/// Ends jobs. What a job made (results, OUTPUT buffers) and that it has ended are one transaction: all of it is there or nothing, and
/// once only, whatever dies meanwhile. Thread-safe.
/// </summary>
internal sealed partial class JobEnder(JobParts parts, ILogger log)
{
    private static readonly TimeSpan WriteRetry = TimeSpan.FromSeconds(1);

    /// <summary>Changes a job; if it ends by that, does not return before the end is on disk and everybody can see it.</summary>
    /// <param name="entry">The job.</param>
    /// <param name="change">What happened to it.</param>
    /// <param name="outputs">What becomes the session's if it succeeds; the caller deletes the regions otherwise.</param>
    /// <param name="cancellation">The broker ends: a durable job is then taken up by the next one.</param>
    /// <returns>Whether the outputs are the session's now.</returns>
    public async Task<bool> SettleAsync(JobEntry entry, Func<Job, Job> change, ImmutableArray<JobOutput> outputs, CancellationToken cancellation)
    {
        if (!parts.Board.TryBeginEnd(entry, change, out var next))
        {
            if (next is { Durable: true, HasEnded: false }) Note(next);
            return false;
        }

        var adopted = next.State == JobState.Succeeded && !outputs.IsEmpty;
        var replaced = ImmutableArray<string>.Empty;
        while (next.Durable || adopted)
        {
            try
            {
                replaced = await WriteAsync(next, adopted ? outputs : []).ConfigureAwait(false);
                break;
            }
            catch (BrokerException e) when (e.Reason == TooMany)
            {
                adopted = false;
                next = JobChanges.Failed(entry.Job, "OUTPUT_REFUSED", e.Message, parts.Now);
            }
            catch (BrokerException e)
            {
                LogEndNotWritten(next.Id, e.Message);
                await Task.Delay(WriteRetry, parts.Broker.Time, cancellation).ConfigureAwait(false); // the disk may have room again
            }
        }

        foreach (var region in replaced) parts.Broker.Regions.Delete(RegionName.Parse(region));
        Finish(entry, next);
        return adopted && parts.Broker.Keeper.Current.Buffers.ContainsKey(outputs[0].Region.Value);
    }

    /// <summary>Writes a durable job's change without waiting for it: what follows is written after it.</summary>
    public void Note(Job job) => _ = NoteAsync(job);

    private const string TooMany = "TOO_MANY_BUFFERS";

    private async Task NoteAsync(Job job)
    {
        try
        {
            await parts.Writer.WriteAsync(new JobWrite(JobWriteKind.Update, job)).ConfigureAwait(false);
        }
        catch (BrokerException)
        {
            // logged where it failed; a broker that takes over finds the job a little younger
        }
    }

    private void Finish(JobEntry entry, Job ended)
    {
        var forgotten = parts.Board.FinishEnd(entry, ended);
        if (parts.Holds.TryRemove(ended.Number, out var hold)) hold.Dispose();
        if (forgotten.Count > 0) _ = ForgetAsync(forgotten);
        if (ended.State == JobState.Failed) LogFailed(ended.Id, ended.Reason, ended.Detail);
        else LogEnded(ended.Id, ended.State);
        if (!parts.Broker.Keeper.Current.Sessions.ContainsKey(ended.SessionId)) Drop(entry);
    }

    /// <summary>Nobody can ask for the jobs of a session that was closed.</summary>
    public void Drop(JobEntry entry)
    {
        if (parts.Board.TryDrop(entry) && entry.Job.Durable) _ = ForgetAsync([new JobWrite(JobWriteKind.Delete, entry.Job)]);
    }

    private async Task ForgetAsync(IReadOnlyList<JobWrite> writes)
    {
        try
        {
            await parts.Writer.WriteAsync(writes, null).ConfigureAwait(false);
        }
        catch (BrokerException)
        {
            // logged where it failed; the next broker forgets them
        }
    }

    /// <summary>The end and the buffers in one transaction.</summary>
    /// <returns>Regions of buffers that were replaced.</returns>
    private async Task<ImmutableArray<string>> WriteAsync(Job next, ImmutableArray<JobOutput> outputs)
    {
        JobWrite[] writes = next.Durable ? [new JobWrite(JobWriteKind.End, next)] : [];
        if (outputs.IsEmpty)
        {
            await parts.Writer.WriteAsync(writes, null).ConfigureAwait(false);
            return [];
        }

        var replaced = ImmutableArray<string>.Empty;
        await parts.Writer.WriteAsync(writes, state => Adopt(state, next.SessionId, outputs, out replaced)).ConfigureAwait(false);
        return replaced;
    }

    private BrokerState Adopt(BrokerState state, string sessionId, ImmutableArray<JobOutput> outputs, out ImmutableArray<string> replaced)
    {
        replaced = [];
        if (!state.Sessions.ContainsKey(sessionId)) return state; // nobody could find them
        var former = ImmutableArray.CreateBuilder<string>();
        foreach (var output in outputs)
        {
            if (state.FindBuffer(sessionId, output.Name) is { } old) former.Add(old.Region);
            state = state.Next(CounterNames.Buffer, out var number).With(new SharedBuffer(output.Region.Value, number, sessionId, output.Name, output.Offset, output.SizeBytes));
        }

        if (state.Buffers.Count > parts.Broker.Options.MaxBuffers) throw JobSubmitter.TooManyBuffers(parts.Broker.Options.MaxBuffers);
        replaced = former.ToImmutable();
        return state;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of {Job} could not be written, trying again: {Why}")]
    private partial void LogEndNotWritten(string job, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "{Job} failed, {Reason}: {Detail}")]
    private partial void LogFailed(string job, string reason, string detail);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Job} ended: {State}")]
    private partial void LogEnded(string job, JobState state);
}
