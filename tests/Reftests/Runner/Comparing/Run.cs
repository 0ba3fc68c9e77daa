using System.Collections.Immutable;

namespace WasmEngine.Reftests;

/// <summary>Lays all documents out, several at a time, and compares each with what was recorded.</summary>
public sealed class Run(ILayoutEngine engine, double tolerance, IProgress<DocumentResult>? progress = null)
{
    /// <summary>The results, in the order of the documents. A document that fails does not stop the others.</summary>
    public async Task<IReadOnlyList<DocumentResult>> AllAsync(IReadOnlyList<Reftest> reftests, CancellationToken cancellation)
    {
        var results = new DocumentResult[reftests.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        await Parallel.ForAsync(0, reftests.Count, options, async (index, token) =>
        {
            results[index] = await OneAsync(reftests[index], token);
            progress?.Report(results[index]);
        });
        return results;
    }

    private async Task<DocumentResult> OneAsync(Reftest reftest, CancellationToken cancellation)
    {
        ImmutableArray<Box> expected;
        try
        {
            expected = BoxList.Read(reftest.Expected);
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return DocumentResult.Failed(reftest, 0, $"nothing usable was recorded ({error.Message}): run node record.mjs {reftest.Name}");
        }

        try
        {
            return Comparison.Compare(reftest, expected, await engine.LayoutAsync(reftest, cancellation), tolerance);
        }
        catch (LayoutFailureException failure)
        {
            return DocumentResult.Failed(reftest, expected.Count(box => !box.IsInHead), failure.Message);
        }
    }
}
