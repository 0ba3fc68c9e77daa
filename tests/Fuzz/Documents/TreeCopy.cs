using WasmEngine.Render.Dom;

namespace WasmEngine.Fuzz.Documents;

/// <summary>Copies trees, states included: what a page of the copy shows is what the original ought to show.</summary>
internal static class TreeCopy
{
    private const ElementState All = (ElementState)0x1FF;

    internal static Document Of(Document source)
    {
        var copy = new Document(source.Limits) { IsQuirky = source.IsQuirky };
        if (source.Root is not { } root) return copy;
        var made = new Dictionary<Element, Element>();
        foreach (var node in Document.Walk(root))
        {
            Node twin;
            if (node is Element element)
            {
                var inner = copy.CreateElement(element.Tag, element.Namespace, element.Attributes.ToArray(), element.Line);
                copy.SetState(inner, All, false);
                copy.SetState(inner, element.State, true);
                made.Add(element, inner);
                twin = inner;
            }
            else
            {
                twin = copy.CreateText(((TextNode)node).Data, node.Line);
            }

            // Linked by hand: the limits were applied to the original.
            if (node != root) copy.Insert(made[node.Parent!], twin);
        }

        copy.SetRoot(made[root]);
        return copy;
    }
}
