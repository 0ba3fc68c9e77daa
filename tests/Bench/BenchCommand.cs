using System.CommandLine;
using Spectre.Console;
using WasmEngine.Bench.Demo;
using WasmEngine.Bench.Handoff;
using WasmEngine.Bench.Reporting;

namespace WasmEngine.Bench;

/// <summary>The command line: <c>wasmengine-bench NAME [--list] [--json] [--instance NAME] [--rounds N]</c>.</summary>
internal static class BenchCommand
{
    private const int Ok = 0, Failed = 1, BadUsage = 2;

    internal static RootCommand Create()
    {
        var name = new Argument<string?>("NAME") { Arity = ArgumentArity.ZeroOrOne, Description = "Which bench to run" };
        var list = new Option<bool>("--list") { Description = "List the benches" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var instance = new Option<string?>("--instance") { Description = "Instance of the daemon to measure" };
        var rounds = new Option<int?>("--rounds") { Description = "Rounds to measure instead of the bench's own number" };
        rounds.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 10_000) result.AddError("--rounds takes 1 to 10000");
        });
        var root = new RootCommand("Measures WasmEngine against its alternatives, side by side.") { name, list, json, instance, rounds, PeerCommand(), DemoCommand.Create() };
        root.SetAction((parsed, cancellation) =>
        {
            var progress = new StandardErrorProgress();
            var context = new BenchContext(parsed.GetValue(instance), parsed.GetValue(rounds), progress, cancellation);
            return parsed.GetValue(list) ? Task.FromResult(List(parsed.GetValue(json))) : RunAsync(parsed.GetValue(name), parsed.GetValue(json), context);
        });
        return root;
    }

    /// <summary>The process at the other end, started by a bench and by nobody else.</summary>
    private static Command PeerCommand()
    {
        var directory = new Argument<string>("DIRECTORY");
        var peer = new Command(HandoffPeer.CommandName) { directory };
        peer.Hidden = true;
        peer.SetAction((parsed, cancellation) => HandoffPeer.RunAsync(parsed.GetRequiredValue(directory), cancellation));
        return peer;
    }

    private static async Task<int> RunAsync(string? name, bool json, BenchContext context)
    {
        if (name is null || BenchRegistry.Find(name) is not { } bench)
        {
            var known = string.Join(", ", BenchRegistry.All.Select(b => b.Name));
            await Console.Error.WriteLineAsync(name is null ? $"name a bench: {known}" : $"there is no bench \"{name}\": there are {known}");
            return BadUsage;
        }

        try
        {
            var report = await bench.RunAsync(context);
            if (json) Console.WriteLine(report.ToJson());
            else ReportTable.Write(AnsiConsole.Console, bench, report);
            return Ok;
        }
        catch (BenchException failure)
        {
            await Console.Error.WriteLineAsync($"bench {bench.Name}: {failure.Message}");
            return Failed;
        }
    }

    private static int List(bool json)
    {
        if (json) Console.WriteLine(BenchList.ToJson(BenchRegistry.All));
        else ReportTable.WriteList(AnsiConsole.Console, BenchRegistry.All);
        return Ok;
    }

    /// <summary>Progress goes to standard error, at once: standard output holds the report alone.</summary>
    private sealed class StandardErrorProgress : IProgress<string>
    {
        public void Report(string value)
        {
            if (!Console.IsErrorRedirected) Console.Error.WriteLine(value);
        }
    }
}
