using System.Collections.Immutable;

namespace WasmEngine.Broker;

/// <summary>Kinds of argument.</summary>
public enum ArgumentKind
{
    /// <summary>Nothing was set.</summary>
    None = 0,

    /// <summary>A number of any type.</summary>
    Number = 1,

    /// <summary>Bytes that are copied into the function's memory.</summary>
    Data = 2,

    /// <summary>Part of a buffer, shared.</summary>
    Buffer = 3,
}

/// <summary>What a function may do with a buffer. The numbers are stored: never change them.</summary>
public enum BufferUse
{
    /// <summary>Reading.</summary>
    Read = 1,

    /// <summary>Reading and writing in place.</summary>
    ReadWrite = 2,

    /// <summary>Jobs only: a new buffer, which the session has once the job has succeeded.</summary>
    Output = 3,
}

/// <summary>Part of a buffer.</summary>
/// <param name="Name">As the session knows it.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes; 0: all from the offset on.</param>
/// <param name="Use">What the function may do.</param>
public sealed record BufferSlice(string Name, ulong Offset, ulong Length, BufferUse Use);

/// <summary>An argument, as far as the broker looks at it: numbers and bytes travel within <see cref="FunctionCall.Wire"/>.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="DataBytes">Bytes of data.</param>
/// <param name="Buffer">The buffer, for that kind.</param>
public readonly record struct CallArgument(ArgumentKind Kind, int DataBytes = 0, BufferSlice? Buffer = null);

/// <summary>The range of a parallel loop.</summary>
/// <param name="Begin">First.</param>
/// <param name="End">After the last.</param>
/// <param name="Workers">At most; 0: one for each core.</param>
public sealed record CallRange(long Begin, long End, uint Workers);

/// <summary>What a run may use; 0 takes the default.</summary>
/// <param name="MemoryBytes">Linear memory.</param>
/// <param name="WallMs">Milliseconds by the clock.</param>
/// <param name="CpuMs">Milliseconds of processor time.</param>
/// <param name="Windows">Windows open at once.</param>
public sealed record CallLimits(ulong MemoryBytes = 0, ulong WallMs = 0, ulong CpuMs = 0, uint Windows = 0);

/// <summary>A directory that a function may see.</summary>
/// <param name="Path">Absolute path on this machine.</param>
/// <param name="GuestPath">Name for the guest.</param>
public sealed record DirectoryGrant(string Path, string GuestPath);

/// <summary>What a function may see of the machine.</summary>
/// <param name="Directories">Directories.</param>
/// <param name="Arguments">Arguments.</param>
/// <param name="Environment">Environment.</param>
public sealed record CallGrants(IReadOnlyList<DirectoryGrant> Directories, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment)
{
    /// <summary>Nothing at all.</summary>
    public static CallGrants None { get; } = new([], [], []);
}

/// <summary>Which module, by one of the two.</summary>
/// <param name="Path">Absolute path of a file; empty when named by content.</param>
/// <param name="Sha256">Digest of a module in the store; empty when named by path.</param>
public sealed record ModuleChoice(string Path, string Sha256);

/// <summary>A function to run, with all that it gets.</summary>
public sealed record FunctionCall
{
    /// <summary>Which module.</summary>
    public required ModuleChoice Module { get; init; }

    /// <summary>The exported function.</summary>
    public required string Export { get; init; }

    /// <summary>In order.</summary>
    public ImmutableArray<CallArgument> Arguments { get; init; } = [];

    /// <summary>Set for a parallel loop.</summary>
    public CallRange? Range { get; init; }

    /// <summary>What it may use.</summary>
    public CallLimits Limits { get; init; } = new();

    /// <summary>What it may see.</summary>
    public CallGrants Grants { get; init; } = CallGrants.None;

    /// <summary>The call as it goes to compute and onto the disk, without the module: the same bytes for the same call.</summary>
    public ReadOnlyMemory<byte> Wire { get; init; }

    /// <summary>
    /// What makes a check of it good for another call of the same module: export, arguments without their values, loop or not.
    /// </summary>
    public string Shape { get; init; } = "";

    /// <summary>Its buffers, in order of the arguments.</summary>
    public ImmutableArray<BufferSlice> Buffers => [.. Arguments.Where(a => a.Buffer is not null).Select(a => a.Buffer!)];
}

/// <summary>How a run ended.</summary>
/// <param name="Outcome">Results and times, as they go to the client; complete when <paramref name="Reason"/> is empty.</param>
/// <param name="Reason">Empty: well. Else one of <see cref="RunReasons"/>.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record RunEnd(ReadOnlyMemory<byte> Outcome, string Reason, string Detail)
{
    /// <summary>Whether it ended well.</summary>
    public bool IsGood => Reason.Length == 0;
}

/// <summary>Why runs and jobs end badly; names of the public API.</summary>
public static class RunReasons
{
    /// <summary>The guest trapped.</summary>
    public const string Trapped = "TRAPPED";

    /// <summary>Time by the clock was over.</summary>
    public const string Deadline = "DEADLINE";

    /// <summary>Processor time was used up.</summary>
    public const string CpuTime = "CPU_TIME";

    /// <summary>Too many host calls.</summary>
    public const string HostCalls = "HOST_CALLS";

    /// <summary>Somebody cancelled it.</summary>
    public const string Cancelled = "CANCELLED";

    /// <summary>The module can't be used.</summary>
    public const string ModuleInvalid = "MODULE_INVALID";

    /// <summary>The call does not fit the module, or a buffer has gone.</summary>
    public const string CallInvalid = "CALL_INVALID";

    /// <summary>Compute died under it too often.</summary>
    public const string AttemptsLost = "ATTEMPTS_LOST";

    /// <summary>Whether another try may end otherwise.</summary>
    public static bool IsWorthARetry(string reason) => reason is Trapped or Deadline or CpuTime or HostCalls;
}
