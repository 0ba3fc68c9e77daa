using System.CommandLine;
using WasmEngine.Client;

namespace WasmEngine.Cli;

internal static class StopCommand
{
    public static Command Create(GlobalOptions globals)
    {
        var app = new Argument<string>("APP") { Description = "The app's id, or a beginning that only one app has" };
        return CommandContext.Bind(new Command("stop", "Stop an app and its views") { app }, globals, context => ExecuteAsync(context, context.Arguments.GetRequiredValue(app)));
    }

    private static async Task ExecuteAsync(CommandContext context, string given)
    {
        await using var engine = await context.ConnectAsync();
        var ids = (await engine.ListAppsAsync(context.Cancellation)).Select(a => a.Id).ToList();
        var id = Match(given, ids);
        await engine.StopAsync(id, context.Cancellation);
        context.Report(new StopReport(id, Stopped: true), CliJson.Readable.StopReport, terminal => terminal.WriteLine($"stopped {id}"));
    }

    /// <summary>The id itself, or the only one that begins so.</summary>
    /// <exception cref="EngineException">UNKNOWN_APP, AMBIGUOUS_APP.</exception>
    internal static string Match(string given, IReadOnlyList<string> ids)
    {
        if (ids.Contains(given, StringComparer.Ordinal)) return given;
        var candidates = given.Length == 0 ? [] : ids.Where(id => id.StartsWith(given, StringComparison.Ordinal)).ToList();
        return candidates.Count switch
        {
            1 => candidates[0],
            0 => throw new EngineException(EngineFault.Refused, "UNKNOWN_APP", $"there is no app \"{Terminal.OneLine(given)}\""),
            _ => throw new EngineException(EngineFault.Refused, "AMBIGUOUS_APP", $"\"{Terminal.OneLine(given)}\" may be {string.Join(" or ", candidates)}", "Type more of the id."),
        };
    }
}
