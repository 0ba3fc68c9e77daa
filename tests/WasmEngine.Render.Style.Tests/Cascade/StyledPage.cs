using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style.Tests;

/// <summary>A document with its styles.</summary>
internal sealed class StyledPage : IStyleObserver
{
    public StyledPage(string html, MediaEnvironment? environment = null, IStyleLoader? loader = null, string baseUrl = "")
    {
        Document = HtmlParser.Parse(html.StartsWith("<!", StringComparison.Ordinal) ? html : "<!doctype html>" + html);
        Engine = new StyleEngine(Document, environment, loader, null, baseUrl) { Observer = this };
        Last = Engine.Update(0);
        Changes.Clear();
    }

    public Document Document { get; }

    public StyleEngine Engine { get; }

    public StyleUpdate Last { get; private set; }

    public Dictionary<(string Id, PseudoElement Pseudo), StyleDifference> Changes { get; } = [];

    public Element this[string id] => Document.FindById(id) ?? throw new InvalidOperationException($"there is no #{id}");

    public string Get(string id, string property) => PropertyTable.Serialize(PropertyTable.Longhands(property)[0], Engine.StyleOf(this[id]));

    public string? Get(string id, PseudoElement pseudo, string property) =>
        Engine.StyleOf(this[id], pseudo) is { } style ? PropertyTable.Serialize(PropertyTable.Longhands(property)[0], style) : null;

    public ComputedStyle Style(string id) => Engine.StyleOf(this[id]);

    public StyleUpdate Update(double now = 0)
    {
        Changes.Clear();
        return Last = Engine.Update(now);
    }

    void IStyleObserver.StyleChanged(Element element, PseudoElement pseudo, ComputedStyle? before, ComputedStyle? after, StyleDifference difference) =>
        Changes[(element.Id.Length > 0 ? element.Id : element.Tag, pseudo)] = difference;
}
