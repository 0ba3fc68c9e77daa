using WasmEngine.Render.Dom;

namespace WasmEngine.Render.Style;

/// <summary>Where a piece of CSS comes from and where its issues go.</summary>
public sealed record CssOptions
{
    /// <summary>Nothing known; issues are dropped.</summary>
    public static CssOptions Default { get; } = new();

    /// <summary>Name of the sheet for issues; empty for the document itself.</summary>
    public string Source { get; init; } = "";

    /// <summary>What relative addresses are relative to; empty leaves them as they are.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>Takes the issues; null drops them.</summary>
    public IssueLog? Issues { get; init; }

    /// <summary>Line of the text's first character.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>Quirks mode: unitless lengths and colours without # are taken where the quirks specification says so.</summary>
    public bool IsQuirky { get; init; }

    internal void Report(IssueSeverity severity, string text, int line) => Issues?.Add(severity, text, Source, line);

    /// <summary>An address made absolute.</summary>
    internal string Resolve(string url)
    {
        if (BaseUrl.Length == 0 || url.StartsWith('#') || url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return url;
        return Uri.TryCreate(BaseUrl, UriKind.Absolute, out var root) && Uri.TryCreate(root, url, out var absolute) ? absolute.AbsoluteUri : url;
    }
}
