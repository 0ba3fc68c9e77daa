using System.Text;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;

namespace WasmEngine.Render.Pages;

/// <summary>Loads a document's style sheets.</summary>
internal sealed class PageSheets(IResourceLoader loader, string baseUrl, IssueLog issues) : IStyleLoader
{
    private const long MostBytes = 16L << 20;

    public bool TryLoad(string url, out string text)
    {
        text = "";
        if (loader.Load(url, baseUrl, MostBytes, out var problem) is not { } resource)
        {
            issues.Add(IssueSeverity.Missing, $"style sheet {(url.Length > 80 ? url[..80] + "…" : url)} does not count: {problem}");
            return false;
        }

        text = Decode(resource.Bytes.Span);
        return true;
    }

    /// <summary>By its byte order mark, else as UTF-8 (css-syntax-3, 3.2; other encodings named by @charset are not known).</summary>
    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) return Encoding.UTF8.GetString(bytes[3..]);
        if (bytes.StartsWith(Encoding.Unicode.Preamble)) return Encoding.Unicode.GetString(bytes[2..]);
        if (bytes.StartsWith(Encoding.BigEndianUnicode.Preamble)) return Encoding.BigEndianUnicode.GetString(bytes[2..]);
        return Encoding.UTF8.GetString(bytes);
    }
}
