namespace WasmEngine.Broker;

/// <summary>
/// One job in memory. Changed under the board's lock alone; <see cref="Job"/> may be read by anyone.
/// </summary>
internal sealed class JobEntry(Job job)
{
    private volatile Job _job = job; // SYNC: an immutable record, swapped whole under the board's lock, read by any thread
    private TaskCompletionSource? _changed;

    /// <summary>The job as it is now.</summary>
    public Job Job => _job;

    /// <summary>Ends once its submission is on disk; null: it needs none, or that is long ago.</summary>
    public Task? Accepting { get; set; }

    /// <summary>Set while a run of it is under way; cancelling it stops the run.</summary>
    public JobRun? Run { get; set; }

    /// <summary>Its end is being written; nothing changes it any more.</summary>
    public bool IsEnding { get; set; }

    /// <summary>Whether it waits in the queue.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Replaces the job; the caller holds the board's lock.</summary>
    public void Set(Job job)
    {
        if (ReferenceEquals(_job, job)) return;
        _job = job;
        _changed?.TrySetResult();
        _changed = null;
    }

    /// <summary>Ends with the next change; the caller holds the board's lock.</summary>
    public Task NextChange() => (_changed ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
}

/// <summary>A run that is under way.</summary>
internal sealed class JobRun : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the run is to be stopped at once.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Whether the job's own deadline stopped it.</summary>
    public bool IsExpired { get; private set; }

    /// <summary>Stops it because the job's deadline has come.</summary>
    public void Expire()
    {
        IsExpired = true;
        Stop();
    }

    /// <summary>Ends it at once; the caller must not hold a lock.</summary>
    public void Stop()
    {
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // it has ended
        }
    }

    public void Dispose() => _stop.Dispose();
}
