using Spectre.Console;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>Tables for people.</summary>
internal static class Tables
{
    public static Table Create(params ReadOnlySpan<string> columns)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey);
        foreach (var column in columns) table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column)}[/]")).NoWrap());
        return table;
    }

    public static Table Layers(EngineStatus status)
    {
        var table = Create("layer", "state", "pid", "restarts", "uptime", "memory");
        foreach (var column in (ReadOnlySpan<int>)[2, 3, 4, 5]) table.Columns[column].RightAligned();
        foreach (var layer in status.Layers)
        {
            table.AddRow(
                Safe(layer.Name), StateNames.Markup(StateNames.Of(layer.State)), layer.Pid == 0 ? "-" : layer.Pid.ToString(),
                layer.Restarts == 0 ? "0" : $"[yellow]{layer.Restarts}[/]", Quantities.Duration(TimeSpan.FromMilliseconds(layer.UptimeMs)), Quantities.Bytes(layer.PssBytes));
        }

        return table;
    }

    /// <summary>Foreign text, harmless in markup and on the terminal.</summary>
    public static string Safe(string text) => Markup.Escape(Terminal.OneLine(text));
}
