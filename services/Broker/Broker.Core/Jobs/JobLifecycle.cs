using System.Collections.Frozen;

namespace WasmEngine.Broker;

/// <summary>Where a job stands. The numbers are stored and those of the public API: never change them.</summary>
public enum JobState
{
    /// <summary>Waiting for its turn, also before another attempt.</summary>
    Queued = 1,

    /// <summary>Running.</summary>
    Running = 2,

    /// <summary>Ended well.</summary>
    Succeeded = 3,

    /// <summary>Ended badly, for good.</summary>
    Failed = 4,

    /// <summary>Cancelled.</summary>
    Cancelled = 5,
}

/// <summary>What happens to a job.</summary>
public enum JobEvent
{
    /// <summary>An attempt begins.</summary>
    Started,

    /// <summary>The attempt is over, and another one follows.</summary>
    Requeued,

    /// <summary>The attempt ended well, and what it made is published.</summary>
    Succeeded,

    /// <summary>No further attempt follows: a failure without retries left, the deadline, too many lost attempts.</summary>
    Failed,

    /// <summary>It was cancelled, and nothing of it runs.</summary>
    Cancelled,
}

/// <summary>The life of a job as a table. A pair that is not in it changes nothing.</summary>
public static class JobLifecycle
{
    private static readonly FrozenDictionary<(JobState State, JobEvent Event), JobState> Table = new Dictionary<(JobState, JobEvent), JobState>
    {
        [(JobState.Queued, JobEvent.Started)] = JobState.Running,
        [(JobState.Queued, JobEvent.Failed)] = JobState.Failed,
        [(JobState.Queued, JobEvent.Cancelled)] = JobState.Cancelled,

        [(JobState.Running, JobEvent.Requeued)] = JobState.Queued,
        [(JobState.Running, JobEvent.Succeeded)] = JobState.Succeeded,
        [(JobState.Running, JobEvent.Failed)] = JobState.Failed,
        [(JobState.Running, JobEvent.Cancelled)] = JobState.Cancelled,
    }.ToFrozenDictionary();

    /// <summary>The state that follows; the same one when the event does not matter there.</summary>
    public static JobState After(JobState state, JobEvent happened) => Table.GetValueOrDefault((state, happened), state);

    /// <summary>Whether the event changes the state.</summary>
    public static bool Changes(JobState state, JobEvent happened) => After(state, happened) != state;

    /// <summary>Whether nothing can follow.</summary>
    public static bool IsEnd(JobState state) => state is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}
