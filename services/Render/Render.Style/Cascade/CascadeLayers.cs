namespace WasmEngine.Render.Style;

/// <summary>The @layer tree of one origin (css-cascade-5, section 6.4.3).</summary>
internal sealed class CascadeLayers
{
    /// <summary>Layers of one origin; rules of those beyond count as unlayered.</summary>
    public const int Most = 1000;

    private readonly Node _root = new("");
    private int _count;

    /// <summary>A node of the tree.</summary>
    public sealed class Node(string name)
    {
        public string Name { get; } = name;

        public List<Node> Children { get; } = [];

        /// <summary>Its order, set by <see cref="Number"/>: the higher is the stronger.</summary>
        public int Order { get; set; }
    }

    /// <summary>What is in no layer.</summary>
    public Node Root => _root;

    /// <summary>The layer of a dotted name within another; made if it is new. The empty name makes an anonymous one.</summary>
    public Node Enter(Node within, string name)
    {
        var node = within;
        if (name.Length == 0) return Add(node, "");
        foreach (var part in name.Split('.'))
        {
            var child = node.Children.Find(c => c.Name.Length > 0 && string.Equals(c.Name, part, StringComparison.Ordinal));
            node = child ?? Add(node, part);
        }

        return node;
    }

    /// <summary>Gives each its order: inner layers are weaker than what stands directly in the layer around them.</summary>
    public void Number()
    {
        var next = 0;
        Number(_root, ref next, 0);
    }

    private Node Add(Node to, string name)
    {
        if (_count >= Most) return to;
        _count++;
        var node = new Node(name);
        to.Children.Add(node);
        return node;
    }

    private static void Number(Node node, ref int next, int depth)
    {
        // No deeper than the rules' nesting and the parts of a name allow; orders deeper than that don't matter.
        if (depth < 200)
        {
            foreach (var child in node.Children) Number(child, ref next, depth + 1);
        }

        node.Order = next++;
    }
}
