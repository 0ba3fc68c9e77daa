namespace WasmEngine.Render.Dom;

/// <summary>
/// A document's tree. All changes go through its methods, which tell the observers. Made and used by one thread at a time.
/// </summary>
public sealed class Document
{
    private readonly List<IDocumentObserver> _observers = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>An empty document.</summary>
    public Document(DocumentLimits? limits = null) => Limits = limits ?? DocumentLimits.Default;

    /// <summary>What it may hold.</summary>
    public DocumentLimits Limits { get; }

    /// <summary>The root element; null while the document is empty.</summary>
    public Element? Root { get; private set; }

    /// <summary>Whether it is shown without the standards' layout (no doctype).</summary>
    public bool IsQuirky { get; init; }

    /// <summary>What was ignored.</summary>
    public IssueLog Issues { get; init; } = new();

    /// <summary>Nodes in the tree.</summary>
    public int NodeCount { get; private set; }

    /// <summary>Has an observer told of each change from now on.</summary>
    public void Observe(IDocumentObserver observer) => _observers.Add(observer);

    /// <summary>Makes an element that is not in the tree yet.</summary>
    public Element CreateElement(string tag, ElementNamespace space = ElementNamespace.Html, ElementAttribute[]? attributes = null, int line = 0)
    {
        attributes ??= [];
        for (var i = 0; i < attributes.Length; i++) attributes[i] = attributes[i] with { Name = Intern(attributes[i].Name) };
        return new Element(this, Intern(tag), space, attributes, line);
    }

    /// <summary>Makes a text that is not in the tree yet.</summary>
    public TextNode CreateText(string data, int line = 0) => new(this, data, line);

    /// <summary>Puts the root into an empty document.</summary>
    public void SetRoot(Element root)
    {
        if (Root is not null) throw new InvalidOperationException("the document has a root already");
        Root = root;
        NodeCount += Count(root);
        foreach (var observer in _observers) observer.Inserted(root);
    }

    /// <summary>Puts a node, taken from where it is, before a child of a parent, or last.</summary>
    /// <returns>False when the limits leave no room; noted in <see cref="Issues"/>.</returns>
    public bool Insert(Element parent, Node node, Node? before = null)
    {
        if (before is not null && before.Parent != parent) throw new ArgumentException("it is not a child of that parent", nameof(before));
        if (node is Element inner && parent.IsWithin(inner)) throw new ArgumentException("an element can't contain itself", nameof(node));
        if (node == before) return true;
        if (node.Parent is not null) Remove(node);
        var inTree = IsInTree(parent);
        if (inTree && !HasRoom(parent, node)) return false;
        Link(parent, node, before);
        if (!inTree) return true;
        NodeCount += Count(node);
        foreach (var observer in _observers) observer.Inserted(node);
        return true;
    }

    /// <summary>Takes a node, with all within, out of its parent.</summary>
    public void Remove(Node node)
    {
        if (node.Parent is not { } parent) return;
        var next = node.Next;
        var inTree = IsInTree(parent);
        if (node.Previous is null) parent.FirstChild = next;
        else node.Previous.Next = next;
        if (next is null) parent.LastChild = node.Previous;
        else next.Previous = node.Previous;
        (node.Parent, node.Previous, node.Next) = (null, null, null);
        if (!inTree) return;
        NodeCount -= Count(node);
        foreach (var observer in _observers) observer.Removed(node, parent, next);
    }

    /// <summary>Sets an attribute; null takes it away.</summary>
    public void SetAttribute(Element element, string name, string? value)
    {
        var former = element.Attribute(name);
        if (string.Equals(former, value, StringComparison.Ordinal)) return;
        element.Set(Intern(name), value);
        if (!IsInTree(element)) return;
        foreach (var observer in _observers) observer.AttributeChanged(element, name, former);
    }

    /// <summary>Replaces a text's characters.</summary>
    public void SetText(TextNode text, string data)
    {
        if (string.Equals(text.Data, data, StringComparison.Ordinal)) return;
        text.Data = data;
        if (text.Parent is null || !IsInTree(text.Parent)) return;
        foreach (var observer in _observers) observer.TextChanged(text);
    }

