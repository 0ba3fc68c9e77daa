namespace WasmEngine.Client;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>A state that this client does not know.</summary>
    Unknown = 0,

    /// <summary>Waiting for its turn, also before another attempt.</summary>
    Queued = 1,

    /// <summary>Running.</summary>
    Running = 2,

    /// <summary>Ended well.</summary>
    Succeeded = 3,

    /// <summary>Ended by a trap, a limit or its deadline.</summary>
    Failed = 4,

    /// <summary>Cancelled.</summary>
    Cancelled = 5,
}

/// <summary>Order of the jobs of one session.</summary>
public enum JobPriority
{
    /// <summary>When nothing else waits.</summary>
    Low = 1,

    /// <summary>As usual.</summary>
    Normal = 2,

    /// <summary>Before the others.</summary>
    High = 3,
}

/// <summary>How to run a job.</summary>
public sealed record JobOptions
{
    /// <summary>Order.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>Time from now by which it must have ended, queueing included; null: none.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>How often it is run again after it failed, 0 to 100.</summary>
    public int Retries { get; init; }

    /// <summary>Makes the submission idempotent within the session: 1 to 128 printable characters; null: none.</summary>
    public string? Key { get; init; }

    /// <summary>Kept on disk; runs again after any layer died. See <see cref="EngineClientOptions.SessionFile"/> for asking of it later.</summary>
    public bool Durable { get; init; }

    /// <summary>For people, at most 200 characters; null takes the export's name.</summary>
    public string? Title { get; init; }
}

/// <summary>One job.</summary>
public sealed record JobInfo
{
    /// <summary>For example "job-12".</summary>
    public required string Id { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>Why it failed, UPPER_SNAKE; empty otherwise.</summary>
    public required string Reason { get; init; }

    /// <summary>Why it failed, a sentence; empty otherwise.</summary>
    public required string Detail { get; init; }

    /// <summary>Attempts begun.</summary>
    public required int Attempts { get; init; }

    /// <summary>Progress that the guest told.</summary>
    public required long Done { get; init; }

    /// <summary>The whole; 0: it told nothing.</summary>
    public required long Total { get; init; }

    /// <summary>Results, when it succeeded; not in lists.</summary>
    public required FunctionOutcome? Outcome { get; init; }

    /// <summary>Kept on disk.</summary>
    public required bool Durable { get; init; }

    /// <summary>Key; empty: none.</summary>
    public required string Key { get; init; }

    /// <summary>Order.</summary>
    public required JobPriority Priority { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When it ended; null: not yet.</summary>
    public required DateTimeOffset? EndedAt { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;

    internal static JobInfo From(V1.Job job) => new()
    {
        Id = job.Id,
        Title = job.Title,
        State = Enum.IsDefined((JobState)(int)job.State) ? (JobState)(int)job.State : JobState.Unknown,
        Reason = job.Reason,
        Detail = job.Detail,
        Attempts = (int)job.Attempts,
        Done = (long)job.Done,
        Total = (long)job.Total,
        Outcome = job.Outcome is null ? null : FunctionOutcome.From(job.Outcome),
        Durable = job.Durable,
        Key = job.Key,
        Priority = (JobPriority)(int)job.Priority,
        SubmittedAt = DateTimeOffset.FromUnixTimeMilliseconds(job.SubmittedUnixMs),
        EndedAt = job.EndedUnixMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(job.EndedUnixMs),
    };
}

/// <summary>A job and whether it had been submitted before, under the same key.</summary>
/// <param name="Job">As it is now.</param>
/// <param name="Existed">Whether it was there already.</param>
public sealed record SubmittedJob(JobInfo Job, bool Existed);
