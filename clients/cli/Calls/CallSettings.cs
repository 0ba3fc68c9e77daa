using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Arguments and options of every command that names a function: call, job submit.</summary>
internal sealed class CallSettings
{
    private readonly Argument<string> _module = new("MODULE") { Description = "A .wasm file, or the SHA-256 of a module in the store (or a beginning that only one has)" };
    private readonly Argument<string> _export = new("EXPORT") { Description = "The exported function" };

    private readonly Argument<string[]> _arguments = new("ARGS")
    {
        Description = "Numbers (42, 1.5, 7:i64), @FILE for bytes, buf:NAME, buf:NAME:rw, buf:NAME:out=SIZE for buffers",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string[]> _directories = new("--dir") { Description = "Let it see a directory: HOST::GUEST, or HOST::GUEST:rw to change it; may be repeated", HelpName = "HOST::GUEST[:rw]" };
    private readonly Option<string[]> _environment = new("--env") { Description = "Set a variable of its environment; may be repeated", HelpName = "NAME=VALUE" };
    private readonly Option<string[]> _texts = new("--arg") { Description = "Give it an argument as programs have them; may be repeated", HelpName = "TEXT" };
    private readonly Option<TimeSpan?> _timeout = Sizes.Time("--timeout", "Time by the clock that a run may take, for example 500ms, 30s, 5m (default for calls: 30s)");
    private readonly Option<TimeSpan?> _cpu = Sizes.Time("--cpu", "Processor time that a run may take, all workers together");
    private readonly Option<long?> _memory = Sizes.Bytes("--memory", "Linear memory that it may use, for example 256M (default: 1G)");
    private readonly Option<string?> _range = new("--range") { Description = "Call it for parts of A to B (B excluded) on all cores; its first two parameters are begin and end of the part", HelpName = "A..B" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_module);
        command.Arguments.Add(_export);
        command.Arguments.Add(_arguments);
        foreach (var option in (ReadOnlySpan<Option>)[_directories, _environment, _texts, _timeout, _cpu, _memory, _range]) command.Options.Add(option);
    }

    /// <summary>The call as it was typed; what needs the engine to be understood is asked of it.</summary>
    /// <exception cref="EngineException">Something is wrong with it.</exception>
    public async Task<FunctionCall> BuildAsync(CommandContext context, EngineClient engine)
    {
        var arguments = context.Arguments;
        var module = arguments.GetRequiredValue(_module);
        var export = arguments.GetRequiredValue(_export);
        var range = arguments.GetValue(_range) is { } text ? ParseRange(text) : default((long Begin, long End)?);
        var tokens = arguments.GetValue(_arguments) ?? [];
        FunctionCall call;
        IReadOnlyList<string>? parameters = null;
        if (File.Exists(module))
        {
            call = FunctionCall.OfFile(module, export);
            // Only numbers take their types from the function.
            if (tokens.Any(CallArguments.NeedsType)) parameters = Signatures.ParametersOf((await engine.InspectModuleAsync(module, context.Cancellation)).Exports, export);
        }
        else
        {
            call = FunctionCall.OfStored(await StoredModules.MatchAsync(engine, module, context.Cancellation), export);
        }

        if (range is { } loop) call.Over(loop.Begin, loop.End);
        CallArguments.Add(call, tokens, parameters, skip: range is null ? 0 : 2);
        AddGrants(call, context);
        return call.Limited(new FunctionLimits { Wall = arguments.GetValue(_timeout), Cpu = arguments.GetValue(_cpu), MemoryBytes = arguments.GetValue(_memory) });
    }

    private void AddGrants(FunctionCall call, CommandContext context)
    {
        foreach (var text in context.Arguments.GetValue(_directories) ?? [])
        {
            var at = text.IndexOf("::", StringComparison.Ordinal);
            var writable = text.EndsWith(":rw", StringComparison.Ordinal);
            var guest = at < 0 ? "" : text[(at + 2)..(writable ? ^3 : ^0)];
            if (at <= 0 || guest.Length == 0) throw Wrong($"--dir takes HOST::GUEST or HOST::GUEST:rw, for example ./data::/data:rw, not \"{Terminal.OneLine(text)}\"");
            if (!Directory.Exists(text[..at])) throw Wrong($"there is no directory {Path.GetFullPath(text[..at])}");
            call.WithDirectory(text[..at], guest, writable);
        }

        foreach (var text in context.Arguments.GetValue(_environment) ?? [])
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0) throw Wrong($"--env takes NAME=VALUE, not \"{Terminal.OneLine(text)}\"");
            call.WithEnvironment(text[..at], text[(at + 1)..]);
        }

        call.WithArguments(context.Arguments.GetValue(_texts) ?? []);
    }

    private static (long Begin, long End) ParseRange(string text)
    {
        var parts = text.Split("..");
        if (parts.Length == 2 && long.TryParse(parts[0], out var begin) && long.TryParse(parts[1], out var end) && begin <= end) return (begin, end);
        throw Wrong($"--range takes A..B with A not above B, for example 0..1000, not \"{Terminal.OneLine(text)}\"");
    }

    private static EngineException Wrong(string message) => new(EngineFault.Refused, "CALL_INVALID", message);
}
