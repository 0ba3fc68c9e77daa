using Source = AngleSharp.Dom;

namespace WasmEngine.Render.Dom.Parsing;

/// <summary>
/// Turns parsed nodes (our raw ones, or the library's) into a document's, without recursion. Elements deeper than the limit become siblings of
/// those at the limit, as in Blink. Contents of templates are left out.
/// </summary>
internal sealed class Import(Document document, LineIndex lines, int depth, int room)
{
    private readonly Stack<(object Node, Element Parent, int Depth)> _open = new();
    private int _room = room;
    private int _line = 1;

    /// <summary>The subtree of a node, not in the tree yet; null when it is none that we keep.</summary>
    public Node? Tree(object source)
    {
        var first = Make(source);
        if (first is not Element root) return first;
        Push(source, root, root, depth);
        while (_open.TryPop(out var next))
        {
            var node = Make(next.Node);
            if (node is null) continue;
            Document.Attach(next.Parent, node);
            if (node is not Element element) continue;
            if (next.Depth < document.Limits.Depth) Push(next.Node, element, element, next.Depth);
            else Push(next.Node, element.Parent!, element, next.Depth - 1);
        }

        return root;
    }

    private void Push(object source, Element elementsInto, Element textsInto, int depthOfInto)
    {
        if (source is RawTemplate or RawMeta or AngleSharp.Html.Dom.IHtmlTemplateElement) return;
        if (source is RawElement { HasChildren: false }) return;
        List<object> children = source is RawElement raw ? [.. raw.Children] : [.. ((Source.INode)source).ChildNodes];
        if (elementsInto != textsInto && children.Exists(c => c is RawElement or Source.IElement))
        {
            document.Issues.Add(IssueSeverity.Limit, $"elements are nested more than {document.Limits.Depth} levels deep: the inner ones become siblings");
        }

        for (var i = children.Count - 1; i >= 0; i--)
        {
            var child = children[i];
            _open.Push((child, child is RawElement or Source.IElement ? elementsInto : textsInto, depthOfInto + 1));
        }
    }

    private Node? Make(object node)
    {
        if (node is not (RawElement or RawText or Source.IElement or Source.IText)) return null;
        if (--_room < 0)
        {
            document.Issues.Add(IssueSeverity.Limit, $"the document has more than {document.Limits.Nodes} nodes: the others are left out");
            return null;
        }

        return node switch
        {
            RawText text => document.CreateText(text.Text, _line),
            Source.IText text => document.CreateText(text.Data, _line),
            RawElement element => Make(element),
            _ => Make((Source.IElement)node),
        };
    }

    private Element Make(RawElement element)
    {
        if (element.Offset >= 0) _line = lines.At(element.Offset);
        var attributes = element.Length == 0 ? [] : new ElementAttribute[element.Length];
        for (var i = 0; i < attributes.Length; i++)
        {
            var attribute = element.OwnAttributes[i];
            attributes[i] = new ElementAttribute(attribute.Name.ToString(), attribute.Value.ToString());
        }

        return document.CreateElement(element is RawMeta { IsTemplate: true } ? "template" : element.Name, NamespaceOf(element.Space), attributes, _line);
    }

    private Element Make(Source.IElement element)
    {
        if (element.SourceReference is { } reference) _line = lines.At(Math.Max(0, reference.Position.Index));
        var attributes = element.Attributes.Length == 0 ? [] : new ElementAttribute[element.Attributes.Length];
        for (var i = 0; i < attributes.Length; i++)
        {
            var attribute = element.Attributes[i]!;
            attributes[i] = new ElementAttribute(attribute.Name, attribute.Value);
        }

        return document.CreateElement(element.LocalName, NamespaceOf(element.NamespaceUri), attributes, _line);
    }

    private static ElementNamespace NamespaceOf(string? uri) => uri switch
    {
        "http://www.w3.org/1999/xhtml" => ElementNamespace.Html,
        "http://www.w3.org/2000/svg" => ElementNamespace.Svg,
        _ => ElementNamespace.Other,
    };
}
