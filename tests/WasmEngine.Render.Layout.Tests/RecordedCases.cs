using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;
using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>
/// Documents with the boxes that Chromium gives their elements: a document a line, followed by x, y, width and height of each element in document order. There
/// is no text in them, so that fonts do not matter. `record.mjs` records a file anew.
/// </summary>
internal sealed class RecordedCases
{
    // Sums of rounded parts may differ by some 64ths.
    private const double Tolerance = 0.1;

    private readonly List<(string Body, List<double[]> Boxes)> _cases = [];

    internal RecordedCases(string resource)
    {
        using var reader = new StreamReader(typeof(RecordedCases).Assembly.GetManifestResourceStream(resource)!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('<')) _cases.Add((line, []));
            else if (line.StartsWith("  ", StringComparison.Ordinal)) _cases[^1].Boxes.Add([.. line.Trim().Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))]);
        }
    }

    internal TheoryData<int> Indexes()
    {
        var data = new TheoryData<int>();
        for (var i = 0; i < _cases.Count; i++) data.Add(i);
        return data;
    }

    internal void Check(int index)
    {
        var (body, expected) = _cases[index];
        var actual = LayOut(body);
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            for (var part = 0; part < 4; part++)
                Assert.True(Math.Abs(expected[i][part] - actual[i][part]) <= Tolerance, $"{body}\nelement {i}: expected {string.Join(' ', expected[i])}, actual {string.Join(' ', actual[i])}");
        }
    }

    /// <summary>Boxes of all elements of a body without margins, in a viewport of 800 x 600.</summary>
    internal static List<double[]> LayOut(string body)
    {
        using var library = new FontLibrary(NullLogger<FontLibrary>.Instance);
        using var fonts = library.CreateDocumentFonts();
        var shaper = new HarfBuzzShaper();
        var services = new PageServices { Loader = new FileResourceLoader(null), Fonts = fonts, Shaper = new ParagraphShaper(shaper, new ShapeCache(shaper)) };
        var page = Page.Load("<!doctype html><body style='margin:0'>" + body, "", new PageOptions { Width = 800, Height = 600 }, services);
        var boxes = page.BoundingBoxes();
        var found = new List<double[]>();
        for (var child = page.Document.Root!.LastElement!.FirstElement; child is not null; child = child.NextElement) Collect(child);
        return found;

        void Collect(Element element)
        {
            var box = boxes[element];
            found.Add([box.X, box.Y, box.Width, box.Height]);
            for (var child = element.FirstElement; child is not null; child = child.NextElement) Collect(child);
        }
    }
}
