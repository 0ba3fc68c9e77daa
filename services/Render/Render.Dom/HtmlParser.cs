using AngleSharp.Html.Parser;
using WasmEngine.Render.Dom.Parsing;
using Source = AngleSharp.Dom;

namespace WasmEngine.Render.Dom;

/// <summary>Makes documents of HTML source. Stateless; may be called from any thread.</summary>
public static class HtmlParser
{
    // Fragments as small as this go through the library's fragment algorithm, which has no guard but is fast enough for them.
    private const int SmallFragment = 32_768;

    /// <summary>Parses a whole document. Never fails: whatever is beyond the limits is left out and noted in the document's log.</summary>
    /// <param name="source">HTML, decoded.</param>
    /// <param name="limits">What the document may hold.</param>
    public static Document Parse(string source, DocumentLimits? limits = null)
    {
        limits ??= DocumentLimits.Default;
        var issues = new IssueLog();
        if (source.Length > limits.SourceLength)
        {
            issues.Add(IssueSeverity.Limit, $"the document has more than {limits.SourceLength} characters: the rest is left out");
            source = source[..limits.SourceLength];
        }

        var parsed = RawParser.Parse(source, limits, issues);
        var document = new Document(limits) { IsQuirky = parsed.QuirksMode == Source.QuirksMode.On, Issues = issues };
        if (parsed.Root is { } root)
        {
            var import = new Import(document, new LineIndex(source), depth: 1, room: limits.Nodes);
            document.SetRoot((Element)import.Tree(root)!);
        }

        return document;
    }

    /// <summary>Parses what is to become an element's content.</summary>
    /// <returns>Nodes that are not in the tree yet.</returns>
    public static IReadOnlyList<Node> ParseFragment(Element context, string source)
    {
        var document = context.Document;
        var limits = document.Limits;
        if (source.Length > limits.SourceLength)
        {
            document.Issues.Add(IssueSeverity.Limit, $"the content has more than {limits.SourceLength} characters: the rest is left out");
            source = source[..limits.SourceLength];
        }

        var depth = 1;
        for (var above = context; above is not null; above = above.Parent) depth++;
        var import = new Import(document, new LineIndex(source), depth, limits.Nodes - document.NodeCount);
        var nodes = new List<Node>();
        try
        {
            foreach (var child in Content(context, source, limits))
            {
                if (import.Tree(child) is { } node) nodes.Add(node);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The library gave up on something that HTML allows.
            document.Issues.Add(IssueSeverity.Limit, $"the HTML parser failed ({e.GetType().Name}): the content is left out", line: context.Line);
        }

        return nodes;
    }

    /// <summary>Replaces all that an element contains by what a piece of HTML says.</summary>
    public static void SetInnerHtml(Element element, string source)
    {
        var nodes = ParseFragment(element, source);
        while (element.FirstChild is { } child) element.Document.Remove(child);
        foreach (var node in nodes) element.Document.Insert(element, node);
    }

    // Larger fragments are parsed as a body: only they are guarded against endless nesting.
    private static IEnumerable<object> Content(Element context, string source, DocumentLimits limits)
    {
        if (source.Length > SmallFragment)
        {
            const string before = "<!doctype html><body>";
            var document = RawParser.Parse(before + source, limits, context.Document.Issues);
            return document.Root?.Children.OfType<RawElement>().FirstOrDefault(e => e.Name is "body")?.Children ?? [];
        }

        var parser = new AngleSharp.Html.Parser.HtmlParser(new HtmlParserOptions { IsKeepingSourceReferences = true, IsScripting = true, SkipComments = true });
        var empty = parser.ParseDocument("<!doctype html>");
        if (context.Namespace == ElementNamespace.Html)
        {
            // Only known tags matter to the algorithm; names that the library's DOM refuses, though HTML's syntax has them, are not among them.
            var tag = context.Tag.All(char.IsAsciiLetterOrDigit) ? context.Tag : "div";
            return parser.ParseFragment(source, empty.CreateElement(tag));
        }

        // The library forgets the namespace of a fragment's context.
        var root = context.Namespace == ElementNamespace.Svg ? "svg" : "math";
        return parser.ParseFragment($"<{root}>{source}</{root}>", empty.CreateElement("div")).SelectMany(n => n is Source.IElement e && string.Equals(e.LocalName, root, StringComparison.Ordinal) ? e.ChildNodes : Enumerable.Repeat(n, 1));
    }
}
