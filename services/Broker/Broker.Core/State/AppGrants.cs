using System.Collections.Immutable;

namespace WasmEngine.Broker;

/// <summary>What an app may see of the machine, resolved: kept with the app, so that every start of it sees the same.</summary>
public sealed record AppGrants
{
    /// <summary>Nothing.</summary>
    public static AppGrants None { get; } = new();

    /// <summary>Directories.</summary>
    public ImmutableArray<DirectoryGrant> Directories { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Arguments, without the program's name.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];
}
