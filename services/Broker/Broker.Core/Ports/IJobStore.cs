namespace WasmEngine.Broker;

/// <summary>How a job is written.</summary>
public enum JobWriteKind
{
    /// <summary>The whole job, new.</summary>
    Insert,

    /// <summary>What changes while it waits and runs.</summary>
    Update,

    /// <summary>Its end, or that it becomes slim; its call is not needed any more.</summary>
    End,

    /// <summary>It is forgotten.</summary>
    Delete,
}

/// <summary>One change of one durable job.</summary>
/// <param name="Kind">What is written.</param>
/// <param name="Job">The job after the change.</param>
public readonly record struct JobWrite(JobWriteKind Kind, Job Job);

/// <summary>Keeps durable jobs. One thread at a time, which may be another one than that of <see cref="IStateStore"/>.</summary>
public interface IJobStore
{
    /// <summary>Reads all jobs in order of their numbers.</summary>
    IReadOnlyList<Job> LoadJobs();

    /// <summary>
    /// Writes changes in their order and in one transaction, together with one of the state if there is any. Once this returns it outlives
    /// a power cut.
    /// </summary>
    /// <exception cref="BrokerException">STORE_FAILED: nothing was written.</exception>
    void Write(IReadOnlyList<JobWrite> writes, StateDelta? state);
}
