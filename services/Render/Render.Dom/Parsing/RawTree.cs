using System.Collections;
using AngleSharp.Common;
using AngleSharp.Dom;
using AngleSharp.Html.Construction;
using AngleSharp.Html.Parser.Tokens.Struct;
using AngleSharp.Text;

namespace WasmEngine.Render.Dom.Parsing;

/// <summary>What the library's tree builder builds: as little as it needs. Turned into our nodes once the parse is over.</summary>
internal abstract class RawNode : IConstructableNode
{
    private RawList? _children;

    public abstract StringOrMemory NodeName { get; }

    public NodeFlags Flags { get; protected init; }

    public IConstructableNode? Parent { get; set; }

    /// <summary>Levels above it, plus one.</summary>
    public int Depth { get; private set; } = 1;

    public RawList Children => _children ??= new RawList();

    public bool HasChildren => _children is { Count: > 0 };

    IConstructableNodeList IConstructableNode.ChildNodes => Children;

    public void RemoveFromParent() => (Parent as RawNode)?.RemoveChild(this);

    public void RemoveChild(IConstructableNode childNode)
    {
        var index = Children.LastIndexOf(childNode);
        if (index >= 0) RemoveNode(index, childNode);
    }

    public void RemoveNode(int idx, IConstructableNode childNode)
    {
        Children.RemoveAt(idx);
        childNode.Parent = null;
    }

    public void InsertNode(int idx, IConstructableNode childNode)
    {
        if (idx < Children.Count) RawFactory.Current?.NoteFostered();
        Children.Insert(idx, childNode);
        Adopt(childNode);
    }

    public virtual void AddNode(IConstructableNode node)
    {
        Children.Add(node);
        Adopt(node);
    }

    public void AppendText(StringOrMemory text, bool emitWhiteSpaceOnly = false) => InsertText(Children.Count, text, emitWhiteSpaceOnly);

    public void InsertText(int idx, StringOrMemory text, bool emitWhiteSpaceOnly = false)
    {
        // Text between elements matters even where it is only white space.
        if (text.Length == 0) return;
        if (idx > 0 && idx <= Children.Count && Children[idx - 1] is RawText before) before.Append(text);
        else InsertNode(idx, new RawText(text.ToString()));
    }

    private void Adopt(IConstructableNode node)
    {
        node.Parent = this;
        if (node is RawNode raw) raw.Depth = Depth + 1;
    }
}

/// <summary>Children.</summary>
internal sealed class RawList : List<IConstructableNode>, IConstructableNodeList
{
    int IConstructableNodeList.Length => Count;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A text.</summary>
internal sealed class RawText(string text) : RawNode
{
    private System.Text.StringBuilder? _more;

    public override StringOrMemory NodeName => new("#text");

    public string Text => _more?.ToString() ?? text;

    public void Append(StringOrMemory more) => (_more ??= new(text)).Append(more.Memory.Span);
}

/// <summary>A doctype.</summary>
internal sealed class RawDoctype : RawNode
{
    public override StringOrMemory NodeName => new("html");
}

/// <summary>The document.</summary>
internal sealed class RawDocument(TextSource source) : RawNode, IConstructableDocument
{
    public override StringOrMemory NodeName => new("#document");

    public TextSource Source { get; } = source;

    public IDisposable? Builder { get; set; }

    public QuirksMode QuirksMode { get; set; }

    public RawElement? Root => Children.OfType<RawElement>().FirstOrDefault();

    public IConstructableElement Head => Root?.Children.OfType<RawElement>().FirstOrDefault(e => e.Name is "head")!;

    public IConstructableElement DocumentElement => Root!;

    public bool IsLoading => false;

    /// <summary>
    /// Adds a node. The builder recognizes only the library's own tables: what is to go before another kind of table ends up here, and is put right.
    /// </summary>
    public override void AddNode(IConstructableNode node)
    {
        if (node is RawElement && Root is not null && RawFactory.Current?.OpenTable is { Parent: RawNode parent } table)
        {
            if (node is RawMeta { IsTemplate: true }) table.AddNode(node);
            else parent.InsertNode(parent.Children.LastIndexOf(table), node);
            return;
        }

        base.AddNode(node);
    }

    public void PerformMicrotaskCheckpoint()
    {
    }

    public void ProvideStableState()
    {
    }

    public void AddComment(ref StructHtmlToken token)
    {
    }

    public void TrackError(Exception exception)
    {
    }

    public Task WaitForReadyAsync(CancellationToken cancelToken) => Task.CompletedTask;

    public Task FinishLoadingAsync() => Task.CompletedTask;

    public void ApplyManifest()
    {
    }

    public void Clear() => Children.Clear();
}
