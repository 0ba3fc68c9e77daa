namespace WasmEngine.Render.Dom;

/// <summary>Data that a later stage (style, layout) keeps on a node. Owned by that stage's thread, which is the document's.</summary>
public abstract class NodeData;

/// <summary>A node of a document's tree: an element or a text. Belongs to the document's thread.</summary>
public abstract class Node
{
    private protected Node(Document document, int line)
    {
        Document = document;
        Line = line;
    }

    /// <summary>The document that made it; it never moves to another.</summary>
    public Document Document { get; }

    /// <summary>Line of the source where it begins, counted from 1; 0 when it was not parsed.</summary>
    public int Line { get; }

    /// <summary>The element that contains it; null for the root and for nodes that are not in the tree.</summary>
    public Element? Parent { get; internal set; }

    /// <summary>The sibling before it.</summary>
    public Node? Previous { get; internal set; }

    /// <summary>The sibling after it.</summary>
    public Node? Next { get; internal set; }

    /// <summary>What layout keeps here: the node's principal box.</summary>
    public NodeData? LayoutData { get; set; }

    /// <summary>The element before it among its siblings.</summary>
    public Element? PreviousElement
    {
        get
        {
            var node = Previous;
            while (node is not null and not Element) node = node.Previous;
            return (Element?)node;
        }
    }

    /// <summary>The element after it among its siblings.</summary>
    public Element? NextElement
    {
        get
        {
            var node = Next;
            while (node is not null and not Element) node = node.Next;
            return (Element?)node;
        }
    }

    /// <summary>Whether it is the given element or lies within it.</summary>
    public bool IsWithin(Element ancestor)
    {
        for (var node = this; node is not null; node = node.Parent)
        {
            if (node == ancestor) return true;
        }

        return false;
    }
}

/// <summary>A run of characters.</summary>
public sealed class TextNode : Node
{
    internal TextNode(Document document, string data, int line)
        : base(document, line) => Data = data;

    /// <summary>The characters; changed through <see cref="Document.SetText"/>.</summary>
    public string Data { get; internal set; }
}
