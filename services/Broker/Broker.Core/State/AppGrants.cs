using System.Collections.Immutable;

namespace WasmEngine.Broker;

/// <summary>A directory that an app may use.</summary>
/// <param name="HostPath">Absolute path, links resolved.</param>
/// <param name="GuestPath">Name that the app sees.</param>
/// <param name="Writable">Whether it may be changed.</param>
public sealed record AppDirectory(string HostPath, string GuestPath, bool Writable);

/// <summary>What an app may see of the machine, resolved: kept with the app, so that every start of it sees the same.</summary>
public sealed record AppGrants
{
    /// <summary>Nothing.</summary>
    public static AppGrants None { get; } = new();

    /// <summary>Directories.</summary>
    public ImmutableArray<AppDirectory> Directories { get; init; } = [];

    /// <summary>Environment variables.</summary>
    public ImmutableSortedDictionary<string, string> Environment { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Arguments, without the program's name.</summary>
    public ImmutableArray<string> Arguments { get; init; } = [];
}
