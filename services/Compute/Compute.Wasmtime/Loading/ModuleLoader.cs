using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Modules;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>From a file to a module that can be instantiated. Thread-safe.</summary>
internal sealed class ModuleLoader : IDisposable
{
    private readonly CompileService? _service;
    private readonly ModuleCompiler _compiler;

    /// <param name="engineFor">The engine for code with epochs (true) or guard memories (false).</param>
    internal ModuleLoader(Func<bool, Engine> engineFor, IModulePreparation preparation, WasmtimeOptions options, TimeProvider time, ILogger logger)
    {
        var fingerprint = $"{EngineFeatures.Fingerprint(epochs: false)}; {EngineFeatures.Fingerprint(epochs: true)}; {preparation.Fingerprint}; {CpuFeatures.Describe()}";
        var cache = options.CodeDirectory is { } directory ? new CodeCache(directory, options.CodeBytes, fingerprint, time, logger) : null;
        _service = options.Compiler is { } compiler ? new CompileService(compiler, options.CompileTime, options.CompileMemoryBytes, Environment.ProcessorCount) : null;
        _compiler = new ModuleCompiler(engineFor, preparation, cache, _service, options, logger);
    }

    private static ReadOnlySpan<byte> Magic => "\0asm"u8;

    /// <summary>Loads a module.</summary>
    /// <exception cref="ModuleException">It can't be read, is none, or is over a limit.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    internal (CompiledModule Module, ModuleDescription Description) Load(string path, ModuleLoading loading)
    {
        var progress = new LoadProgress(loading.Progress);
        progress.Reading();
        var bytes = Read(path, loading, out var hash);
        var start = Stopwatch.GetTimestamp();
        var (module, entry) = Compile(path, hash, bytes, progress, loading.Cancellation);
        try
        {
            var compileMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var description = ModuleInspector.Describe(module, compileMs, bytes.Length) with
            {
                Sha256 = hash,
                Functions = entry.Functions,
                EpochsBecause = entry.EpochsBecause,
                CodeBytes = CodeBytes(module),
            };
            progress.Ready(entry.Functions);
            var symbols = new TrapSymbols(path, hash, entry.Offsets.IsEmpty ? null : OffsetMap.TryParse(entry.Offsets.Span));
            return (new CompiledModule(module) { GuardMemoryIndex = entry.GuardMemoryIndex, DescribeFrame = symbols.Describe }, description);
        }
        catch (ModuleException e)
        {
            module.Dispose();
            throw new ModuleException($"{path} can't be used: {e.Message}");
        }
        catch
        {
            module.Dispose();
            throw;
        }
    }

    private static byte[] Read(string path, ModuleLoading loading, out string hash)
    {
        loading.Cancellation.ThrowIfCancellationRequested();
        var bytes = ModuleFiles.ReadAll(path);
        hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (loading.Sha256 is { } wanted && !string.Equals(wanted, hash, StringComparison.Ordinal)) throw ModuleCatalog.WrongHash(path, hash, wanted);
        if (!bytes.AsSpan().StartsWith(Magic)) throw new ModuleException($"{path} is not a WebAssembly module: it does not begin with \"\\0asm\"");
        return bytes;
    }

    private ModuleCompiler.Compiled Compile(string path, string hash, byte[] bytes, LoadProgress progress, CancellationToken cancel)
    {
        try
        {
            return _compiler.Compile(Path.GetFileNameWithoutExtension(path), hash, bytes, progress, cancel);
        }
        catch (ModuleException e)
        {
            throw new ModuleException($"{path} can't be used: {e.Message}");
        }
    }

    private static unsafe long CodeBytes(Module module)
    {
        nint start, end;
        WasmtimeNative.ModuleImageRange(WasmtimeHandles.Of(module), &start, &end);
        return end - start;
    }

    /// <inheritdoc/>
    public void Dispose() => _service?.Dispose();
}
