using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>
/// Lines against what Chromium gives for the same documents: <c>InlineCases.txt</c> holds a document a line, followed by the boxes of elements with an id. Recorded with
/// Debian's Chromium and fonts; <c>record.mjs</c> records anew. INLINE_CASES names another such file to try.
/// </summary>
public sealed class InlineCaseTests
{
    public static TheoryData<int> Lines()
    {
        var data = new TheoryData<int>();
        for (var i = 0; i < Cases.Length; i++) data.Add(i);
        return data;
    }

    private static (string Body, string[] Boxes)[] Cases { get; } = Read();

    private static (string Body, string[] Boxes)[] Read()
    {
        using var reader = Environment.GetEnvironmentVariable("INLINE_CASES") is { } file
            ? new StreamReader(file) : new StreamReader(typeof(InlineCaseTests).Assembly.GetManifestResourceStream("InlineCases.txt")!);
        var cases = new List<(string, string[])>();
        var boxes = new List<string>();
        var body = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("  ", StringComparison.Ordinal))
            {
                boxes.Add(line.Trim());
                continue;
            }

            if (boxes.Count > 0) cases.Add((body, [.. boxes]));
            boxes.Clear();
            body = line;
        }

        if (boxes.Count > 0) cases.Add((body, [.. boxes]));
        return [.. cases];
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public void Lines_OfADocument_AreWhereChromiumPutsThem(int index)
    {
        Assert.SkipUnless(InlineDocument.HasFonts, "the fonts that the boxes were recorded with are not installed: fonts-dejavu-core, fonts-liberation");
        var (body, boxes) = Cases[index];
        using var document = new InlineDocument(body.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal));
        var actual = boxes.Select(b => b[..b.IndexOf(':', StringComparison.Ordinal)]).Select(id => $"{id}: {document[id]}").ToArray();
        Assert.True(boxes.SequenceEqual(actual), $"{body}\nexpected {string.Join("  ", boxes)}\nactual   {string.Join("  ", actual)}");
    }
}
