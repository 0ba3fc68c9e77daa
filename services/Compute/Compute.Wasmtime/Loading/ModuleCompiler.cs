using Microsoft.Extensions.Logging;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Modules;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Makes modules of bytes: from compiled code that was kept, else by compiling. Thread-safe.</summary>
/// <param name="engineFor">The engine for code with epochs (true) or guard memories (false).</param>
/// <param name="preparation">Makes modules ready.</param>
/// <param name="cache">Keeps code; null keeps none.</param>
/// <param name="service">Compiles in processes of their own; null: everything is compiled in this one.</param>
/// <param name="options">What is small enough for this process.</param>
/// <param name="logger">Hears what had to be done in another way.</param>
internal sealed partial class ModuleCompiler(
    Func<bool, Engine> engineFor, IModulePreparation preparation, CodeCache? cache, CompileService? service, WasmtimeOptions options, ILogger logger)
{
    /// <summary>A module, and what is kept about it.</summary>
    internal readonly record struct Compiled(Module Module, CodeEntry Entry);

    /// <summary>Makes a module.</summary>
    /// <param name="name">For messages.</param>
    /// <param name="hash">SHA-256 of the bytes.</param>
    /// <param name="bytes">As its author built it.</param>
    /// <param name="progress">Hears of progress.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="ModuleException">Malformed, invalid, or over a limit; the message does not name the file.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    internal Compiled Compile(string name, string hash, ReadOnlyMemory<byte> bytes, LoadProgress progress, CancellationToken cancel)
    {
        var file = cache?.NameOf(hash) ?? "";
        if (TryRestore(name, file) is { } restored) return restored;
        progress.Rewriting();
        var prepared = preparation.Prepare(bytes, cancel);
        if (prepared.EpochsBecause.Length > 0) LogEpochs(logger, name, prepared.EpochsBecause);
        cancel.ThrowIfCancellationRequested();
        var module = Compile(name, prepared, progress, cancel);
        progress.Storing(prepared.Functions);
        try
        {
            return new Compiled(module.Module, Keep(file, prepared, module));
        }
        catch (WasmtimeException e)
        {
            LogNotSerialized(logger, name, e.Message);
            return new Compiled(module.Module, EntryOf(prepared, default));
        }
    }

    private Outcome Compile(string name, PreparedModule prepared, LoadProgress progress, CancellationToken cancel)
    {
        try
        {
            return IsSmall(prepared) ? CompileHere(name, prepared, progress) : CompileOutside(name, prepared, progress, cancel);
        }
        catch (WasmtimeException e)
        {
            var offsets = prepared.Offsets.IsEmpty ? null : OffsetMap.TryParse(prepared.Offsets.Span);
            throw new ModuleException($"it is not a valid WebAssembly module: {CompileErrors.Explain(e.Message, offsets)}");
        }
    }

    // What the rewriter does not know may be more than the managed package stands: its reading of types ends the process.
    private bool IsSmall(PreparedModule prepared) =>
        service is null || (prepared.EpochsBecause.Length == 0 && prepared.Bytes.Length <= options.SmallModuleBytes && prepared.Functions <= options.SmallModuleFunctions);

    private readonly record struct Outcome(Module Module, ReadOnlyMemory<byte> Code);

    private Outcome CompileHere(string name, PreparedModule prepared, LoadProgress progress)
    {
        using var compiling = progress.Compiling(prepared);
        return new Outcome(Module.FromBytes(engineFor(prepared.UsesEpochs), name, prepared.Bytes.Span), default);
    }

    private Outcome CompileOutside(string name, PreparedModule prepared, LoadProgress progress, CancellationToken cancel)
    {
        IDisposable? compiling = null;
        try
        {
            var code = service!.Compile(prepared.Bytes, prepared.UsesEpochs, () => compiling = progress.Compiling(prepared), cancel);
            return new Outcome(Module.Deserialize(engineFor(prepared.UsesEpochs), name, code.Span), code);
        }
        finally
        {
            compiling?.Dispose();
        }
    }

    private CodeEntry Keep(string file, PreparedModule prepared, Outcome outcome)
    {
        if (cache is null) return EntryOf(prepared, default);
        var entry = EntryOf(prepared, outcome.Code.IsEmpty ? outcome.Module.Serialize() : outcome.Code);
        cache.Store(file, entry);
        return entry;
    }

    private static CodeEntry EntryOf(PreparedModule prepared, ReadOnlyMemory<byte> code) => new(code)
    {
        GuardMemoryIndex = prepared.GuardMemoryIndex,
        Functions = prepared.Functions,
        EpochsBecause = prepared.EpochsBecause,
        Offsets = prepared.Offsets,
    };

    private Compiled? TryRestore(string name, string file)
    {
        if (cache?.TryRead(file) is not { } entry) return null;
        try
        {
            return new Compiled(Module.Deserialize(engineFor(entry.GuardMemoryIndex is null), name, entry.Code.Span), entry);
        }
        catch (WasmtimeException e)
        {
            LogNotRestored(logger, file, e.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Information, "module {Module} runs with epochs, which is slower: {Reason}")]
    private static partial void LogEpochs(ILogger logger, string module, string reason);

    [LoggerMessage(LogLevel.Warning, "compiled code {File} does not fit this engine: {Reason}; the module is compiled again")]
    private static partial void LogNotRestored(ILogger logger, string file, string reason);

    [LoggerMessage(LogLevel.Warning, "the compiled code of {Module} can't be kept: {Reason}")]
    private static partial void LogNotSerialized(ILogger logger, string module, string reason);
}
