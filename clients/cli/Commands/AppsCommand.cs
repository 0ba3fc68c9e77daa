using System.CommandLine;
using Spectre.Console;

namespace WasmEngine.Cli;

internal static class AppsCommand
{
    public static Command Create(GlobalOptions globals) => CommandContext.Bind(new Command("apps", "List the apps of the instance"), globals, ExecuteAsync);

    private static async Task ExecuteAsync(CommandContext context)
    {
        await using var engine = await context.ConnectAsync();
        var apps = (await engine.ListAppsAsync(context.Cancellation)).Select(AppReport.Of).ToList();
        context.Report(new AppsReport(engine.Instance, apps), CliJson.Readable.AppsReport, terminal => Show(apps, terminal));
    }

    private static void Show(List<AppReport> apps, Terminal terminal)
    {
        if (apps.Count == 0)
        {
            terminal.WriteLine("no apps; wasmengine run APP_DIR starts one");
            return;
        }

        var table = Tables.Create("app", "state", "title", "views", "size", "restarts", "folder");
        foreach (var app in apps)
        {
            table.AddRow(
                Tables.Safe(app.Id), StateNames.Markup(app.State), Tables.Safe(app.Title), Tables.Safe(string.Join(" ", app.Views)),
                $"{app.Width}x{app.Height}", app.Restarts.ToString(), Tables.Safe(app.Directory));
        }

        terminal.Output.Write(table);
        foreach (var app in apps.Where(a => a.Detail.Length > 0)) terminal.WriteLine($"{Terminal.OneLine(app.Id)}: {Terminal.OneLine(app.Detail)}");
    }
}
