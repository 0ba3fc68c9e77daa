using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;

namespace WasmEngine.Render.Pages;

/// <summary>Gives a document the fonts of its @font-face rules. They are loaded at once: no text waits for them.</summary>
internal sealed class PageFonts(IDocumentFonts fonts, IResourceLoader loader, IssueLog issues)
{
    private const long MostBytes = 64L << 20;
    private const int MostFaces = 512;

    private IReadOnlyList<FontFaceRule> _rules = [];

    /// <summary>Takes the rules that count now; true when the document's fonts are others than before.</summary>
    internal bool Update(IReadOnlyList<FontFaceRule> rules)
    {
        if (ReferenceEquals(rules, _rules) || (rules.Count == 0 && _rules.Count == 0)) return false;
        if (rules.SequenceEqual(_rules)) return false;
        _rules = rules;
        fonts.Clear();
        var count = 0;
        foreach (var rule in rules)
        {
            if (count++ >= MostFaces)
            {
                issues.Add(IssueSeverity.Limit, $"a document may have {MostFaces} @font-face rules: the others do not count", line: rule.Line);
                break;
            }

            Add(rule);
        }

        return true;
    }

    private void Add(FontFaceRule rule)
    {
        if (FontFaceReader.Read(rule) is not { } face)
        {
            issues.Add(IssueSeverity.Invalid, "an @font-face rule without font-family or src does not count", line: rule.Line);
            return;
        }

        foreach (var source in face.Sources)
        {
            if (TryAdd(face.Descriptor, source, rule)) return;
        }

        issues.Add(IssueSeverity.Missing, $"no source of font {face.Descriptor.Family} can be used", line: rule.Line);
    }

    private bool TryAdd(FontFaceDescriptor descriptor, FontSource source, FontFaceRule rule)
    {
        if (source.IsLocal) return fonts.AddLocal(descriptor, source.Name);
        if (loader.Load(source.Name, rule.BaseUrl, MostBytes, out var problem) is not { } resource)
        {
            issues.Add(IssueSeverity.Missing, $"font {descriptor.Family} can't be loaded: {problem}", line: rule.Line);
            return false;
        }

        try
        {
            fonts.Add(descriptor, resource.Bytes);
            return true;
        }
        catch (InvalidFontException e)
        {
            issues.Add(IssueSeverity.Invalid, $"font {descriptor.Family} can't be used: {e.Message}", line: rule.Line);
            return false;
        }
    }
}
