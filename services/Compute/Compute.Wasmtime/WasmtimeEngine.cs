using Microsoft.Extensions.Logging;
using WasmEngine.Compute.Core;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Wasmtime with our own memory creator. Thread-safe; one for the process.</summary>
public sealed class WasmtimeEngine : IGuestEngine
{
    private readonly HostEngine _guarded;
    private readonly Lazy<HostEngine> _withEpochs; // most never need it
    private readonly ModuleLoader _loader;

    /// <summary>Creates the engine.</summary>
    /// <exception cref="ArgumentException">The options are not allowed.</exception>
    public WasmtimeEngine(WasmtimeOptions options, TimeProvider time, ILogger<WasmtimeEngine> logger)
    {
        options.Validate();
        _guarded = new HostEngine(epochs: false);
        _withEpochs = new Lazy<HostEngine>(() => new HostEngine(epochs: true));
        _loader = new ModuleLoader(usesEpochs => HostFor(usesEpochs).Engine, new RewriterPreparation(options.Limits), options, time, logger);
    }

    private HostEngine HostFor(bool usesEpochs) => usesEpochs ? _withEpochs.Value : _guarded;

    /// <summary>Turns the text format into a module's bytes.</summary>
    public static byte[] Assemble(string text) => Module.ConvertText(text);

    /// <inheritdoc/>
    public IGuestModule Load(string path, ModuleLoading? loading = null)
    {
        var (compiled, description) = _loader.Load(path, loading ?? new ModuleLoading());
        return new WasmtimeModule(HostFor(compiled.GuardMemoryIndex is null), compiled, description);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        if (_withEpochs.IsValueCreated) _withEpochs.Value.Dispose();
        _guarded.Dispose();
    }
}
