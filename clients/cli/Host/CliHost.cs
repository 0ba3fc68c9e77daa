using System.CommandLine;
using System.Runtime.InteropServices;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>From the arguments to the exit code: the one place where failures are caught and told.</summary>
internal static class CliHost
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (BenchCommand.TryFindArguments(args, out var benchArguments)) return await GuardAsync(args, _ => BenchCommand.RunAsync(benchArguments));
        return await GuardAsync(args, cancellation => InvokeAsync(args, cancellation));
    }

    private static async Task<int> InvokeAsync(string[] args, CancellationToken cancellation)
    {
        var parsed = CommandTree.Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null }); // @FILE is an argument of call
        if (parsed.Errors.Count > 0 && !CommandTree.IsHelpOrDirective(parsed)) return RefuseUsage(args, parsed);
        return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }, cancellation);
    }

    private static async Task<int> GuardAsync(string[] args, Func<CancellationToken, Task<int>> command)
    {
        using var interrupts = new InterruptSignals();
        try
        {
            return await command(interrupts.Token);
        }
        catch (OperationCanceledException) when (interrupts.Token.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (EngineException failure)
        {
            return Fail(args, ExitCodes.Of(failure.Fault), failure.Reason, failure.Message, failure.Remedy);
        }
        catch (ReportedException reported)
        {
            return reported.ExitCode;
        }
        catch (Exception unexpected)
        {
            return Fail(args, ExitCodes.Failed, "INTERNAL", $"unexpected {unexpected.GetType().Name}: {unexpected.Message}", "This is a fault of the command itself; please report it.");
        }
    }

    private static int RefuseUsage(string[] args, ParseResult parsed)
    {
        var messages = parsed.Errors.Select(e => e.Message).Distinct(StringComparer.Ordinal).ToList();
        if (messages.Count > 1) messages.RemoveAll(m => m.StartsWith("Required command", StringComparison.Ordinal)); // follows from the others
        var path = CommandTree.PathOf(parsed.CommandResult.Command);
        return Fail(args, ExitCodes.Usage, "USAGE", string.Join(" ", messages), $"See {path} --help.");
    }

    private static int Fail(string[] args, int exitCode, string reason, string message, string remedy)
    {
        var terminal = new Terminal(colors: !args.Contains("--no-color", StringComparer.Ordinal));
        if (args.Contains("--json", StringComparer.Ordinal)) terminal.WriteJson(new ErrorReport(new ErrorBody(reason, message, remedy)), CliJson.Readable.ErrorReport);
        else terminal.WriteError(message, remedy);
        return exitCode;
    }
}

/// <summary>A command has told of its failure itself.</summary>
internal sealed class ReportedException(int exitCode) : Exception
{
    public int ExitCode { get; } = exitCode;
}

/// <summary>Ctrl-C and SIGTERM ask the command to end; a second one ends the process at once.</summary>
internal sealed class InterruptSignals : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt, _terminate;

    public InterruptSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    public CancellationToken Token => _source.Token;

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        _source.Cancel();
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }
}
