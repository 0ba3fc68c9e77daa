using System.CommandLine;
using System.Diagnostics;

namespace WasmEngine.Cli;

/// <summary>Hands over to wasmengine-bench: measurements need packages that no other command does.</summary>
internal static class BenchCommand
{
    private const string Name = "bench";

    /// <summary>For help and completion; the arguments never reach it.</summary>
    public static Command Create() => new(Name, "Measure the engine: bench --list names the benchmarks, bench NAME --json runs one") { TreatUnmatchedTokensAsErrors = false };

    /// <summary>
    /// Finds what follows `bench` as it was typed. Options that stand before it go along in front of those, the instance's
    /// name as its option.
    /// </summary>
    public static bool TryFindArguments(string[] args, out string[] arguments)
    {
        arguments = [];
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == Name)
            {
                arguments = [.. args[(i + 1)..], .. args[..i]];
                return true;
            }

            if (args[i] == "--instance") i++; // its value is no command
            else if (!args[i].StartsWith("--", StringComparison.Ordinal)) break;
        }

        return false;
    }

    public static async Task<int> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Executables.Bench()) { UseShellExecute = false };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        // Ctrl-C reaches it too, since it shares our terminal: its answer is ours.
        await process.WaitForExitAsync(CancellationToken.None);
        return process.ExitCode;
    }
}
