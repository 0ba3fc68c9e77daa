using Microsoft.Extensions.Logging;
using WasmEngine.Compute.Core;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Wasmtime with our own memory creator. Thread-safe; one for the process.</summary>
public sealed class WasmtimeEngine : IGuestEngine
{
    private readonly Engine _engine;
    private readonly ModuleLoader _loader;

    /// <summary>Creates the engine.</summary>
    /// <exception cref="ArgumentException">The options are not allowed.</exception>
    public WasmtimeEngine(WasmtimeOptions options, TimeProvider time, ILogger<WasmtimeEngine> logger)
    {
        options.Validate();
        _engine = EngineFeatures.Create(epochs: false);
        _loader = new ModuleLoader(_ => _engine, new PlainPreparation(), options, time, logger);
    }

    /// <summary>Turns the text format into a module's bytes.</summary>
    public static byte[] Assemble(string text) => Module.ConvertText(text);

    /// <inheritdoc/>
    public IGuestModule Load(string path, ModuleLoading? loading = null)
    {
        var (compiled, description) = _loader.Load(path, loading ?? new ModuleLoading());
        return new WasmtimeModule(_engine, compiled.Module, description);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _loader.Dispose();
        _engine.Dispose();
    }
}
