using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Declarations of style attributes and of presentational ones; equal ones are one block. Belongs to the document's thread.</summary>
internal sealed class AttributeBlocks(Document document, string baseUrl)
{
    private const int Most = 16_384;
    private readonly Dictionary<string, DeclarationBlock> _inline = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeclarationBlock> _hints = new(StringComparer.Ordinal);

    /// <summary>The style attribute's; null when there is none.</summary>
    public DeclarationBlock? Inline(Element element) =>
        element.Attribute("style") is { Length: > 0 } text ? Find(_inline, text, CascadeLevel.Inline, element, document.Issues) : null;

    /// <summary>The presentational attributes'; null when there are none.</summary>
    public DeclarationBlock? Hints(Element element)
    {
        // What is not valid in them is none of the author's CSS: it is not reported.
        var text = PresentationalHints.Of(element);
        return text.Length == 0 ? null : Find(_hints, text, CascadeLevel.Hints, element, null);
    }

    /// <summary>Whether an element's presentational attributes say something else than when it was matched last.</summary>
    public bool HintsChanged(Element element)
    {
        if (element.StyleData is not ElementStyle style) return false;
        var before = Array.Find(style.Matched.Blocks, b => b.Level == CascadeLevel.Hints);
        return !ReferenceEquals(before, Hints(element));
    }

    private DeclarationBlock? Find(Dictionary<string, DeclarationBlock> known, string text, CascadeLevel level, Element element, IssueLog? issues)
    {
        if (known.TryGetValue(text, out var block))
        {
            block.IsRepeated = true;
            return block.Declarations.Length == 0 ? null : block;
        }

        if (known.Count >= Most) known.Clear();
        var options = new CssOptions { BaseUrl = baseUrl, Issues = issues, FirstLine = Math.Max(1, element.Line), IsQuirky = document.IsQuirky };
        block = new DeclarationBlock(StyleSheetParser.ParseDeclarations(text, options), level, 0);
        known.Add(text, block);
        return block.Declarations.Length == 0 ? null : block;
    }
}
