using System.Globalization;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.Hosting;

namespace WasmEngine.Compute;

/// <summary>What the compute layer takes from its environment.</summary>
internal static class ComputeOptions
{
    /// <summary>Seconds that compiling a module may take: WASMENGINE_COMPILE_SECONDS.</summary>
    private const string CompileSeconds = "COMPILE_SECONDS";

    /// <summary>MiB of memory that compiling a module may take: WASMENGINE_COMPILE_MEMORY_MIB.</summary>
    private const string CompileMemory = "COMPILE_MEMORY_MIB";

    /// <summary>Reads the engine's options.</summary>
    /// <exception cref="OptionsException">One or more make no sense.</exception>
    internal static WasmtimeOptions Read(LayerBuilder layer)
    {
        var errors = new List<string>();
        var standard = new WasmtimeOptions();
        var options = standard with
        {
            CodeDirectory = Path.Combine(layer.Paths.CacheDirectory, "code"),
            Compiler = CompilerProcess.Self(),
            CompileTime = TimeSpan.FromSeconds(Number(layer, CompileSeconds, (long)standard.CompileTime.TotalSeconds, 1, 3600, errors)),
            CompileMemoryBytes = Number(layer, CompileMemory, standard.CompileMemoryBytes >> 20, 256, 1 << 20, errors) << 20,
        };
        return errors.Count == 0 ? options : throw new OptionsException(errors);
    }

    private static long Number(LayerBuilder layer, string key, long standard, long least, long most, List<string> errors)
    {
        if (layer.Configuration[key] is not { Length: > 0 } text) return standard;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        errors.Add($"WASMENGINE_{key} is \"{text}\": it must be {least} to {most}");
        return standard;
    }
}
