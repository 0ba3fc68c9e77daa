using System.Collections.Concurrent;
using AngleSharp;
using AngleSharp.Common;
using AngleSharp.Dom;
using AngleSharp.Html.Construction;
using AngleSharp.Text;
using Source = AngleSharp.Dom;

namespace WasmEngine.Render.Dom.Parsing;

/// <summary>Makes the tree builder's elements and counts them. One for each parse.</summary>
internal sealed class RawFactory : IDomConstructionElementFactory<RawDocument, RawElement>
{
    private const int MostKnownFlags = 4096;
    private static readonly ConcurrentDictionary<(string Space, string Name), NodeFlags> KnownFlags = new();
    [ThreadStatic]
    private static RawFactory? _current;

    private readonly Stack<RawElement> _tables = new();

    /// <summary>The factory of the parse that runs on this thread; copies of elements are made without asking it.</summary>
    public static RawFactory? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>Elements that were made.</summary>
    public int Created { get; private set; }

    /// <summary>The element made last.</summary>
    public RawElement? Newest { get; private set; }

    /// <summary>Nodes that were inserted before others: each time the builder looks for the place.</summary>
    public int Fostered { get; private set; }

    /// <summary>The innermost table that is open; null when there is none.</summary>
    public RawElement? OpenTable => _tables.TryPeek(out var table) ? table : null;

    /// <summary>The next meta element stands for a template.</summary>
    public bool IsTemplate { get; set; }

    /// <summary>The document that is built.</summary>
    public RawDocument? Document { get; private set; }

    /// <summary>Offset of the tag that is being handled.</summary>
    public int Offset { get; set; }

    public RawElement Create(RawDocument document, StringOrMemory localName, StringOrMemory prefix = default, NodeFlags flags = NodeFlags.None)
    {
        var name = localName.ToString();
        return Count(new RawElement(name, prefix.ToString(), NamespaceNames.HtmlUri, flags | FlagsOf(NamespaceNames.HtmlUri, name)));
    }

    public RawElement CreateUnknown(RawDocument document, StringOrMemory tagName) => Create(document, tagName);

    public RawElement CreateNoScript(RawDocument document, bool scripting) => Create(document, new StringOrMemory("noscript"));

    public IConstructableNode CreateDocumentType(RawDocument document, StringOrMemory name, StringOrMemory publicIdentifier, StringOrMemory systemIdentifier) => new RawDoctype();

    public IConstructableMathElement CreateMath(RawDocument document, StringOrMemory name = default)
    {
        var tag = name.IsNullOrEmpty ? "math" : name.ToString();
        return Count(new RawMath(tag, FlagsOf(NamespaceNames.MathMlUri, tag)));
    }

    public IConstructableSvgElement CreateSvg(RawDocument document, StringOrMemory name = default)
    {
        var tag = name.IsNullOrEmpty ? "svg" : name.ToString();
        return Count(new RawSvg(tag, FlagsOf(NamespaceNames.SvgUri, tag)));
    }

    public IConstructableMetaElement CreateMeta(RawDocument document)
    {
        var meta = Count(new RawMeta(Html("meta"), IsTemplate));
        IsTemplate = false;
        return meta;
    }

    public IConstructableScriptElement CreateScript(RawDocument document, bool parserInserted, bool started) => Count(new RawScript(Html("script")));

    public IConstructableFrameElement CreateFrame(RawDocument document) => Count(new RawFrame(Html("frame")));

    public IConstructableTemplateElement CreateTemplate(RawDocument document) => Count(new RawTemplate(Html("template")));

    public IConstructableFormElement CreateForm(RawDocument document) => Count(new RawForm(Html("form")));

    public RawDocument CreateDocument(TextSource source, IBrowsingContext? context = null) => Document = new RawDocument(source);

    /// <summary>Notes a new element.</summary>
    public T Count<T>(T element)
        where T : RawElement
    {
        Created++;
        Newest = element;
        if (element.Offset < 0) element.Offset = Offset;
        return element;
    }

    /// <summary>Notes that a node was inserted before others.</summary>
    public void NoteFostered() => Fostered++;

    /// <summary>Keeps account of the open tables, after a tag was handled.</summary>
    public void Follow(bool isStart, RawElement? made)
    {
        if (!isStart)
        {
            _tables.TryPop(out _);
            return;
        }

        if (made is null) return;
        // A table that the new one is not within was closed by it.
        while (_tables.TryPeek(out var top) && !IsWithin(made, top)) _tables.Pop();
        _tables.Push(made);
    }

    private static bool IsWithin(RawElement element, RawElement ancestor)
    {
        for (IConstructableNode? node = element.Parent; node is not null; node = node.Parent)
        {
            if (ReferenceEquals(node, ancestor)) return true;
        }

        return false;
    }

    private static NodeFlags Html(string name) => FlagsOf(NamespaceNames.HtmlUri, name);

    // How the builder treats a tag depends on its flags; the library knows them, but tells only through an element of its own.
    private static NodeFlags FlagsOf(string space, string name)
    {
        if (KnownFlags.TryGetValue((space, name), out var flags)) return flags;
        Source.IElement element;
        try
        {
            element = Oracle.Document.CreateElement(space, name);
        }
        catch (DomException)
        {
            // Names that the DOM's method refuses but HTML's syntax allows are unknown elements.
            element = Oracle.Document.CreateElement(space, "unknown");
        }

        flags = element.Flags;
        if (KnownFlags.Count < MostKnownFlags) KnownFlags.TryAdd((space, name), flags);
        return flags;
    }

    private static class Oracle
    {
        [ThreadStatic]
        private static Source.IDocument? _document;

        public static Source.IDocument Document => _document ??= new AngleSharp.Html.Parser.HtmlParser().ParseDocument("");
    }
}
