using System.Text.Json;
using System.Text.Json.Serialization;

namespace WasmEngine.Bench;

/// <summary>What a bench found.</summary>
/// <param name="Bench">Name of the bench.</param>
/// <param name="Figures">Its figures; each name ends in its unit (Us, Ms, ...) unless it is a ratio or a count.</param>
/// <param name="Spread">Quartiles of the figures that have any, by the same names.</param>
/// <param name="Samples">How many single measurements stand behind each figure, above 0.</param>
/// <param name="Machine">Where it ran.</param>
public sealed record BenchReport(
    string Bench,
    IReadOnlyDictionary<string, double> Figures,
    IReadOnlyDictionary<string, Spread> Spread,
    int Samples,
    MachineDescription Machine)
{
    /// <summary>One JSON object on one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.BenchReport);
}

/// <summary>The middle half of the values that a figure is the median of.</summary>
/// <param name="P25">A quarter of the values is below.</param>
/// <param name="P75">A quarter of the values is above.</param>
public readonly record struct Spread(double P25, double P75);

/// <summary>The list of benches for programs.</summary>
internal static class BenchList
{
    internal static string ToJson(IEnumerable<IBench> benches) =>
        JsonSerializer.Serialize(benches.Select(b => new BenchListEntry(b.Name, b.Summary)).ToArray(), ReportJson.Default.BenchListEntryArray);
}

internal sealed record BenchListEntry(string Name, string Summary);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(BenchListEntry[]))]
internal sealed partial class ReportJson : JsonSerializerContext;