    /// <summary>Puts states on and off.</summary>
    public void SetState(Element element, ElementState states, bool on)
    {
        var changed = on ? states & ~element.State : states & element.State;
        if (changed == 0) return;
        element.State ^= changed;
        foreach (var observer in _observers) observer.StateChanged(element, changed);
    }

    /// <summary>The first element with an id in document order; null when there is none. Walks the tree.</summary>
    public Element? FindById(string id)
    {
        if (Root is null) return null;
        foreach (var node in Walk(Root))
        {
            if (node is Element element && string.Equals(element.Id, id, StringComparison.Ordinal)) return element;
        }

        return null;
    }

    /// <summary>A node and all within it, in document order, without recursion. The tree may not change meanwhile.</summary>
    public static IEnumerable<Node> Walk(Node root)
    {
        var node = root;
        while (true)
        {
            yield return node;
            if (node is Element { FirstChild: { } first })
            {
                node = first;
                continue;
            }

            while (node.Next is null || node == root)
            {
                if (node == root) yield break;
                node = node.Parent!;
            }

            node = node.Next;
        }
    }

    /// <summary>The tokens of a value that white space separates, each once.</summary>
    internal IEnumerable<string> Tokens(string value)
    {
        var parts = value.Split([' ', '\t', '\n', '\r', '\f'], StringSplitOptions.RemoveEmptyEntries);
        const int many = 16;
        var seen = parts.Length > many ? new HashSet<string>(parts.Length, StringComparer.Ordinal) : null;
        for (var i = 0; i < parts.Length; i++)
        {
            if (seen?.Add(parts[i]) ?? Array.IndexOf(parts, parts[i]) == i) yield return Intern(parts[i]);
        }
    }

    /// <summary>One string for all equal ones, so that comparing them mostly ends at the reference.</summary>
    internal string Intern(string name)
    {
        const int most = 65_536;
        if (_names.TryGetValue(name, out var known)) return known;
        if (_names.Count < most) _names.Add(name, name);
        return name;
    }

    private bool IsInTree(Element element)
    {
        Node node = element;
        while (node.Parent is { } parent) node = parent;
        return node == Root;
    }

    private bool HasRoom(Element parent, Node node)
    {
        var depth = 1;
        for (var above = parent; above is not null; above = above.Parent) depth++;
        if (node is Element element && depth + Height(element) - 1 > Limits.Depth)
        {
            Issues.Add(IssueSeverity.Limit, $"elements are nested more than {Limits.Depth} levels deep: the inner ones are left out", line: node.Line);
            return false;
        }

        if (NodeCount + Count(node) <= Limits.Nodes) return true;
        Issues.Add(IssueSeverity.Limit, $"the document has more than {Limits.Nodes} nodes: the others are left out", line: node.Line);
        return false;
    }

    /// <summary>Puts a new node last into an element, neither of them in the tree yet.</summary>
    internal static void Attach(Element parent, Node node) => Link(parent, node, null);

    private static void Link(Element parent, Node node, Node? before)
    {
        node.Parent = parent;
        node.Next = before;
        node.Previous = before is null ? parent.LastChild : before.Previous;
        if (node.Previous is null) parent.FirstChild = node;
        else node.Previous.Next = node;
        if (before is null) parent.LastChild = node;
        else before.Previous = node;
    }

    private static int Count(Node node)
    {
        if (node is TextNode or Element { FirstChild: null }) return 1;
        var count = 0;
        foreach (var _ in Walk(node)) count++;
        return count;
    }

    private static int Height(Element root)
    {
        var (deepest, depth) = (1, 1);
        Node node = root;
        while (true)
        {
            if (node is Element { FirstChild: { } first })
            {
                depth++;
                node = first;
                if (node is Element) deepest = Math.Max(deepest, depth);
                continue;
            }

            while (node.Next is null || node == root)
            {
                if (node == root) return deepest;
                node = node.Parent!;
                depth--;
            }

            node = node.Next;
            if (node is Element) deepest = Math.Max(deepest, depth);
        }
    }
}
