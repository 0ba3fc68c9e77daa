namespace WasmEngine.Broker;

/// <summary>
/// A lock for each name, made when needed and forgotten when nobody holds or awaits it. Thread-safe; not re-entrant.
/// Order of taking: app, then view, then scene.
/// </summary>
internal sealed class KeyedLocks
{
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>Life of an app: launch, restart, stop.</summary>
    public Task<IDisposable> AppAsync(string id, CancellationToken cancellation) => AcquireAsync("app." + id, cancellation);

    /// <summary>What render is told of one view.</summary>
    public Task<IDisposable> ViewAsync(string id, CancellationToken cancellation) => AcquireAsync("view." + id, cancellation);

    /// <summary>What render is told of an app's scene.</summary>
    public Task<IDisposable> SceneAsync(string appId, CancellationToken cancellation) => AcquireAsync("scene." + appId, cancellation);

    private async Task<IDisposable> AcquireAsync(string key, CancellationToken cancellation)
    {
        Entry? entry;
        lock (_entries)
        {
            if (!_entries.TryGetValue(key, out entry)) _entries.Add(key, entry = new Entry());
            entry.Users++;
        }

        try
        {
            await entry.Gate.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            Leave(key, entry);
            throw;
        }

        return new Held(this, key, entry);
    }

    private void Leave(string key, Entry entry)
    {
        lock (_entries)
        {
            if (--entry.Users > 0) return;
            _entries.Remove(key);
            entry.Gate.Dispose();
        }
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1, 1);

        public int Users { get; set; }
    }

    private sealed class Held(KeyedLocks owner, string key, Entry entry) : IDisposable
    {
        private int _released;

        public void Dispose()
        {
            // SYNC: full fence; pairs with another Dispose of the same object, of which only the first releases.
            if (Interlocked.Exchange(ref _released, 1) != 0) return;
            entry.Gate.Release();
            owner.Leave(key, entry);
        }
    }
}
