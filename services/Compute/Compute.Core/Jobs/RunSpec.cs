namespace WasmEngine.Compute.Core;

/// <summary>One run of a function.</summary>
/// <param name="Id">Identifier, unique among the runs of this process.</param>
/// <param name="Call">What to run.</param>
public sealed record RunSpec(string Id, FunctionSpec Call)
{
    /// <summary>Order within the session.</summary>
    public RunPriority Priority { get; init; } = RunPriority.Normal;

    /// <summary>Whether it is a job: then job imports answer.</summary>
    public bool IsJob { get; init; }

    /// <summary>1 for the first attempt of a job.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>Idempotency key; empty: none.</summary>
    public string Key { get; init; } = "";
}

/// <summary>How far a run is, as its guest told.</summary>
/// <param name="Done">So much is done.</param>
/// <param name="Total">The whole; 0: nothing was told.</param>
public readonly record struct RunProgress(ulong Done, ulong Total);
