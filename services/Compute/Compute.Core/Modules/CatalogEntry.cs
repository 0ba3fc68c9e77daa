namespace WasmEngine.Compute.Core;

/// <summary>
/// A module in the catalog, being loaded or loaded. All but <see cref="Loaded"/> and progress belongs to the catalog's lock.
/// </summary>
internal sealed class CatalogEntry(string hash)
{
    private readonly Lock _gate = new();
    private readonly List<Action<ModuleProgress>> _listeners = [];
    private ModuleProgress? _last;

    /// <summary>SHA-256 of the file.</summary>
    internal string Hash => hash;

    /// <summary>Completes with the module.</summary>
    internal TaskCompletionSource<IGuestModule> Loaded { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Cancelled when nobody waits any more.</summary>
    internal CancellationTokenSource Abandoned { get; } = new();

    /// <summary>Leases and those who wait for one.</summary>
    internal int Users { get; set; }

    /// <summary>Bytes of code, once it is loaded.</summary>
    internal long CodeBytes { get; set; }

    /// <summary>Whether the catalog still finds it.</summary>
    internal bool IsListed { get; set; } = true;

    /// <summary>Its place in the order of use; null while it is in use.</summary>
    internal LinkedListNode<CatalogEntry>? Idle { get; set; }

    /// <summary>Tells one more of progress, beginning with where it is.</summary>
    internal void Listen(Action<ModuleProgress> listener)
    {
        ModuleProgress? last;
        lock (_gate)
        {
            _listeners.Add(listener);
            last = _last;
        }

        if (last is not null) listener(last);
    }

    /// <summary>Tells one no more.</summary>
    internal void Unlisten(Action<ModuleProgress> listener)
    {
        lock (_gate) _listeners.Remove(listener);
    }

    /// <summary>Tells all who listen; what one of them throws is not the others'.</summary>
    internal void Report(ModuleProgress progress)
    {
        Action<ModuleProgress>[] listeners;
        lock (_gate)
        {
            _last = progress;
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners)
        {
            try
            {
                listener(progress);
            }
            catch (Exception)
            {
                Unlisten(listener); // it has lost its right to hear more
            }
        }
    }
}
