namespace WasmEngine.Reftests;

/// <summary>Lays documents out; called for several documents at the same time.</summary>
public interface ILayoutEngine
{
    /// <summary>The boxes of all elements in document order.</summary>
    /// <exception cref="LayoutFailureException">The document could not be laid out; the message says why.</exception>
    Task<IReadOnlyList<Box>> LayoutAsync(Reftest reftest, CancellationToken cancellation);
}

/// <summary>A document that gave no boxes.</summary>
public sealed class LayoutFailureException(string message, Exception? inner = null) : Exception(message, inner);
