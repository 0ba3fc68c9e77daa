using System.Collections.Immutable;

namespace WasmEngine.Broker;

/// <summary>What changed in one table.</summary>
/// <param name="Put">Rows to write.</param>
/// <param name="Dropped">Keys of rows to delete.</param>
/// <typeparam name="T">The row.</typeparam>
public sealed record TableDelta<T>(IReadOnlyList<T> Put, IReadOnlyList<string> Dropped)
{
    /// <summary>Whether nothing changed.</summary>
    public bool IsEmpty => Put.Count == 0 && Dropped.Count == 0;
}

/// <summary>What changed between two states; a store applies it in one transaction.</summary>
/// <param name="Sessions">Sessions.</param>
/// <param name="Apps">Apps.</param>
/// <param name="Views">Views.</param>
/// <param name="Buffers">Buffers.</param>
/// <param name="Counters">Counters that moved.</param>
public sealed record StateDelta(
    TableDelta<Session> Sessions,
    TableDelta<App> Apps,
    TableDelta<View> Views,
    TableDelta<SharedBuffer> Buffers,
    IReadOnlyList<KeyValuePair<string, long>> Counters)
{
    /// <summary>Whether nothing changed.</summary>
    public bool IsEmpty => Sessions.IsEmpty && Apps.IsEmpty && Views.IsEmpty && Buffers.IsEmpty && Counters.Count == 0;

    /// <summary>Compares two states.</summary>
    public static StateDelta Between(BrokerState before, BrokerState after) => new(
        Compare(before.Sessions, after.Sessions),
        Compare(before.Apps, after.Apps),
        Compare(before.Views, after.Views),
        Compare(before.Buffers, after.Buffers),
        ReferenceEquals(before.Counters, after.Counters) ? [] : [.. after.Counters.Where(c => before.Counters.GetValueOrDefault(c.Key) != c.Value)]);

    private static TableDelta<T> Compare<T>(ImmutableDictionary<string, T> before, ImmutableDictionary<string, T> after)
        where T : class
    {
        if (ReferenceEquals(before, after)) return new TableDelta<T>([], []);
        var put = after.Where(row => !ReferenceEquals(before.GetValueOrDefault(row.Key), row.Value)).Select(row => row.Value);
        var dropped = before.Keys.Where(key => !after.ContainsKey(key));
        return new TableDelta<T>([.. put], [.. dropped]);
    }
}
