using System.Text.Json;
using System.Text.Json.Serialization;

namespace WasmEngine.Reftests;

/// <summary>The report for programs: one JSON object.</summary>
internal static class JsonReport
{
    internal static string Write(IReadOnlyList<DocumentResult> results, double tolerance) => JsonSerializer.Serialize(
        new Report(
            tolerance,
            Tally.Of("all", results),
            Tally.ByArea(results),
            [.. results.Where(r => !r.IsExact).Select(r => new Document(r.Reftest.Name, r.Boxes, r.Agreeing, r.Failure, [.. r.Differences.Select(Difference.From)]))]),
        ReportJson.Default.Report);

    internal static string Write(PixelResult[] pages) => JsonSerializer.Serialize(pages, ReportJson.Default.PixelResultArray);

    internal sealed record Report(double Tolerance, Tally All, IReadOnlyList<Tally> Areas, IReadOnlyList<Document> Differing);

    internal sealed record Document(string Name, int Boxes, int Agreeing, string? Failure, IReadOnlyList<Difference> Differences);

    /// <param name="Distance">Null where one of the two boxes is not there.</param>
    internal sealed record Difference(string Kind, string Path, Rectangle? Expected, Rectangle? Actual, double? Distance)
    {
        internal static Difference From(BoxDifference difference) => new(
            difference.Kind.ToString().ToLowerInvariant(), difference.Path, Rectangle.From(difference.Expected), Rectangle.From(difference.Actual),
            double.IsFinite(difference.Distance) ? difference.Distance : null);
    }

    internal sealed record Rectangle(double X, double Y, double Width, double Height)
    {
        internal static Rectangle? From(Box? box) => box is null ? null : new(box.X, box.Y, box.Width, box.Height);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(JsonReport.Report))]
[JsonSerializable(typeof(PixelResult[]))]
internal sealed partial class ReportJson : JsonSerializerContext;
