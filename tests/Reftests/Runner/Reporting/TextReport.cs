using System.Globalization;
using Spectre.Console;

namespace WasmEngine.Reftests;

/// <summary>The report for people: the tallies, then the documents that differ most.</summary>
internal static class TextReport
{
    /// <param name="worst">How many documents to name.</param>
    /// <param name="details">How many differences of each of them to show.</param>
    internal static void Write(IAnsiConsole console, IReadOnlyList<DocumentResult> results, int worst, int details)
    {
        foreach (var result in results.Where(r => !r.IsExact).OrderBy(Agreement).ThenByDescending(r => r.Boxes).Take(worst)) WriteDocument(console, result, details);

        var table = new Table().Border(TableBorder.Rounded);
        foreach (var column in (ReadOnlySpan<string>)["area", "documents", "exact", "failed", "boxes", "agree", "share"])
            table.AddColumn(column == "area" ? new TableColumn(column) : new TableColumn(column).RightAligned());
        foreach (var tally in Tally.ByArea(results)) AddRow(table, tally);
        table.AddEmptyRow();
        AddRow(table, Tally.Of("all", results));
        console.Write(table);
    }

    private static void WriteDocument(IAnsiConsole console, DocumentResult result, int details)
    {
        console.MarkupLineInterpolated($"[bold]{result.Reftest.Name}[/] {result.Agreeing} of {result.Boxes}{(result.Failure is null ? "" : ": " + result.Failure)}");
        foreach (var difference in result.Differences.Take(details))
        {
            var text = difference.Kind switch
            {
                DifferenceKind.Missing => $"missing, expected {difference.Expected!.Describe()}",
                DifferenceKind.Extra => $"extra, at {difference.Actual!.Describe()}",
                _ => $"{difference.Actual!.Describe()}, expected {difference.Expected!.Describe()}",
            };
            console.MarkupLineInterpolated($"  {Name(difference)}: {text}");
        }

        if (result.Differences.Length > details && details > 0) console.MarkupLineInterpolated($"  … and {result.Differences.Length - details} more");
    }

    private static string Name(BoxDifference difference)
    {
        var box = difference.Expected ?? difference.Actual!;
        return difference.Path + (box.Id.Length > 0 ? "#" + box.Id : "") + string.Concat(box.Classes.Select(name => "." + name));
    }

    private static double Agreement(DocumentResult result) => result.Boxes == 0 ? 0 : (double)result.Agreeing / result.Boxes;

    private static void AddRow(Table table, Tally tally) => table.AddRow(
        Markup.Escape(tally.Area), Count(tally.Documents), Count(tally.Exact), Count(tally.Failed), Count(tally.Boxes), Count(tally.Agreeing),
        tally.Agreement.ToString("P2", CultureInfo.InvariantCulture));

    private static string Count(int value) => value.ToString(CultureInfo.InvariantCulture);
}
