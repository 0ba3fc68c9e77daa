using System.CommandLine;
using Spectre.Console;

namespace WasmEngine.Reftests;

/// <summary>The command line: <c>wasmengine-reftests [--json] [--worst N] [--details N] [--tolerance PX] [--least PERCENT] [WORD…]</c>.</summary>
internal static class RunnerCommand
{
    private const int Ok = 0, Disagrees = 1, BadUsage = 2;

    private static readonly Argument<string[]> Words = new("WORD") { Arity = ArgumentArity.ZeroOrMore, Description = "Only documents whose names contain one of these" };
    private static readonly Option<bool> Json = new("--json") { Description = "Print one JSON object" };
    private static readonly Option<string?> Cli = new("--cli") { Description = "A wasmengine executable to run, instead of laying out in this process" };
    private static readonly Option<string?> Render = new("--render") { Description = "The wasmengine-render executable, called instead of the CLI" };
    private static readonly Option<double> Tolerance = new("--tolerance") { Description = "How far a box may be off, in px", DefaultValueFactory = _ => Comparison.DefaultTolerance };
    private static readonly Option<double> Least = new("--least") { Description = "Fail if fewer than this percentage of all boxes agree", DefaultValueFactory = _ => 0 };
    private static readonly Option<int> Worst = new("--worst") { Description = "How many differing documents to name", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Details = new("--details") { Description = "How many differences of each to show", DefaultValueFactory = _ => 3 };
    private static readonly Option<string?> Documents = new("--documents") { Description = "Another folder of documents" };
    private static readonly Option<string?> Expected = new("--expected") { Description = "Another folder of recorded boxes" };

    internal static RootCommand Create()
    {
        Tolerance.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and <= 1000)) result.AddError("--tolerance takes 0 to 1000 px");
        });
        Least.Validators.Add(result =>
        {
            if (!(result.GetValueOrDefault<double>() is >= 0 and <= 100)) result.AddError("--least takes 0 to 100 percent");
        });
        var root = new RootCommand("Compares the layout of documents with the boxes recorded from Chromium.") { Words, Json, Cli, Render, Tolerance, Least, Worst, Details, Documents, Expected, PagesCommand.Create() };
        root.SetAction(RunAsync);
        return root;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var home = Corpus.HomeFolder();
        var documents = parsed.GetValue(Documents) ?? Below(home, "documents");
        var expected = parsed.GetValue(Expected) ?? Below(home, "expected");
        var (cli, render) = (parsed.GetValue(Cli), parsed.GetValue(Render));
        var engine = cli is null && render is null ? null : Engine.Find(cli, render);
        if (documents is null || expected is null) return await RefuseAsync("this runs outside of its tree: name --documents and --expected");
        if (!Directory.Exists(documents)) return await RefuseAsync($"there is no folder {documents}");
        if (engine is null && (cli ?? render) is not null) return await RefuseAsync(Engine.Missing);

        var reftests = Corpus.Find(documents, expected, parsed.GetValue(Words) ?? []);
        if (reftests.Count == 0) return await RefuseAsync("no document's name contains one of these words");

        var tolerance = parsed.GetValue(Tolerance);
        using var inProcess = new LayoutInProcess();
        var run = new Run(engine is null ? inProcess : new LayoutProcess(engine), tolerance);
        var results = await run.AllAsync(reftests, cancellation);
        if (parsed.GetValue(Json)) Console.WriteLine(JsonReport.Write(results, tolerance));
        else TextReport.Write(AnsiConsole.Console, results, parsed.GetValue(Worst), parsed.GetValue(Details));
        return Tally.Of("all", results).Agreement * 100 >= parsed.GetValue(Least) ? Ok : Disagrees;
    }

    private static string? Below(string? home, string path) => home is null ? null : Path.GetFullPath(Path.Combine(home, path));

    private static async Task<int> RefuseAsync(string message)
    {
        await Console.Error.WriteLineAsync(message);
        return BadUsage;
    }
}
