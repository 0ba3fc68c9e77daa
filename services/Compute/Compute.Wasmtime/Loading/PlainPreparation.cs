namespace WasmEngine.Compute.Wasmtime;

/// <summary>Leaves modules as they are.</summary>
internal sealed class PlainPreparation : IModulePreparation
{
    /// <inheritdoc/>
    public string Fingerprint => "plain";

    /// <inheritdoc/>
    public PreparedModule Prepare(ReadOnlyMemory<byte> module, CancellationToken cancel) => new(module, 0);
}
