using System.Collections.Immutable;

namespace WasmEngine.Compute.Core;

/// <summary>What an app may see of the machine through WASI, as the broker resolved it.</summary>
public sealed record AppGrants
{
    /// <summary>Arguments, without the program's name.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary>Directories.</summary>
    public ImmutableArray<WasiDirectory> Directories { get; init; } = [];
}
