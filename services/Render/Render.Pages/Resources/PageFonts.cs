using WasmEngine.Render.Dom;
using WasmEngine.Render.Style;
using WasmEngine.Render.Text.Fonts;
using Slant = WasmEngine.Render.Text.Fonts.FontSlant;

namespace WasmEngine.Render.Pages;

/// <summary>Gives a document the fonts of its @font-face rules. They are loaded at once: no text waits for them.</summary>
internal sealed class PageFonts(IDocumentFonts fonts, IResourceLoader loader, IssueLog issues)
{
    private const long MostBytes = 64L << 20;
    private const int MostFaces = 512;

    private IReadOnlyList<FontFace> _rules = [];

    /// <summary>Takes the rules that count now; true when the document's fonts are others than before.</summary>
    internal bool Update(IReadOnlyList<FontFace> rules)
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

    private void Add(FontFace face)
    {
        var descriptor = DescriptorOf(face);
        foreach (var source in face.Sources)
        {
            if (TryAdd(descriptor, source, face.Line)) return;
        }

        issues.Add(IssueSeverity.Missing, $"no source of font {face.Family} can be used", line: face.Line);
    }

    private static FontFaceDescriptor DescriptorOf(FontFace face) => new()
    {
        Family = face.Family,
        MinWeight = face.MinWeight,
        MaxWeight = face.MaxWeight,
        MinStretch = face.MinStretch,
        MaxStretch = face.MaxStretch,
        Slant = face.Slant switch { Style.FontSlant.Italic => Slant.Italic, Style.FontSlant.Oblique => Slant.Oblique, _ => Slant.Normal },
        Ranges = new ValueList<CodepointRange>([.. face.Ranges.Select(r => new CodepointRange(r.First, r.Last))]),
    };

    private bool TryAdd(FontFaceDescriptor descriptor, FontSource source, int line)
    {
        if (source.LocalName is { } local) return fonts.AddLocal(descriptor, local);
        if (loader.Load(source.Url ?? "", "", MostBytes, out var problem) is not { } resource)
        {
            issues.Add(IssueSeverity.Missing, $"font {descriptor.Family} can't be loaded: {problem}", line: line);
            return false;
        }

        try
        {
            fonts.Add(descriptor, resource.Bytes);
            return true;
        }
        catch (InvalidFontException e)
        {
            issues.Add(IssueSeverity.Invalid, $"font {descriptor.Family} can't be used: {e.Message}", line: line);
            return false;
        }
    }
}
