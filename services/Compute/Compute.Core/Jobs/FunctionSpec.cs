using System.Collections.Immutable;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>A call of a module's function, with everything resolved: the module is a file, buffers are regions.</summary>
public sealed record FunctionSpec
{
    /// <summary>Bytes of data arguments at most, all together.</summary>
    public const int MaxDataBytes = 512 << 10;

    /// <summary>Whom it runs for: between sessions the machine is shared fairly.</summary>
    public required string Session { get; init; }

    /// <summary>Absolute path of the module.</summary>
    public required string ModulePath { get; init; }

    /// <summary>SHA-256 that the file must have, lower-case hexadecimal; null takes any.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Name of the exported function.</summary>
    public required string Export { get; init; }

    /// <summary>In the order of the function's parameters.</summary>
    public ImmutableArray<FunctionArgument> Arguments { get; init; } = [];

    /// <summary>Set for a parallel loop.</summary>
    public LoopRange? Range { get; init; }

    /// <summary>What each instance may use.</summary>
    public InstanceLimits Limits { get; init; } = new();

    /// <summary>Time by the clock, from instantiation on; null: no limit.</summary>
    public TimeSpan? WallLimit { get; init; }

    /// <summary>Processor time, all workers together; null: no limit.</summary>
    public TimeSpan? CpuLimit { get; init; }

    /// <summary>Regions of the buffers that arguments name.</summary>
    public ImmutableDictionary<string, RegionName> Buffers { get; init; } = ImmutableDictionary<string, RegionName>.Empty;

    /// <summary>Arguments for WASI, without the program's name.</summary>
    public ImmutableArray<string> WasiArguments { get; init; } = [];

    /// <summary>Environment for WASI.</summary>
    public ImmutableArray<KeyValuePair<string, string>> WasiEnvironment { get; init; } = [];

    /// <summary>Directories for WASI.</summary>
    public ImmutableArray<WasiDirectory> Directories { get; init; } = [];

    /// <summary>Bytes of its data arguments.</summary>
    public int DataBytes => Arguments.OfType<DataArgument>().Sum(d => d.Bytes.Length);

    /// <summary>Everything that is wrong whatever the module is, a sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>(Limits.Problems());
        if (Export.Length is 0 or > 1024) problems.Add("the export's name has no characters, or more than 1024");
        if (Arguments.Length > 256) problems.Add($"there are {Arguments.Length} arguments, 256 are possible");
        if (Arguments.OfType<DataArgument>().Sum(d => (long)d.Bytes.Length) is var data and > MaxDataBytes) problems.Add($"data arguments have {data} bytes, {MaxDataBytes} are possible: put more into a buffer");
        if (WallLimit <= TimeSpan.Zero) problems.Add("the limit of time is not above 0");
        if (CpuLimit <= TimeSpan.Zero) problems.Add("the limit of processor time is not above 0");
        if (Range is { } range && range.End < range.Begin) problems.Add($"the range ends at {range.End}, before it begins ({range.Begin})");
        foreach (var slice in Arguments.OfType<BufferArgument>().Where(s => !Buffers.ContainsKey(s.Name))) problems.Add($"buffer \"{slice.Name}\" is not among the resolved buffers");
        return problems;
    }
}

/// <summary>Numbers from begin (included) to end (excluded) that a parallel loop does.</summary>
/// <param name="Begin">First.</param>
/// <param name="End">After the last.</param>
/// <param name="Grain">Numbers in one call at least; 0: chosen by the engine.</param>
/// <param name="Workers">Workers at most; 0: one for each core.</param>
public sealed record LoopRange(long Begin, long End, ulong Grain = 0, int Workers = 0)
{
    /// <summary>How many numbers there are.</summary>
    public ulong Length => (ulong)End - (ulong)Begin;
}

/// <summary>An argument. Numbers are one parameter each; data and buffers are two: address (i32) and length (i32 or i64).</summary>
public abstract record FunctionArgument;

/// <summary>A number.</summary>
/// <param name="Type">Not Other.</param>
/// <param name="Value">Its bits.</param>
public sealed record NumberArgument(WasmType Type, WasmValue Value) : FunctionArgument;

/// <summary>A private copy of some bytes in the function's memory.</summary>
/// <param name="Bytes">The bytes; not to be changed any more.</param>
public sealed record DataArgument(ReadOnlyMemory<byte> Bytes) : FunctionArgument;

/// <summary>Part of a buffer, shared, not copied.</summary>
/// <param name="Name">Name of the buffer.</param>
/// <param name="Offset">First byte.</param>
/// <param name="Length">Bytes; 0: all from the offset on.</param>
/// <param name="Writable">Whether it may be written.</param>
public sealed record BufferArgument(string Name, ulong Offset, ulong Length, bool Writable) : FunctionArgument;

/// <summary>A call does not fit its module, or what it names is not there; the message says what and why.</summary>
public sealed class CallInvalidException(string message) : Exception(message);
