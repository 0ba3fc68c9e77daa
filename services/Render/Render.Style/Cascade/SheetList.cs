using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>A document's sheets in the order of the cascade; parsed once each. Belongs to the document's thread.</summary>
internal sealed class SheetList(Document document, IStyleLoader? loader, string baseUrl) : IImportSource
{
    private readonly Dictionary<string, StyleSheet?> _loaded = new(StringComparer.Ordinal);
    private readonly List<StyleSheet> _user = [];
    private Dictionary<Element, (string Text, StyleSheet Sheet)> _inline = [];

    /// <summary>Adds a sheet of the person's.</summary>
    public void AddUser(string css) => _user.Add(StyleSheetParser.Parse(css, new CssOptions { Source = "user", Issues = document.Issues, IsQuirky = document.IsQuirky }));

    /// <summary>All sheets.</summary>
    public IEnumerable<SheetEntry> Collect()
    {
        var entries = new List<SheetEntry>();
        foreach (var sheet in UserAgentSheet.For(document.IsQuirky)) entries.Add(new SheetEntry(sheet, CascadeLevel.UserAgent));
        foreach (var sheet in _user) entries.Add(new SheetEntry(sheet, CascadeLevel.User));
        var inline = new Dictionary<Element, (string Text, StyleSheet Sheet)>();
        foreach (var node in Document.Walk(document.Root!))
        {
            if (node is not Element element) continue;
            if (element.Tag is "style" && element.Namespace != ElementNamespace.Other) AddStyle(element, entries, inline);
            else if (element.Tag is "link" && element.Namespace == ElementNamespace.Html) AddLink(element, entries);
        }

        _inline = inline;
        return entries;
    }

    /// <inheritdoc/>
    public StyleSheet? Import(string url, string source, int line)
    {
        if (_loaded.TryGetValue(url, out var known)) return known;
        StyleSheet? sheet = null;
        if (DataUrl.TryDecode(url, out var text) || (loader is not null && loader.TryLoad(url, out text)))
        {
            var isData = url.StartsWith("data:", StringComparison.OrdinalIgnoreCase);
            var name = isData ? "data:" : url;
            sheet = StyleSheetParser.Parse(text, new CssOptions { Source = name, BaseUrl = isData ? baseUrl : url, Issues = document.Issues, IsQuirky = document.IsQuirky });
        }
        else
        {
            document.Issues.Add(IssueSeverity.Missing, $"the style sheet {RuleReader.Shorten(url)} can't be loaded", source, line);
        }

        // A server that makes up sheet after sheet is kept from filling the memory by the limit of sheets a document has.
        _loaded[url] = sheet;
        return sheet;
    }

    private void AddStyle(Element element, List<SheetEntry> entries, Dictionary<Element, (string Text, StyleSheet Sheet)> inline)
    {
        if (element.Attribute("type") is { Length: > 0 } type && !type.Equals("text/css", StringComparison.OrdinalIgnoreCase)) return;
        var text = ChildText(element);
        if (!_inline.TryGetValue(element, out var known) || !string.Equals(known.Text, text, StringComparison.Ordinal))
        {
            var options = new CssOptions { BaseUrl = baseUrl, Issues = document.Issues, FirstLine = Math.Max(1, element.Line), IsQuirky = document.IsQuirky };
            known = (text, StyleSheetParser.Parse(text, options));
        }

        inline[element] = known;
        entries.Add(new SheetEntry(known.Sheet, CascadeLevel.Author, element.Attribute("media") ?? ""));
    }

    private void AddLink(Element element, List<SheetEntry> entries)
    {
        var rel = (element.Attribute("rel") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var isSheet = rel.Contains("stylesheet", StringComparer.OrdinalIgnoreCase) && !rel.Contains("alternate", StringComparer.OrdinalIgnoreCase);
        if (!isSheet || element.Has("disabled") || element.Attribute("href") is not { Length: > 0 } href) return;
        var address = new CssOptions { BaseUrl = baseUrl }.Resolve(href);
        if (Import(address, "", element.Line) is { } sheet) entries.Add(new SheetEntry(sheet, CascadeLevel.Author, element.Attribute("media") ?? ""));
    }

    // Elements within a style element have no part in its sheet (HTML standard, "child text content").
    private static string ChildText(Element element)
    {
        if (element.FirstChild is TextNode { Next: null } only) return only.Data;
        var text = new System.Text.StringBuilder();
        for (var node = element.FirstChild; node is not null; node = node.Next)
        {
            if (node is TextNode part) text.Append(part.Data);
        }

        return text.ToString();
    }
}
