using System.CommandLine;
using Spectre.Console;

namespace WasmEngine.Cli;

internal static class ViewsCommand
{
    public static Command Create(GlobalOptions globals) => CommandContext.Bind(new Command("views", "List the views of the instance"), globals, ExecuteAsync);

    private static async Task ExecuteAsync(CommandContext context)
    {
        await using var engine = await context.ConnectAsync();
        var views = (await engine.ListViewsAsync(context.Cancellation)).Select(ViewReport.Of).ToList();
        context.Report(new ViewsReport(engine.Instance, views), CliJson.Readable.ViewsReport, terminal => Show(views, terminal));
    }

    private static void Show(List<ViewReport> views, Terminal terminal)
    {
        if (views.Count == 0)
        {
            terminal.WriteLine("no views");
            return;
        }

        var table = Tables.Create("view", "app", "size", "rate", "clients");
        foreach (var view in views)
            table.AddRow(Tables.Safe(view.Id), Tables.Safe(view.App), $"{view.Width}x{view.Height}", $"{view.FrameRateHz} Hz", view.AttachedClients.ToString());
        terminal.Output.Write(table);
    }
}
