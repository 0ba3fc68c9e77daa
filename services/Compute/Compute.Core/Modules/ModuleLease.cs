namespace WasmEngine.Compute.Core;

/// <summary>The right to use a loaded module that others use, too. Thread-safe.</summary>
public sealed class ModuleLease : IDisposable
{
    private readonly ModuleCatalog _catalog;
    private CatalogEntry? _entry;

    internal ModuleLease(ModuleCatalog catalog, CatalogEntry entry, IGuestModule module, bool wasLoaded)
    {
        _catalog = catalog;
        _entry = entry;
        Module = module;
        Description = wasLoaded ? module.Description with { CompileMs = 0 } : module.Description;
    }

    /// <summary>The module; usable until the lease is disposed, and not to be disposed itself.</summary>
    public IGuestModule Module { get; }

    /// <summary>What it is; its <see cref="ModuleDescription.CompileMs"/> is 0 when it was loaded already.</summary>
    public ModuleDescription Description { get; }

    /// <summary>Gives the module back. Nothing of it may run any more.</summary>
    public void Dispose()
    {
        // SYNC: partner is another Dispose of the same lease: only one gives back.
        if (Interlocked.Exchange(ref _entry, null) is { } entry) _catalog.Release(entry);
    }
}
