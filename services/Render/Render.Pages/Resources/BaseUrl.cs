namespace WasmEngine.Render.Pages;

/// <summary>What relative addresses of a document refer to.</summary>
internal static class BaseUrl
{
    /// <summary>The document's own address, or what its first base element makes of it.</summary>
    internal static string Of(Dom.Document document, string url)
    {
        if (document.Root is null) return url;
        foreach (var node in Dom.Document.Walk(document.Root))
        {
            if (node is not Dom.Element { Tag: "base" } element || element.Attribute("href") is not { } href) continue;
            if (Uri.TryCreate(url, UriKind.Absolute, out var own) && Uri.TryCreate(own, href, out var made)) return made.AbsoluteUri;
            return Uri.TryCreate(href, UriKind.Absolute, out var absolute) ? absolute.AbsoluteUri : url;
        }

        return url;
    }
}
