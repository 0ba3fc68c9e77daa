namespace WasmEngine.Render.Style;

/// <summary>Origins and other levels of the cascade, from weak to strong, importance aside (css-cascade-5, section 6).</summary>
public enum CascadeLevel : byte
{
    /// <summary>The user-agent sheet.</summary>
    UserAgent,

    /// <summary>A person's own sheet.</summary>
    User,

    /// <summary>Attributes such as width and bgcolor.</summary>
    Hints,

    /// <summary>The document's sheets.</summary>
    Author,

    /// <summary>The style attribute.</summary>
    Inline,
}

/// <summary>Declarations with their place in the cascade. Immutable.</summary>
internal sealed class DeclarationBlock(IReadOnlyList<Declaration> declarations, CascadeLevel level, int layer)
{
    public Declaration[] Declarations { get; } = [.. declarations];

    public CascadeLevel Level { get; } = level;

    /// <summary>Order of its layer: later layers are stronger; what is in no layer comes last.</summary>
    public int Layer { get; } = layer;

    /// <summary>It was asked for more than once: what is made of it is worth keeping. Only told of style attributes, which scripts may make new at each frame.</summary>
    public bool IsRepeated { get; set; } = level != CascadeLevel.Inline;

    public bool HasImportant { get; } = declarations.Any(d => d.IsImportant);

    /// <summary>Whether something in it hangs on the element itself (attr()), so that its style can't be shared.</summary>
    public bool IsPersonal { get; } = declarations.Any(d => d.Value is UnparsedValue { NeedsSubstitution: true } v && v.Text.Contains("attr(", StringComparison.OrdinalIgnoreCase));
}

/// <summary>The blocks that apply to an element, from weak to strong. Equal lists are one object within a style engine.</summary>
internal sealed class MatchedRules(DeclarationBlock[] blocks)
{
    public static MatchedRules None { get; } = new([]);

    public DeclarationBlock[] Blocks { get; } = blocks;

    public bool HasImportant { get; } = Array.Exists(blocks, b => b.HasImportant);

    public bool IsPersonal { get; } = Array.Exists(blocks, b => b.IsPersonal);

    /// <summary>Whether other elements are likely to have the same.</summary>
    public bool IsShareable => !IsPersonal && (Blocks.Length == 0 || Blocks[^1].IsRepeated);

    /// <summary>
    /// Blocks with important declarations from strong to weak: origins and layers the other way round, except for the style attribute, which stays above its origin's sheets.
    /// </summary>
    public DeclarationBlock[] ImportantOrder => _importantOrder ??= Sort();

    private DeclarationBlock[]? _importantOrder;

    private DeclarationBlock[] Sort() =>
    [
        .. Blocks.Select((block, index) => (block, index)).Where(b => b.block.HasImportant)
            .OrderBy(b => b.block.Level is CascadeLevel.Inline ? 2 : b.block.Level is CascadeLevel.Author or CascadeLevel.Hints ? 3 : (int)b.block.Level)
            .ThenBy(b => b.block.Layer).ThenByDescending(b => b.index).Select(b => b.block),
    ];
}
