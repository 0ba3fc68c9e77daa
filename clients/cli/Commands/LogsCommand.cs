using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class LogsCommand
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    public static Command Create(GlobalOptions globals)
    {
        var layer = LayerArgument.Create("Only this layer: launcher, broker, render or compute", ArgumentArity.ZeroOrOne);
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on printing what is written, until Ctrl-C" };
        var lines = new Option<int>("--lines", "-n")
        {
            Description = "How many lines to begin with, 0 to 100000",
            HelpName = "N",
            DefaultValueFactory = _ => 50,
            CustomParser = Numbers.Whole("--lines", 0, 100_000, n => (int)n),
        };
        var command = new Command("logs", "Print the layers' logs, merged by time; with --json one object a line") { layer, follow, lines };
        return CommandContext.Bind(command, globals, context =>
        {
            var chosen = context.Arguments.GetValue(layer);
            return ExecuteAsync(context, chosen is null ? EngineStatus.LayerNames : [LayerArgument.Check(chosen)], context.Arguments.GetValue(lines), context.Arguments.GetValue(follow));
        });
    }

    private static async Task ExecuteAsync(CommandContext context, IReadOnlyList<string> layers, int lines, bool follow)
    {
        var paths = context.Paths;
        var logs = new LogDirectory(paths.LogDirectory, layers);
        var last = logs.ReadLast(lines);
        Print(context, last);
        if (!follow)
        {
            Print(context, logs.ReadUnfinished());
            if (last.Count == 0 && lines > 0) context.Terminal.WriteNote($"instance {paths.Instance} has written no log yet ({paths.LogDirectory})");
            return;
        }

        using var glance = new PeriodicTimer(Glance, context.Time);
        while (await glance.WaitForNextTickAsync(context.Cancellation)) Print(context, logs.ReadNew());
    }

    private static void Print(CommandContext context, IReadOnlyList<LogEvent> events)
    {
        foreach (var entry in events)
        {
            if (context.Json) context.Terminal.WriteJson(entry.ToReport(), CliJson.Readable.LogReport);
            else context.Terminal.WriteLine(LogPrinter.Format(entry, context.Terminal));
        }
    }
}
