using System.Collections.Immutable;

namespace WasmEngine.Compute.Core;

/// <summary>Why a run did not end well.</summary>
public enum RunFault
{
    /// <summary>It ended well.</summary>
    None = 0,

    /// <summary>The guest trapped, exited with a code other than 0, or the host could not go on with it.</summary>
    Trapped = 1,

    /// <summary>Its time by the clock was over.</summary>
    Deadline = 2,

    /// <summary>Its processor time was used up.</summary>
    CpuTime = 3,

    /// <summary>It made more host calls than it may.</summary>
    HostCalls = 4,

    /// <summary>Somebody asked for its end.</summary>
    Cancelled = 5,

    /// <summary>The module can't be loaded.</summary>
    ModuleInvalid = 6,

    /// <summary>The call does not fit the module, or its buffers are not there.</summary>
    CallInvalid = 7,

    /// <summary>The process ends: the run is to be made elsewhere, or later.</summary>
    Shutdown = 8,
}

/// <summary>A number that a function returned.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Value">Its bits.</param>
public readonly record struct TypedValue(WasmType Type, WasmValue Value);

/// <summary>How a run ended.</summary>
public sealed record RunResult
{
    /// <summary>Why it did not end well.</summary>
    public RunFault Fault { get; init; }

    /// <summary>A sentence for people, with the guest's last log lines; empty when it ended well.</summary>
    public string Detail { get; init; } = "";

    /// <summary>What the function returned; complete when it ended well.</summary>
    public ImmutableArray<TypedValue> Results { get; init; } = [];

    /// <summary>What the guest handed to job_result.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>From instantiation to the end.</summary>
    public TimeSpan Wall { get; init; }

    /// <summary>Processor time, all workers together, loading not counted.</summary>
    public TimeSpan Cpu { get; init; }

    /// <summary>Time that loading the module took.</summary>
    public TimeSpan Load { get; init; }

    /// <summary>Why it runs slower than it could; empty: it does not.</summary>
    public string Note { get; init; } = "";
}
