using System.Globalization;
using Spectre.Console;

namespace WasmEngine.Bench.Reporting;

/// <summary>Reports for people.</summary>
internal static class ReportTable
{
    internal static void Write(IAnsiConsole console, IBench bench, BenchReport report)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"[bold]{bench.Name.EscapeMarkup()}[/]");
        table.AddColumn("figure");
        table.AddColumn(new TableColumn("value").RightAligned());
        table.AddColumn(new TableColumn("middle half").RightAligned());
        foreach (var (name, value) in report.Figures)
        {
            var spread = report.Spread.TryGetValue(name, out var s) ? $"{Text(s.P25)} to {Text(s.P75)}" : "";
            table.AddRow(name.EscapeMarkup(), $"[green]{Text(value)}[/]", $"[grey]{spread}[/]");
        }

        console.MarkupLineInterpolated($"{bench.Summary}");
        console.Write(table);
        var machine = report.Machine;
        console.MarkupLineInterpolated($"[grey]{report.Samples} samples; {machine.Cpu}, {machine.Cores} cores, {machine.Kernel}, .NET {machine.Dotnet}[/]");
    }

    internal static void WriteList(IAnsiConsole console, IEnumerable<IBench> benches)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("bench").AddColumn("what it measures");
        foreach (var bench in benches) table.AddRow($"[bold]{bench.Name.EscapeMarkup()}[/]", bench.Summary.EscapeMarkup());
        console.Write(table);
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) < 100 ? "0.##" : "N0", CultureInfo.InvariantCulture);
}
