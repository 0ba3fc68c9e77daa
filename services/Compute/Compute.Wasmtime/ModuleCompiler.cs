using Microsoft.Extensions.Logging;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Makes modules of bytes: from compiled code that was kept, else by compiling. Thread-safe.</summary>
internal sealed partial class ModuleCompiler(Engine engine, CodeCache? cache, ILogger logger)
{
    /// <summary>Makes a module.</summary>
    /// <exception cref="WasmtimeException">Not a module that this engine can run.</exception>
    internal Module Compile(string name, byte[] bytes)
    {
        if (cache is null) return Module.FromBytes(engine, name, bytes);
        var file = cache.NameOf(bytes);
        if (TryRestore(name, file) is { } restored) return restored;
        var module = Module.FromBytes(engine, name, bytes);
        try
        {
            cache.Store(file, module.Serialize());
        }
        catch (WasmtimeException e)
        {
            LogNotSerialized(logger, name, e.Message);
        }

        return module;
    }

    private Module? TryRestore(string name, string file)
    {
        if (cache!.TryRead(file) is not { } code) return null;
        try
        {
            return Module.Deserialize(engine, name, code);
        }
        catch (WasmtimeException e)
        {
            LogNotRestored(logger, file, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "compiled code {File} does not fit this engine: {Reason}; the module is compiled again")]
    private static partial void LogNotRestored(ILogger logger, string file, string reason);

    [LoggerMessage(LogLevel.Warning, "the compiled code of {Module} can't be kept: {Reason}")]
    private static partial void LogNotSerialized(ILogger logger, string module, string reason);
}
