using System.Diagnostics;
using System.Text.Json;

namespace WasmEngine.EndToEnd.Tests.Testing;

/// <summary>What a run of the command line left.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Errors)
{
    internal JsonElement Json => JsonDocument.Parse(Output).RootElement;

    internal string All => Output + Errors;
}

/// <summary>Runs the engine's executables as a person would.</summary>
internal static class Cli
{
    internal static Task<CliResult> RunAsync(string instance, params string[] arguments) =>
        RunExecutableAsync("wasmengine", [.. arguments, "--instance", instance]);

    internal static async Task<CliResult> RunExecutableAsync(string executable, IReadOnlyList<string> arguments)
    {
        using var process = Start(executable, arguments);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CliResult(process.ExitCode, await output, await errors);
    }

    internal static Process Start(string executable, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(TestEnvironment.Executable(executable), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }
}
