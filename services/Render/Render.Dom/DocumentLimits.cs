namespace WasmEngine.Render.Dom;

/// <summary>What a document may hold; what is beyond is left out and noted in its <see cref="IssueLog"/>.</summary>
public sealed record DocumentLimits
{
    /// <summary>The limits that are used unless said otherwise.</summary>
    public static DocumentLimits Default { get; } = new();

    /// <summary>Nodes (elements and texts).</summary>
    public int Nodes { get; init; } = 2_200_000;

    /// <summary>Levels of elements; deeper ones become siblings, as in Blink. Bounds every recursion over the tree.</summary>
    public int Depth { get; init; } = 512;

    /// <summary>Characters of source.</summary>
    public int SourceLength { get; init; } = 256 << 20;
}
