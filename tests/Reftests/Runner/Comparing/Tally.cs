namespace WasmEngine.Reftests;

/// <summary>Sums over documents.</summary>
/// <param name="Exact">Documents without any difference.</param>
/// <param name="Failed">Documents that gave no boxes.</param>
public sealed record Tally(string Area, int Documents, int Exact, int Failed, int Boxes, int Agreeing)
{
    /// <summary>Share of boxes that agree, 0 to 1; 1 if there are none.</summary>
    public double Agreement => Boxes == 0 ? 1 : (double)Agreeing / Boxes;

    public static Tally Of(string area, IReadOnlyCollection<DocumentResult> results) => new(
        area, results.Count, results.Count(r => r.IsExact), results.Count(r => r.Failure is not null), results.Sum(r => r.Boxes), results.Sum(r => r.Agreeing));

    /// <summary>One for each area, by name.</summary>
    public static IReadOnlyList<Tally> ByArea(IEnumerable<DocumentResult> results) =>
        [.. results.GroupBy(r => r.Reftest.Area, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Of(g.Key, [.. g]))];
}
