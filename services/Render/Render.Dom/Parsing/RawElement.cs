using AngleSharp.Common;
using AngleSharp.Dom;
using AngleSharp.Html.Construction;
using AngleSharp.Html.Parser.Tokens.Struct;

namespace WasmEngine.Render.Dom.Parsing;

/// <summary>An element as the tree builder sees it.</summary>
internal class RawElement : RawNode, IConstructableElement, IConstructableNamedNodeMap
{
    private List<RawAttribute>? _attributes;

    public RawElement(string name, string prefix, string space, NodeFlags flags)
    {
        Name = name;
        Prefix = new StringOrMemory(prefix);
        Space = space;
        Flags = flags;
    }

    public string Name { get; }

    public string Space { get; }

    /// <summary>Offset of its tag in the source; -1 when it has none.</summary>
    public int Offset { get; set; } = -1;

    public IReadOnlyList<RawAttribute> OwnAttributes => (IReadOnlyList<RawAttribute>?)_attributes ?? [];

    public override StringOrMemory NodeName => LocalName;

    public StringOrMemory LocalName => new(Name);

    public StringOrMemory NamespaceUri => new(Space);

    public StringOrMemory Prefix { get; }

    IConstructableNamedNodeMap IConstructableElement.Attributes => this;

    public ISourceReference? SourceReference { get; set; }

    public int Length => _attributes?.Count ?? 0;

    public IConstructableAttr? this[StringOrMemory name] => Find(name);

    public void SetAttribute(string? ns, StringOrMemory name, StringOrMemory value) => SetOwnAttribute(name, value);

    public void SetOwnAttribute(StringOrMemory name, StringOrMemory value)
    {
        _attributes ??= [];
        if (Find(name) is { } known) known.Value = value;
        else _attributes.Add(new RawAttribute(name, value));
    }

    public StringOrMemory GetAttribute(StringOrMemory @namespace, StringOrMemory name) => Find(name)?.Value ?? StringOrMemory.Empty;

    public void SetAttributes(StructAttributes attributes)
    {
        // The tokenizer has dropped duplicates already.
        _attributes ??= new List<RawAttribute>(attributes.Count);
        for (var i = 0; i < attributes.Count; i++) _attributes.Add(new RawAttribute(attributes[i].Name, attributes[i].Value));
    }

    public bool HasAttribute(StringOrMemory name) => Find(name) is not null;

    public bool SameAs(IConstructableNamedNodeMap? attributes)
    {
        if (attributes is not RawElement other || other.Length != Length) return false;
        foreach (var attribute in OwnAttributes)
        {
            if (other.Find(attribute.Name) is not { } same || !same.Value.Equals(attribute.Value)) return false;
        }

        return true;
    }

    public virtual void SetupElement()
    {
    }

    public void AddComment(ref StructHtmlToken token)
    {
    }

    public IConstructableNode ShallowCopy()
    {
        var copy = new RawElement(Name, Prefix.ToString(), Space, Flags) { Offset = Offset };
        if (_attributes is not null) copy._attributes = [.. _attributes.Select(a => new RawAttribute(a.Name, a.Value))];
        RawFactory.Current?.Count(copy);
        return copy;
    }

    private RawAttribute? Find(StringOrMemory name)
    {
        if (_attributes is null) return null;
        foreach (var attribute in _attributes)
        {
            if (attribute.Name.Equals(name)) return attribute;
        }

        return null;
    }
}

/// <summary>An attribute.</summary>
internal sealed class RawAttribute(StringOrMemory name, StringOrMemory value) : IConstructableAttr
{
    public StringOrMemory Name { get; } = name;

    public StringOrMemory Value { get; set; } = value;
}

internal sealed class RawTemplate(NodeFlags flags) : RawElement("template", "", NamespaceNames.HtmlUri, flags), IConstructableTemplateElement
{
    public void PopulateFragment()
    {
    }
}

internal sealed class RawSvg(string name, NodeFlags flags) : RawElement(name, "", NamespaceNames.SvgUri, flags), IConstructableSvgElement;

internal sealed class RawMath(string name, NodeFlags flags) : RawElement(name, "", NamespaceNames.MathMlUri, flags), IConstructableMathElement;

internal sealed class RawForm(NodeFlags flags) : RawElement("form", "", NamespaceNames.HtmlUri, flags), IConstructableFormElement;

internal sealed class RawFrame(NodeFlags flags) : RawElement("frame", "", NamespaceNames.HtmlUri, flags), IConstructableFrameElement;

/// <summary>A meta element, or what stands for a template (see <see cref="NestingGuard"/>).</summary>
internal sealed class RawMeta(NodeFlags flags, bool isTemplate) : RawElement("meta", "", NamespaceNames.HtmlUri, flags), IConstructableMetaElement
{
    public bool IsTemplate => isTemplate;

    public void Handle()
    {
    }
}

internal sealed class RawScript(NodeFlags flags) : RawElement("script", "", NamespaceNames.HtmlUri, flags), IConstructableScriptElement
{
    public Task RunAsync(CancellationToken cancel) => Task.CompletedTask;

    public bool Prepare(IConstructableDocument document) => false;
}
