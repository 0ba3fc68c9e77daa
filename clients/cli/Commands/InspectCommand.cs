using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class InspectCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var file = new Argument<string>("FILE.wasm") { Description = "The module" };
        return CommandContext.Bind(
            new Command("inspect", "Compile a module and tell what it imports and exports, and whether it can be launched") { file },
            globals,
            context => ExecuteAsync(context, Path.GetFullPath(context.Arguments.GetRequiredValue(file))));
    }

    private static async Task ExecuteAsync(CommandContext context, string path)
    {
        if (!File.Exists(path)) throw new EngineException(EngineFault.Refused, "FILE_MISSING", $"there is no file {path}");
        await using var engine = await context.ConnectAsync();
        var module = await engine.InspectModuleAsync(path, context.Cancellation);
        var report = new InspectReport(path, module.Problems.Count == 0, module.Problems, module.Imports, module.Exports, module.CompileMs, module.SizeBytes);
        context.Report(report, CliJson.Readable.InspectReport, terminal => Show(report, terminal));
    }

    private static void Show(InspectReport report, Terminal terminal)
    {
        terminal.WriteLine($"{report.File}: {Quantities.Bytes(report.SizeBytes)}, compiled in {Quantities.Milliseconds(report.CompileMs)}");
        terminal.WriteLine(report.Launchable ? terminal.Colored("can be launched as an app", Paint.Green) : terminal.Colored("can't be launched as an app:", Paint.Yellow));
        foreach (var problem in report.Problems) terminal.WriteLine("  " + Terminal.OneLine(problem));
        WriteList("imports", report.Imports, terminal);
        WriteList("exports", report.Exports, terminal);
    }

    private static void WriteList(string title, IReadOnlyList<string> names, Terminal terminal)
    {
        terminal.WriteLine($"{title}: {names.Count}");
        foreach (var name in names) terminal.WriteLine("  " + Terminal.OneLine(name));
    }
}
