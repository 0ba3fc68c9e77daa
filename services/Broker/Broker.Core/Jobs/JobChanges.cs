namespace WasmEngine.Broker;

/// <summary>What a job looks like after something happened to it. Pure; each returns the same job when nothing changes.</summary>
public static class JobChanges
{
    private const int MaxDetail = 8192, SlimDetail = 256;

    /// <summary>An attempt begins.</summary>
    public static Job Started(Job job) => Apply(job, JobEvent.Started, static j => j with { Attempts = j.Attempts + 1, Done = 0, Total = 0 });

    /// <summary>The attempt that began last did not begin after all: compute had no room, or was not there.</summary>
    public static Job Returned(Job job) => Apply(job, JobEvent.Requeued, static j => j with { Attempts = j.Attempts - 1 });

    /// <summary>The attempt is over by no fault of the job's or of compute's: a broker died, a layer went down in peace.</summary>
    public static Job Orphaned(Job job, DateTimeOffset now) => job.Cancelling ? Cancelled(job, now) : Apply(job, JobEvent.Requeued, static j => j);

    /// <summary>Compute died while it ran.</summary>
    public static Job Lost(Job job, int maxLost, DateTimeOffset now)
    {
        if (job.Cancelling) return Cancelled(job, now);
        var lost = job with { Lost = job.Lost + 1 };
        return lost.Lost > maxLost
            ? Failed(lost, RunReasons.AttemptsLost, $"the compute layer died {lost.Lost} times while this job ran; it may be what ends it (`wasmengine logs compute` tells more)", now)
            : Apply(lost, JobEvent.Requeued, static j => j);
    }

    /// <summary>The attempt ended by itself, or was stopped.</summary>
    public static Job Ran(Job job, RunEnd end, DateTimeOffset now)
    {
        // Whoever stopped a run that nobody cancelled (a compute layer that goes down) did not mean the job.
        if (job.Cancelling || string.Equals(end.Reason, RunReasons.Cancelled, StringComparison.Ordinal)) return Orphaned(job, now);
        if (end.IsGood) return Apply(job, JobEvent.Succeeded, j => Ended(j, now) with { Outcome = end.Outcome });
        var failed = job with { Failures = job.Failures + 1 };
        return RunReasons.IsWorthARetry(end.Reason) && failed.Failures <= failed.Retries
            ? Apply(failed, JobEvent.Requeued, static j => j)
            : Failed(failed, end.Reason, end.Detail, now);
    }

    /// <summary>It ends badly for good.</summary>
    public static Job Failed(Job job, string reason, string detail, DateTimeOffset now) =>
        Apply(job, JobEvent.Failed, j => Ended(j, now) with { Reason = reason, Detail = detail.Length > MaxDetail ? detail[..MaxDetail] : detail });

    /// <summary>It ends because somebody wanted it to.</summary>
    public static Job Cancelled(Job job, DateTimeOffset now) => Apply(job, JobEvent.Cancelled, j => Ended(j, now));

    /// <summary>Its time has passed.</summary>
    public static Job Expired(Job job, DateTimeOffset now) =>
        Failed(job, RunReasons.Deadline, job.Attempts == 0 ? "its deadline passed before its turn came" : "its deadline passed", now);

    /// <summary>Only what its key needs.</summary>
    public static Job Slimmed(Job job) =>
        job with { Slim = true, Outcome = default, Buffers = [], Detail = job.Detail.Length > SlimDetail ? job.Detail[..SlimDetail] : job.Detail };

    private static Job Ended(Job job, DateTimeOffset now) => job with { EndedAt = now, Call = default, Cancelling = false };

    private static Job Apply(Job job, JobEvent happened, Func<Job, Job> change) =>
        JobLifecycle.Changes(job.State, happened) ? change(job) with { State = JobLifecycle.After(job.State, happened) } : job;
}
