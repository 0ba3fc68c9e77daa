using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Render.Dom;
using WasmEngine.Render.Pages;
using WasmEngine.Render.Skia;
using WasmEngine.Render.Text.Shaping;
using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>
/// Flex and grid containers against what Chromium gives for the same documents: <c>FlexGridCases.txt</c> holds a document a line, followed by the boxes of its
/// elements. There is no text in them, so that fonts do not matter. <c>record.mjs</c> records anew.
/// </summary>
public sealed class FlexGridCaseTests
{
    // The sums of rounded tracks may differ by some 64ths.
    private const double Tolerance = 0.1;

    private static (string Body, double[][] Boxes)[] Cases { get; } = Read();

    public static TheoryData<int> Documents()
    {
        var data = new TheoryData<int>();
        for (var i = 0; i < Cases.Length; i++) data.Add(i);
        return data;
    }

    private static (string Body, double[][] Boxes)[] Read()
    {
        using var reader = new StreamReader(typeof(FlexGridCaseTests).Assembly.GetManifestResourceStream("FlexGridCases.txt")!);
        var cases = new List<(string Body, List<double[]> Boxes)>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('<')) cases.Add((line, []));
            else if (line.StartsWith("  ", StringComparison.Ordinal)) cases[^1].Boxes.Add([.. line.Trim().Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))]);
        }

        return [.. cases.Select(c => (c.Body, c.Boxes.ToArray()))];
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Boxes_OfADocument_AreWhereChromiumPutsThem(int index)
    {
        var (body, expected) = Cases[index];
        var actual = LayOut(body);
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            for (var part = 0; part < 4; part++)
                Assert.True(Math.Abs(expected[i][part] - actual[i][part]) <= Tolerance, $"{body}\nelement {i}: expected {string.Join(' ', expected[i])}, actual {string.Join(' ', actual[i])}");
        }
    }

    /// <summary>Deep nesting takes time linear in the depth, not exponential: each level is measured and laid out, but from the cache.</summary>
    [Theory]
    [InlineData("display:flex")]
    [InlineData("display:flex;flex-direction:column")]
    [InlineData("display:grid")]
    [InlineData("display:grid;grid-template:auto / 1fr")]
    [InlineData("display:inline-flex")]
    public void Layout_OfNestedContainers_Ends(string style)
    {
        const int Depth = 60;
        var actual = LayOut(string.Concat(Enumerable.Repeat($"<div style='{style}'>", Depth)) + "<div style='width:10px;height:7px'></div>" + string.Concat(Enumerable.Repeat("</div>", Depth)));
        Assert.Equal([10, 7], actual[^1][2..]);
    }

    private static List<double[]> LayOut(string body)
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
