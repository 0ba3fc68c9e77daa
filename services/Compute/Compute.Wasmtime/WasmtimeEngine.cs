using System.Diagnostics;
using Microsoft.Extensions.Logging;
using WasmEngine.Compute.Core;
using WasmEngine.Platform;
using Wasmtime;
using Module = Wasmtime.Module;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Wasmtime with our own memory creator. Thread-safe; one for the process.</summary>
public sealed class WasmtimeEngine : IGuestEngine
{
    /// <summary>Largest module file in bytes.</summary>
    public const long MaxModuleBytes = 64 << 20;

    private readonly HostEngine _engine;
    private readonly ModuleCompiler _compiler;

    /// <summary>Creates the engine.</summary>
    /// <exception cref="ArgumentException">The options are not allowed.</exception>
    public WasmtimeEngine(WasmtimeOptions options, TimeProvider time, ILogger<WasmtimeEngine> logger)
    {
        options.Validate();
        _engine = new HostEngine(epochs: false);
        var cache = options.CodeDirectory is { } directory ? new CodeCache(directory, options.CodeBytes, Fingerprint(), time, logger) : null;
        _compiler = new ModuleCompiler(_engine.Engine, cache, logger);
    }

    private static ReadOnlySpan<byte> Magic => "\0asm"u8;

    private static string Fingerprint() => $"{EngineFeatures.Fingerprint(epochs: false)}; {CpuFeatures.Describe()}";

    /// <summary>Turns the text format into a module's bytes.</summary>
    public static byte[] Assemble(string text) => Module.ConvertText(text);

    /// <inheritdoc/>
    public IGuestModule Load(string path, ModuleLoading? loading = null)
    {
        var bytes = Read(path);
        var start = Stopwatch.GetTimestamp();
        var module = Compile(path, bytes);
        try
        {
            var compileMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return new WasmtimeModule(_engine, new CompiledModule(module), ModuleInspector.Describe(module, compileMs, bytes.Length));
        }
        catch (ModuleException e)
        {
            module.Dispose();
            throw new ModuleException($"{path} can't be used: {e.Message}");
        }
    }

    private Module Compile(string path, byte[] bytes)
    {
        try
        {
            return _compiler.Compile(Path.GetFileNameWithoutExtension(path), bytes);
        }
        catch (WasmtimeException e)
        {
            var reason = FirstLines(e.Message);
            var remedy = reason.Contains("memory64", StringComparison.Ordinal) ? ": build for wasm32"
                : reason.Contains("threads", StringComparison.Ordinal) ? ": build without shared memory" : "";
            throw new ModuleException($"{path} is not a valid WebAssembly module: {reason}{remedy}");
        }
    }

    private static byte[] Read(string path)
    {
        try
        {
            if (File.Exists(path) && !FileOwnership.IsRegularFile(path)) throw new ModuleException($"{path} is no regular file");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (file.Length > MaxModuleBytes) throw new ModuleException($"{path} has {file.Length} bytes, the limit is {MaxModuleBytes}");
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            if (bytes.AsSpan().StartsWith(Magic)) return bytes;
            throw new ModuleException($"{path} is not a WebAssembly module: it does not begin with \"\\0asm\"");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ModuleException($"{path} can't be read: {e.Message}");
        }
    }

    private static string FirstLines(string message) => string.Join("; ",
        message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(3).Select(Names.OneLine));

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
