using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Documents;

/// <summary>Elements by id, kept current; ids that several elements have are looked up in the tree. Document's thread.</summary>
internal sealed class IdIndex : IDocumentObserver
{
    private readonly Document _document;
    private readonly Dictionary<string, (Element First, int Count)> _elements = new(StringComparer.Ordinal);

    internal IdIndex(Document document)
    {
        _document = document;
        if (document.Root is { } root) ((IDocumentObserver)this).Inserted(root);
        document.Observe(this);
    }

    internal Element? Find(string id) => !_elements.TryGetValue(id, out var found) ? null : found.Count == 1 ? found.First : _document.FindById(id);

    void IDocumentObserver.Inserted(Node node)
    {
        foreach (var each in Document.Walk(node))
        {
            if (each is Element { Id.Length: > 0 } element) Add(element, element.Id);
        }
    }

    void IDocumentObserver.Removed(Node node, Element parent, Node? next)
    {
        foreach (var each in Document.Walk(node))
        {
            if (each is Element { Id.Length: > 0 } element) Drop(element.Id);
        }
    }

    void IDocumentObserver.AttributeChanged(Element element, string name, string? former)
    {
        if (name is not "id") return;
        if (!string.IsNullOrEmpty(former)) Drop(former);
        if (element.Id.Length > 0) Add(element, element.Id);
    }

    void IDocumentObserver.TextChanged(TextNode text)
    {
    }

    void IDocumentObserver.StateChanged(Element element, ElementState changed)
    {
    }

    private void Add(Element element, string id) => _elements[id] = _elements.TryGetValue(id, out var known) ? (known.First, known.Count + 1) : (element, 1);

    private void Drop(string id)
    {
        if (!_elements.TryGetValue(id, out var known)) return;
        _elements.Remove(id);
        // Of several, whichever are left are found in the tree.
        if (known.Count == 2 && _document.FindById(id) is { } left) _elements.Add(id, (left, 1));
        else if (known.Count > 2) _elements.Add(id, (known.First, known.Count - 1));
    }
}
