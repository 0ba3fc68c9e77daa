namespace WasmEngine.Render.Dom;

/// <summary>Namespaces that matter to rendering.</summary>
public enum ElementNamespace : byte
{
    /// <summary>HTML.</summary>
    Html,

    /// <summary>SVG.</summary>
    Svg,

    /// <summary>Any other.</summary>
    Other,
}

/// <summary>States that a person's actions put an element into; what the dynamic pseudo-classes ask for.</summary>
[Flags]
public enum ElementState
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The pointer is over it or a descendant.</summary>
    Hover = 1,

    /// <summary>It is being pressed.</summary>
    Active = 2,

    /// <summary>It has the focus.</summary>
    Focus = 4,

    /// <summary>It has the focus and that is to be seen.</summary>
    FocusVisible = 8,

    /// <summary>It or a descendant has the focus.</summary>
    FocusWithin = 16,

    /// <summary>A checkbox, radio button or option that is on.</summary>
    Checked = 32,

    /// <summary>A checkbox that is neither on nor off, a progress bar without a value.</summary>
    Indeterminate = 64,

    /// <summary>The target of the address's fragment.</summary>
    Target = 128,

    /// <summary>A link that was visited.</summary>
    Visited = 256,
}

/// <summary>An attribute: its name (lower case in HTML) and value.</summary>
/// <param name="Name">Name.</param>
/// <param name="Value">Value.</param>
public readonly record struct ElementAttribute(string Name, string Value);

/// <summary>An element. Belongs to the document's thread; changed through <see cref="Dom.Document"/>, which tells the observers.</summary>
public sealed class Element : Node
{
    private static readonly string[] NoClasses = [];
    private ElementAttribute[] _attributes;
    private string[] _classes = NoClasses;

    internal Element(Document document, string tag, ElementNamespace space, ElementAttribute[] attributes, int line)
        : base(document, line)
    {
        Tag = tag;
        Namespace = space;
        _attributes = attributes;
        foreach (var attribute in attributes) TakeSpecial(attribute.Name, attribute.Value);
    }

    /// <summary>Local name: lower case in HTML, as written in SVG.</summary>
    public string Tag { get; }

    /// <summary>Its namespace.</summary>
    public ElementNamespace Namespace { get; }

    /// <summary>The id attribute; empty when there is none.</summary>
    public string Id { get; private set; } = "";

    /// <summary>The class attribute's tokens, each once, in order.</summary>
    public ReadOnlySpan<string> Classes => _classes;

    /// <summary>All attributes in the source's order.</summary>
    public ReadOnlySpan<ElementAttribute> Attributes => _attributes;

    /// <summary>States; changed through <see cref="Document.SetState"/>.</summary>
    public ElementState State { get; internal set; }

    /// <summary>First child.</summary>
    public Node? FirstChild { get; internal set; }

    /// <summary>Last child.</summary>
    public Node? LastChild { get; internal set; }

    /// <summary>What style keeps here: computed styles and what restyling needs.</summary>
    public NodeData? StyleData { get; set; }

    /// <summary>First child that is an element.</summary>
    public Element? FirstElement => FirstChild as Element ?? FirstChild?.NextElement;

    /// <summary>Last child that is an element.</summary>
    public Element? LastElement => LastChild as Element ?? LastChild?.PreviousElement;

    /// <summary>An attribute's value; null when it has none of that name.</summary>
    public string? Attribute(string name)
    {
        foreach (ref readonly var attribute in _attributes.AsSpan())
        {
            if (string.Equals(attribute.Name, name, StringComparison.Ordinal)) return attribute.Value;
        }

        return null;
    }

    /// <summary>Whether it has an attribute.</summary>
    public bool Has(string name) => Attribute(name) is not null;

    /// <summary>Whether it has a class.</summary>
    public bool HasClass(string name) => Array.IndexOf(_classes, name) >= 0;

    /// <summary>The characters of all texts within, joined.</summary>
    public string TextContent()
    {
        var text = new System.Text.StringBuilder();
        foreach (var node in Document.Walk(this))
        {
            if (node is TextNode t) text.Append(t.Data);
        }

        return text.ToString();
    }

    internal void Set(string name, string? value)
    {
        var index = Array.FindIndex(_attributes, a => string.Equals(a.Name, name, StringComparison.Ordinal));
        if (value is null)
        {
            if (index < 0) return;
            _attributes = [.. _attributes[..index], .. _attributes[(index + 1)..]];
        }
        else if (index >= 0)
        {
            _attributes[index] = new ElementAttribute(name, value);
        }
        else
        {
            _attributes = [.. _attributes, new ElementAttribute(name, value)];
        }

        TakeSpecial(name, value ?? "");
    }

    private void TakeSpecial(string name, string value)
    {
        if (name is "id") Id = value;
        if (name is "class") _classes = value.Length == 0 ? NoClasses : [.. Document.Tokens(value)];
        if (name is "checked" or "selected") State |= ElementState.Checked;
    }
}
