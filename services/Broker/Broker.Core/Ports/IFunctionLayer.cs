using System.Collections.Immutable;

namespace WasmEngine.Broker;

/// <summary>A call with everything resolved: the module is a file, buffers are regions.</summary>
/// <param name="SessionId">Whose it is.</param>
/// <param name="ModulePath">Absolute path.</param>
/// <param name="Sha256">Digest that the file must have; empty: any.</param>
/// <param name="Wire">The call.</param>
/// <param name="Buffers">Regions of the buffers that the arguments name.</param>
public sealed record ResolvedCall(string SessionId, string ModulePath, string Sha256, ReadOnlyMemory<byte> Wire, ImmutableArray<ResolvedBuffer> Buffers);

/// <summary>A run to begin.</summary>
/// <param name="RunId">Unique; for stopping it.</param>
/// <param name="Call">The call.</param>
/// <param name="Priority">Order among the runs of the session.</param>
/// <param name="Attempt">1 for the first.</param>
/// <param name="Key">Idempotency key; empty: none.</param>
/// <param name="IsJob">Whether it is a job's.</param>
public sealed record RunOrder(string RunId, ResolvedCall Call, JobPriority Priority = JobPriority.Normal, int Attempt = 1, string Key = "", bool IsJob = false);

/// <summary>What compute tells of a run.</summary>
/// <param name="Running">Whether it has left compute's queue.</param>
/// <param name="Done">Progress.</param>
/// <param name="Total">The whole; 0: no progress was told.</param>
/// <param name="End">The end; then nothing follows.</param>
public sealed record RunEvent(bool Running, ulong Done, ulong Total, RunEnd? End);

/// <summary>A step of loading a module.</summary>
/// <param name="Step">Number of the public ModuleStep.</param>
/// <param name="Fraction">0 to 1.</param>
/// <param name="Functions">0 while unknown.</param>
public sealed record PrepareStep(int Step, double Fraction, int Functions);

/// <summary>A lane that is ready.</summary>
/// <param name="Parameters">Numbers that each call brings.</param>
/// <param name="Results">Numbers that each answer has.</param>
public sealed record LaneReady(int Parameters, int Results);

/// <summary>Functions on the compute layer. Failures are <see cref="BrokerException"/>. Thread-safe.</summary>
public interface IFunctionLayer
{
    /// <summary>Checks a call against its module. A deadline holds.</summary>
    Task CheckAsync(ResolvedCall call, CancellationToken cancellation);

    /// <summary>Runs a function; ends after the event that has an end. Cancelling stops the run at once.</summary>
    IAsyncEnumerable<RunEvent> RunAsync(RunOrder order, CancellationToken cancellation);

    /// <summary>Asks a run to end by itself, and ends it after the grace; nothing happens if it does not run.</summary>
    Task StopRunAsync(string runId, TimeSpan grace, CancellationToken cancellation);

    /// <summary>Loads a module.</summary>
    IAsyncEnumerable<PrepareStep> PrepareAsync(string path, string sha256, CancellationToken cancellation);

    /// <summary>Serves a lane until cancelled; the first event says that it is ready.</summary>
    IAsyncEnumerable<LaneReady> ServeLaneAsync(string requestRegion, string responseRegion, ResolvedCall call, CancellationToken cancellation);
}
