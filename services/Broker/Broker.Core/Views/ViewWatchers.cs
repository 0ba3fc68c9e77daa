namespace WasmEngine.Broker;

/// <summary>How many clients watch each view, and what render was last told of it. Not stored: watchers end with the broker. Thread-safe.</summary>
internal sealed class ViewWatchers
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Clients that watch a view now.</summary>
    public int Count(string viewId)
    {
        lock (_entries) return _entries.GetValueOrDefault(viewId).Watchers;
    }

    /// <summary>Counts one more (1) or one less (-1).</summary>
    /// <returns>Whether the view just became visible or hidden.</returns>
    public bool Add(string viewId, int difference)
    {
        lock (_entries)
        {
            var entry = _entries.GetValueOrDefault(viewId);
            var after = entry with { Watchers = entry.Watchers + difference };
            if (after.Watchers == 0 && after.Told is null) _entries.Remove(viewId);
            else _entries[viewId] = after;
            return (entry.Watchers == 0) != (after.Watchers == 0);
        }
    }

    /// <summary>Notes what render was told.</summary>
    public void NoteTold(string viewId, bool visible)
    {
        lock (_entries) _entries[viewId] = _entries.GetValueOrDefault(viewId) with { Told = visible };
    }

    /// <summary>Notes that render may believe anything; also when the view has gone.</summary>
    public void ForgetTold(string viewId)
    {
        lock (_entries)
        {
            var entry = _entries.GetValueOrDefault(viewId) with { Told = null };
            if (entry.Watchers == 0) _entries.Remove(viewId);
            else _entries[viewId] = entry;
        }
    }

    /// <summary>Whether render was told something else than what is so.</summary>
    /// <param name="viewId">The view.</param>
    /// <param name="evenIfNeverTold">Whether never having been told counts.</param>
    public bool IsToldWrong(string viewId, bool evenIfNeverTold)
    {
        lock (_entries)
        {
            var entry = _entries.GetValueOrDefault(viewId);
            return entry.Told is { } told ? told != entry.Watchers > 0 : evenIfNeverTold || entry.Watchers > 0;
        }
    }

    private readonly record struct Entry(int Watchers, bool? Told);
}
