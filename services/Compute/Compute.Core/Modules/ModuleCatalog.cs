using System.Collections.Immutable;

namespace WasmEngine.Compute.Core;

/// <summary>
/// The modules that are loaded in this process, one for each content, whatever paths it is found at: shared by all that runs.
/// Loading the same one twice at once loads it once. Those not in use stay for later ones until the bounds are reached, then
/// the least recently used goes. Thread-safe.
/// </summary>
public sealed class ModuleCatalog : IDisposable
{
    private const int Attempts = 3;
    private readonly IGuestEngine _engine;
    private readonly ModuleCatalogOptions _options;
    private readonly ModuleHashes _hashes;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CatalogEntry> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<CatalogEntry> _idle = []; // the least recently used first
    private long _codeBytes;
    private bool _disposed;

    /// <summary>Creates an empty catalog.</summary>
    /// <param name="engine">Loads modules; stays the caller's.</param>
    /// <param name="options">Its bounds.</param>
    /// <param name="time">Tells how long ago files changed.</param>
    /// <exception cref="ArgumentException">The options are not allowed.</exception>
    public ModuleCatalog(IGuestEngine engine, ModuleCatalogOptions options, TimeProvider time)
    {
        options.Validate();
        _engine = engine;
        _options = options;
        _hashes = new ModuleHashes(time);
    }

    /// <summary>How often a file's contents were read to know them; for tests.</summary>
    internal int FilesRead => _hashes.Reads;

    /// <summary>Hashes of the modules that are loaded or being loaded; for tests and inspection.</summary>
    public ImmutableArray<string> Hashes
    {
        get
        {
            lock (_gate) return [.. _entries.Keys];
        }
    }

    /// <summary>How many use or wait for a module; for tests.</summary>
    internal int UsersOf(string hash)
    {
        lock (_gate) return _entries.TryGetValue(hash, out var entry) ? entry.Users : 0;
    }

    /// <summary>
    /// Finds or loads a module. Blocks for as long as that takes: not to be called on a thread that serves others. A caller who
    /// gives up does not disturb the others who wait for the same module.
    /// </summary>
    /// <exception cref="ModuleException">It can't be loaded, or has another hash than it must.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public ModuleLease Acquire(string path, ModuleLoading? loading = null)
    {
        loading ??= new ModuleLoading();
        for (var attempt = 1; ; attempt++)
        {
            loading.Cancellation.ThrowIfCancellationRequested();
            var hash = _hashes.Of(path, loading.Cancellation);
            if (loading.Sha256 is { } wanted && !string.Equals(wanted, hash, StringComparison.Ordinal)) throw WrongHash(path, hash, wanted);
            try
            {
                return Join(hash, path, loading);
            }
            catch (ModuleException) when (attempt < Attempts && ChangedSince(path, hash, loading.Cancellation))
            {
                // the file became another one between its hash and its loading
            }
        }
    }

    /// <summary>Says that a file is not the one that was meant.</summary>
    public static ModuleException WrongHash(string path, string found, string wanted) =>
        new($"{path} has the SHA-256 {found}, not {wanted}: it was changed or exchanged");

    private bool ChangedSince(string path, string hash, CancellationToken cancel)
    {
        try
        {
            return !string.Equals(_hashes.Of(path, cancel), hash, StringComparison.Ordinal);
        }
        catch (ModuleException)
        {
            return false; // its loading has told why
        }
    }

    private ModuleLease Join(string hash, string path, ModuleLoading loading)
    {
        var entry = Enter(hash, out var isNew);
        if (loading.Progress is { } listener) entry.Listen(listener);
        if (isNew) _ = Task.Factory.StartNew(() => Load(entry, path), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var wasLoaded = !isNew && entry.Loaded.Task.IsCompletedSuccessfully;
        try
        {
            entry.Loaded.Task.Wait(loading.Cancellation);
            return new ModuleLease(this, entry, entry.Loaded.Task.Result, wasLoaded);
        }
        catch (AggregateException e) when (e.InnerException is { } inner)
        {
            Release(entry);
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(inner);
            throw; // not reached
        }
        catch
        {
            Release(entry);
            throw;
        }
        finally
        {
            if (loading.Progress is { } heard) entry.Unlisten(heard);
        }
    }

    private CatalogEntry Enter(string hash, out bool isNew)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            isNew = !_entries.TryGetValue(hash, out var entry);
            if (isNew) _entries.Add(hash, entry = new CatalogEntry(hash));
            if (entry!.Idle is { } idle) _idle.Remove(idle);
            entry.Idle = null;
            entry.Users++;
            return entry;
        }
    }

    // On a thread of its own: whoever asked first may give up before the others do.
    private void Load(CatalogEntry entry, string path)
    {
        try
        {
            var loading = new ModuleLoading { Sha256 = entry.Hash, Progress = entry.Report, Cancellation = entry.Abandoned.Token };
            var module = _engine.Load(path, loading);
            List<CatalogEntry> gone = [];
            lock (_gate)
            {
                entry.CodeBytes = module.Description.CodeBytes;
                entry.Loaded.SetResult(module);
                if (entry.IsListed)
                {
                    _codeBytes += entry.CodeBytes;
                    Trim(gone);
                }
                else if (entry.Users == 0)
                {
                    gone.Add(entry); // everybody gave up meanwhile
                }
            }

            Free(gone);
        }
        catch (Exception e) // told to all who wait
        {
            lock (_gate) Unlist(entry);
            entry.Loaded.SetException(e);
            _ = entry.Loaded.Task.Exception; // seen, even if nobody waits any more
        }
    }

    /// <summary>One user less.</summary>
    internal void Release(CatalogEntry entry)
    {
        List<CatalogEntry> gone = [];
        var abandoned = false;
        lock (_gate)
        {
            if (--entry.Users > 0) return;
            if (!entry.Loaded.Task.IsCompleted)
            {
                Unlist(entry); // who comes now begins anew
                abandoned = true;
            }
            else if (!entry.Loaded.Task.IsCompletedSuccessfully)
            {
                return;
            }
            else if (entry.IsListed)
            {
                entry.Idle = _idle.AddLast(entry);
                Trim(gone);
            }
            else
            {
                gone.Add(entry);
            }
        }

        if (abandoned) entry.Abandoned.Cancel();
        Free(gone);
    }

    private void Trim(List<CatalogEntry> gone)
    {
        while (_idle.First is { } oldest && (_disposed || _entries.Count > _options.MaxModules || _codeBytes > _options.MaxCodeBytes))
        {
            _idle.RemoveFirst();
            oldest.Value.Idle = null;
            Unlist(oldest.Value);
            gone.Add(oldest.Value);
        }
    }

    private void Unlist(CatalogEntry entry)
    {
        if (!entry.IsListed) return;
        entry.IsListed = false;
        _entries.Remove(entry.Hash);
        _codeBytes -= entry.CodeBytes;
    }

    // Outside of the lock: freeing a large module takes a while.
    private static void Free(List<CatalogEntry> gone)
    {
        foreach (var entry in gone) entry.Loaded.Task.Result.Dispose();
    }

    /// <summary>Frees what is not in use; the rest goes with its last lease.</summary>
    public void Dispose()
    {
        List<CatalogEntry> gone = [];
        lock (_gate)
        {
            _disposed = true;
            Trim(gone);
        }

        Free(gone);
    }
}
