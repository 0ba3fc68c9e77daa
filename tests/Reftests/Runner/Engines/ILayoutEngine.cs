namespace WasmEngine.Reftests;

/// <summary>Lays documents out; called for several batches at the same time.</summary>
public interface ILayoutEngine
{
    /// <summary>The boxes of all elements in document order, for each of the documents in their order.</summary>
    /// <param name="reftests">Documents with the same viewport.</param>
    /// <exception cref="EngineFailureException">One of them could not be laid out; the message says why, though not which.</exception>
    Task<IReadOnlyList<IReadOnlyList<Box>>> LayoutAsync(IReadOnlyList<Reftest> reftests, CancellationToken cancellation);
}
