namespace WasmEngine.Broker;

/// <summary>Answers questions about modules. Thread-safe.</summary>
public sealed class ModuleInspector
{
    private readonly BrokerParts _parts;

    internal ModuleInspector(BrokerParts parts) => _parts = parts;

    /// <summary>Has compute describe a module.</summary>
    /// <exception cref="BrokerException">PATH_INVALID, FILE_MISSING, MODULE_INVALID, LAYER_DOWN.</exception>
    public async Task<ModuleReport> InspectAsync(string path, CancellationToken cancellation)
    {
        if (path.Contains('\0', StringComparison.Ordinal) || !Path.IsPathFullyQualified(path))
            throw Faults.Invalid("PATH_INVALID", $"path \"{Faults.Shorten(path)}\" must be the absolute path of a module");
        if (!File.Exists(path)) throw new BrokerException(FaultKind.NotFound, "FILE_MISSING", $"there is no file {path}");
        await _parts.ComputeLink.RequireAsync(_parts.Options.LayerWait, _parts.Time, cancellation).ConfigureAwait(false);
        return await _parts.Compute.InspectAsync(path, cancellation).ConfigureAwait(false);
    }
}
