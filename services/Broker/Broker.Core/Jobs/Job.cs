using System.Collections.Immutable;
using System.Globalization;

namespace WasmEngine.Broker;

/// <summary>Order of the jobs of one session. The numbers are stored: never change them.</summary>
public enum JobPriority
{
    /// <summary>When nothing else waits.</summary>
    Low = 1,

    /// <summary>As usual.</summary>
    Normal = 2,

    /// <summary>Before the others.</summary>
    High = 3,
}

/// <summary>A job: one immutable value, replaced at each change.</summary>
public sealed record Job
{
    /// <summary>Unique in the instance, never given twice; order of acceptance.</summary>
    public required long Number { get; init; }

    /// <summary>For example "job-12".</summary>
    public string Id => IdOf(Number);

    /// <summary>Whose it is.</summary>
    public required string SessionId { get; init; }

    /// <summary>For people.</summary>
    public required string Title { get; init; }

    /// <summary>Digest of its module, which is in the store for as long as the job needs it.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The call as it goes to compute; empty once the job has ended.</summary>
    public ReadOnlyMemory<byte> Call { get; init; }

    /// <summary>Its buffers.</summary>
    public ImmutableArray<BufferSlice> Buffers { get; init; } = [];

    /// <summary>Order.</summary>
    public JobPriority Priority { get; init; } = JobPriority.Normal;

    /// <summary>How often it is run again after it failed.</summary>
    public int Retries { get; init; }

    /// <summary>Idempotency key; empty: none.</summary>
    public string Key { get; init; } = "";

    /// <summary>Digest of the request, by which a repetition of a keyed one is known.</summary>
    public string RequestHash { get; init; } = "";

    /// <summary>Kept on disk.</summary>
    public bool Durable { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>By when it must have ended; null: no such time.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Where it stands.</summary>
    public JobState State { get; init; } = JobState.Queued;

    /// <summary>Attempts begun.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that failed by themselves.</summary>
    public int Failures { get; init; }

    /// <summary>Attempts that ended with the death of compute.</summary>
    public int Lost { get; init; }

    /// <summary>Somebody cancelled it, and its run has not ended yet.</summary>
    public bool Cancelling { get; init; }

    /// <summary>Progress; not stored.</summary>
    public ulong Done { get; init; }

    /// <summary>The whole; 0: no progress was told.</summary>
    public ulong Total { get; init; }

    /// <summary>Results, when it succeeded, as they go to clients.</summary>
    public ReadOnlyMemory<byte> Outcome { get; init; }

    /// <summary>Why it failed, UPPER_SNAKE; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>Why it failed, a sentence; empty otherwise.</summary>
    public string Detail { get; init; } = "";

    /// <summary>When it ended; null: not yet.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>An ended job of which only what its key needs is kept; it is not listed any more.</summary>
    public bool Slim { get; init; }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => JobLifecycle.IsEnd(State);

    /// <summary>Identifier of the run of the attempt begun last.</summary>
    public string RunId => string.Create(CultureInfo.InvariantCulture, $"{Id}.a{Attempts}");

    /// <summary>Bytes of memory that it holds beyond a few hundred.</summary>
    internal long HeldBytes => Call.Length + Outcome.Length + Detail.Length;

    /// <summary>The identifier that belongs to a number.</summary>
    public static string IdOf(long number) => string.Create(CultureInfo.InvariantCulture, $"job-{number}");

    /// <summary>The number within an identifier.</summary>
    public static bool TryParseId(string id, out long number)
    {
        number = 0;
        return id.StartsWith("job-", StringComparison.Ordinal)
            && long.TryParse(id.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out number)
            && string.Equals(IdOf(number), id, StringComparison.Ordinal);
    }
}
