using System.Runtime.CompilerServices;
using WasmEngine.Memory;
using WasmEngine.Render.Core;
using WasmEngine.Render.Dom;
using TextNode = WasmEngine.Render.Dom.TextNode;

namespace WasmEngine.Render.Documents;

/// <summary>Carries out mutations of a document, by the ids of its elements. Document's thread.</summary>
internal sealed class DomMutator
{
    private readonly Document _document;
    private readonly IdIndex _ids;
    private readonly ConditionalWeakTable<Element, DomMutation> _origins = [];
    private readonly Queue<GoneElement> _gone = new();

    internal DomMutator(Document document)
    {
        _document = document;
        _ids = new IdIndex(document);
    }

    /// <summary>The next element that came alone and went, each told of once.</summary>
    internal bool TryTakeGone(out GoneElement gone) => _gone.TryDequeue(out gone);

    /// <summary>The first element with an id; null when there is none.</summary>
    internal Element? Find(string id) => _ids.Find(id);

    /// <summary>Carries out a mutation, scrolling excepted.</summary>
    /// <param name="mutation">What to do.</param>
    /// <param name="problem">Why nothing was done; empty otherwise.</param>
    internal bool TryApply(DomMutation mutation, out string problem)
    {
        problem = "";
        if (Find(mutation.Id) is not { } element)
        {
            problem = $"there is no element with the id \"{mutation.Id}\"";
            return false;
        }

        switch (mutation.Operation)
        {
            case DomOperation.Text:
                SetText(element, mutation.Value);
                break;
            case DomOperation.Attribute:
                SetAttribute(element, mutation.Name, mutation.Value);
                break;
            case DomOperation.RemoveAttribute:
                SetAttribute(element, mutation.Name, null);
                break;
            case DomOperation.AddClass or DomOperation.RemoveClass:
                SetClass(element, mutation.Name, mutation.Operation == DomOperation.AddClass);
                break;
            case DomOperation.Html when mutation.Place == HtmlPlace.Inner:
                HtmlParser.SetInnerHtml(element, mutation.Value);
                break;
            case DomOperation.Html:
                return TryInsert(element, mutation, out problem);
            case DomOperation.Remove:
                return TryRemove(element, mutation, out problem);
            default:
                problem = $"there is no operation {mutation.Operation}";
                return false;
        }

        return true;
    }

    // One text already: changing its characters spares its boxes.
    private void SetText(Element element, string text)
    {
        if (element.FirstChild is TextNode { Next: null } only && text.Length > 0)
        {
            _document.SetText(only, text);
            return;
        }

        while (element.FirstChild is { } child) _document.Remove(child);
        if (text.Length > 0) _document.Insert(element, _document.CreateText(text));
    }

    private void SetAttribute(Element element, string name, string? value)
    {
        if (element.Namespace == ElementNamespace.Html) name = name.ToLowerInvariant();
        if (name is "checked" or "selected") _document.SetState(element, ElementState.Checked, value is not null);
        _document.SetAttribute(element, name, value);
    }

    private void SetClass(Element element, string name, bool on)
    {
        if (element.HasClass(name) == on) return;
        List<string> classes = [.. element.Classes];
        if (on) classes.Add(name);
        else classes.Remove(name);
        _document.SetAttribute(element, "class", string.Join(' ', classes));
    }

    private bool TryInsert(Element element, DomMutation mutation, out string problem)
    {
        problem = "";
        var within = mutation.Place is HtmlPlace.AfterBegin or HtmlPlace.BeforeEnd;
        var parent = within ? element : element.Parent;
        if (parent is null)
        {
            problem = $"nothing can stand beside the root element (\"{mutation.Id}\")";
            return false;
        }

        var before = mutation.Place switch
        {
            HtmlPlace.BeforeBegin => element,
            HtmlPlace.AfterBegin => element.FirstChild,
            HtmlPlace.AfterEnd => element.Next,
            _ => null,
        };
        var count = 0;
        Node? last = null;
        foreach (var node in HtmlParser.ParseFragment(parent, mutation.Value))
        {
            _document.Insert(parent, last = node, before);
            count++;
        }

        if (count == 1 && last is Element only) _origins.AddOrUpdate(only, mutation);
        return true;
    }

    private bool TryRemove(Element element, DomMutation removal, out string problem)
    {
        problem = element.Parent is null ? $"the root element (\"{element.Id}\") can't be removed" : "";
        if (element.Parent is null) return false;
        if (_origins.TryGetValue(element, out var insertion)) _gone.Enqueue(new GoneElement(insertion, removal, IdsWithin(element)));
        _document.Remove(element);
        return true;
    }

    private static List<string> IdsWithin(Element element)
    {
        List<string> ids = [];
        foreach (var node in Document.Walk(element))
        {
            if (node is Element { Id.Length: > 0 } each) ids.Add(each.Id);
        }

        return ids;
    }
}
