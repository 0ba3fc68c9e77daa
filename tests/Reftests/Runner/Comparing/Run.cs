using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace WasmEngine.Reftests;

/// <summary>Lays all documents out, several at a time, and compares each with what was recorded.</summary>
public sealed class Run(ILayoutEngine engine, double tolerance)
{
    // A process costs more than a small document; a batch that fails is laid out again, one by one.
    private const int MostInBatch = 20;

    /// <summary>The results, in the order of the documents. A document that fails does not stop the others.</summary>
    public async Task<IReadOnlyList<DocumentResult>> AllAsync(IReadOnlyList<Reftest> reftests, CancellationToken cancellation)
    {
        var results = new ConcurrentDictionary<Reftest, DocumentResult>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation };
        var batches = reftests.GroupBy(r => r.Viewport).SelectMany(group => group.Chunk(MostInBatch));
        await Parallel.ForEachAsync(batches, options, async (batch, token) =>
        {
            foreach (var result in await BatchAsync(batch, token)) results[result.Reftest] = result;
        });
        return [.. reftests.Select(r => results[r])];
    }

    private async Task<IReadOnlyList<DocumentResult>> BatchAsync(Reftest[] batch, CancellationToken cancellation)
    {
        try
        {
            var lists = await engine.LayoutAsync(batch, cancellation);
            return [.. batch.Zip(lists, (reftest, boxes) => WithExpected(reftest, expected => Comparison.Compare(reftest, expected, boxes, tolerance)))];
        }
        catch (EngineFailureException failure) when (batch.Length == 1)
        {
            return [WithExpected(batch[0], expected => DocumentResult.Failed(batch[0], expected.Count(box => !box.IsInHead), failure.Message))];
        }
        catch (EngineFailureException)
        {
            var results = new List<DocumentResult>();
            foreach (var reftest in batch) results.AddRange(await BatchAsync([reftest], cancellation));
            return results;
        }
    }

    private static DocumentResult WithExpected(Reftest reftest, Func<ImmutableArray<Box>, DocumentResult> use)
    {
        try
        {
            return use(BoxList.Read(reftest.Expected));
        }
        catch (Exception error) when (error is IOException or InvalidDataException)
        {
            return DocumentResult.Failed(reftest, 0, $"nothing usable was recorded ({error.Message}): run node record.mjs {reftest.Name}");
        }
    }
}
