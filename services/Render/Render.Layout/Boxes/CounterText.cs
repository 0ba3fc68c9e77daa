using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Layout;

/// <summary>
/// Generated texts that depend on what comes before them in the document: counters, quotation marks, numbers of list items. They are found by a walk over
/// the tree, which documents without any spare themselves.
/// </summary>
internal sealed class CounterText(IStyleSource styles)
{
    internal const string ListItem = "list-item";

    private readonly Dictionary<(Element, PseudoElement), Entry> _entries = [];
    private CounterScopes _scopes = new();
    private int _quotes;
    private int _visited;

    /// <summary>A text to fill in; null as the content of a marker is the item's number.</summary>
    private sealed record Entry(ContentItem? Item, string? MarkerStyle, TextBox Box, Entry? Next)
    {
        public Entry? Next { get; set; } = Next;
    }

    /// <summary>Says that an element's pseudo-element is made anew: what it had is forgotten.</summary>
    internal void Begin(Element element, PseudoElement pseudo)
    {
        if (_entries.Count > 0) _entries.Remove((element, pseudo));
    }

    /// <summary>Takes a text that an item of generated content is to fill.</summary>
    internal void Add(Element element, PseudoElement pseudo, ContentItem item, TextBox box) => Add(element, pseudo, new Entry(item, null, box, null));

    /// <summary>Takes a text that the number of a list item is to fill.</summary>
    internal void AddMarker(Element element, PseudoElement pseudo, string style, TextBox box) => Add(element, pseudo, new Entry(null, style, box, null));

    /// <summary>Brings all texts up to date.</summary>
    internal void Refresh(Document document)
    {
        if (_entries.Count == 0 || document.Root is null) return;
        _scopes = new CounterScopes();
        _quotes = _visited = 0;
        Visit(document.Root, null);
        if (_visited < _entries.Count) Purge();
    }

    private void Add(Element element, PseudoElement pseudo, Entry entry)
    {
        if (!_entries.TryAdd((element, pseudo), entry))
        {
            var last = _entries[(element, pseudo)];
            while (last.Next is { } next) last = next;
            last.Next = entry;
        }
    }

    private void Purge()
    {
        foreach (var key in _entries.Keys.Where(k => k.Item1.Document.Root is not { } root || !k.Item1.IsWithin(root)).ToArray()) _entries.Remove(key);
    }

    private void Visit(Element element, Element? parent)
    {
        var style = styles.StyleOf(element);
        if (style.Display == Display.None) return;
        Apply(element, style, parent);
        Fill(element, PseudoElement.Marker);
        VisitPseudo(element, PseudoElement.Before);
        for (var child = element.FirstElement; child is not null; child = child.NextElement) Visit(child, element);
        VisitPseudo(element, PseudoElement.After);
        _scopes.Leave(element);
    }

    private void VisitPseudo(Element element, PseudoElement pseudo)
    {
        if (styles.StyleOf(element, pseudo) is not { } style || style.Display == Display.None) return;
        foreach (var (name, value) in style.Content.CounterReset) _scopes.Reset(name, value, element);
        var counts = false;
        foreach (var (name, value) in style.Content.CounterIncrement)
        {
            counts |= name == ListItem;
            _scopes.Increment(name, value, element);
        }

        if (!counts && style.Display is Display.ListItem or Display.InlineListItem) _scopes.Increment(ListItem, _scopes.Step(ListItem), element);
        foreach (var (name, value) in style.Content.CounterSet) _scopes.Set(name, value, element);
        Fill(element, pseudo);
    }

    /// <summary>Changes counters as an element's style and, for lists, its attributes say (HTML, 15.3.8).</summary>
    private void Apply(Element element, ComputedStyle style, Element? parent)
    {
        var content = style.Content;
        var isList = element.Namespace == ElementNamespace.Html && element.Tag is "ol" or "ul" or "menu";
        foreach (var (name, value) in content.CounterReset)
        {
            if (!isList || name != ListItem || value != 0) _scopes.Reset(name, value, parent);
        }

        if (isList && !content.CounterReset.Any(c => c.Name == ListItem && c.Value != 0)) ResetList(element, parent);
        var counts = false;
        foreach (var (name, value) in content.CounterIncrement)
        {
            counts |= name == ListItem;
            _scopes.Increment(name, value, parent);
        }

        if (!counts && style.Display is Display.ListItem or Display.InlineListItem && !IsSummary(element))
            _scopes.Increment(ListItem, _scopes.Step(ListItem), parent);
        if (element.Tag == "li" && Number(element, "value") is { } given) _scopes.Set(ListItem, given, parent);
        foreach (var (name, value) in content.CounterSet) _scopes.Set(name, value, parent);
    }

    private void ResetList(Element list, Element? parent)
    {
        var start = list.Tag == "ol" ? Number(list, "start") : null;
        if (list.Tag != "ol" || !list.Has("reversed"))
        {
            _scopes.Reset(ListItem, (start ?? 1) - 1, parent);
            return;
        }

        if (start is null)
        {
            start = 0;
            for (var child = list.FirstElement; child is not null; child = child.NextElement)
            {
                if (styles.StyleOf(child).Display == Display.ListItem) start++;
            }
        }

        _scopes.Reset(ListItem, start.Value + 1, parent, -1);
    }

    private static bool IsSummary(Element element) => element.Tag == "summary" && element.Parent is { Tag: "details" };

    private static int? Number(Element element, string name) =>
        element.Attribute(name) is { } value && int.TryParse(value.AsSpan().Trim(), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private void Fill(Element element, PseudoElement pseudo)
    {
        if (!_entries.TryGetValue((element, pseudo), out var first)) return;
        _visited++;
        for (var entry = first; entry is not null; entry = entry.Next)
        {
            var text = entry.Item switch
            {
                null => CounterStyles.Marker(_scopes.Value(ListItem), entry.MarkerStyle!),
                ContentCounter counter => _scopes.Text(counter),
                ContentQuote quote => Quote(quote, entry.Box.Style),
                _ => "",
            };
            if (!string.Equals(entry.Box.Text, text, StringComparison.Ordinal)) entry.Box.SetText(text);
        }
    }

    private string Quote(ContentQuote quote, ComputedStyle style)
    {
        var pairs = style.Inherited.Quotes ?? Quotations.For(style.Text.Language);
        var depth = quote.Open ? _quotes++ : --_quotes;
        if (_quotes < 0) _quotes = 0;
        if (!quote.Show || pairs.Count < 2 || depth < 0) return "";
        var pair = Math.Min(depth, (pairs.Count / 2) - 1);
        return pairs[(pair * 2) + (quote.Open ? 0 : 1)];
    }
}
