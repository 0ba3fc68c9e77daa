namespace WasmEngine.Render.Dom;

/// <summary>Told of each change of a document's tree, after it was made, on the document's thread. May not change the tree itself.</summary>
public interface IDocumentObserver
{
    /// <summary>A subtree was put into the tree.</summary>
    void Inserted(Node node);

    /// <summary>A subtree was taken out of the tree.</summary>
    /// <param name="node">Its root, without a parent by now.</param>
    /// <param name="parent">Where it was.</param>
    /// <param name="next">The sibling that came after it.</param>
    void Removed(Node node, Element parent, Node? next);

    /// <summary>An attribute was set (id and class among them) or taken away.</summary>
    void AttributeChanged(Element element, string name, string? former);

    /// <summary>A text's characters changed.</summary>
    void TextChanged(TextNode text);

    /// <summary>States changed.</summary>
    /// <param name="element">Whose.</param>
    /// <param name="changed">Those that are on now and were not, or were and are not.</param>
    void StateChanged(Element element, ElementState changed);
}
