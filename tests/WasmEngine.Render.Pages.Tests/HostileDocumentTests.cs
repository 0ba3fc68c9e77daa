using System.Runtime.ExceptionServices;
using WasmEngine.Fuzz.Documents;
using WasmEngine.Render.Dom;
using Xunit;

namespace WasmEngine.Render.Pages.Tests;

/// <summary>Documents made to bring the engine down end in a picture, within the stack that pages are promised; what is left out is said.</summary>
public sealed class HostileDocumentTests(ITestOutputHelper output)
{
    private const int StackSize = 16 << 20;

    // Text beside the hostile part is on the first screen in these: it has to be seen.
    private static readonly string[] Harmless = ["calc tower", "circular var", "var bomb", "blur tower", "box shadow 1e9", "z-index", "zoom 1e9", "gradient stops 100000", "import self", "import endless"];

    // What has to be said.
    private static readonly (string Name, string Issue)[] Limits =
    [
        ("nested 100000", "nested more than"), ("attributes 100000", "attributes"), ("calc tower", "tokens"), ("circular var", "levels deep"), ("var bomb", "1048576"), ("nested rules", "levels deep"), ("keyframes many", "keyframes"),
        ("animations many", "animations"), ("filters nested 500", "filters"), ("text 10 MB pre", "lines"),
    ];

    // These take gigabytes or many seconds each: the fuzz target `hostile` runs them, a process each.
    private static readonly string[] Heavy = ["elements 1000000", "elements 1000000 text", "rules 100000 x 10000", "viewport 16384", "layers 10000", "layer huge", "image 8000 png empty"];

    public static TheoryData<string> Names => [.. HostileDocuments.All.Select(d => d.Name).Except(Heavy, StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Show_AHostileDocument_EndsInAPicture(string name)
    {
        var shown = Show(HostileDocuments.All.First(d => string.Equals(d.Name, name, StringComparison.Ordinal)).Make());
        output.WriteLine($"{shown.Nodes} nodes, {shown.Items} items, {shown.Parse + shown.Layout + shown.Paint + shown.Raster:0} ms of CPU, {shown.Bytes >> 20} MiB; {string.Join("; ", shown.Issues.Take(3).Select(i => i.Text))}");
        if (!string.Equals(name, "viewport 0", StringComparison.Ordinal)) Assert.NotEqual(0, shown.Pixels);
        if (Harmless.Contains(name, StringComparer.Ordinal)) Assert.NotEqual(0, shown.Items);
        foreach (var (_, issue) in Limits.Where(l => string.Equals(l.Name, name, StringComparison.Ordinal)))
            Assert.Contains(shown.Issues, i => i.Severity == IssueSeverity.Limit && i.Text.Contains(issue, StringComparison.Ordinal));
    }

    [Fact]
    public void DocumentFuzzer_OneHundredDocuments_FindsNothing()
    {
        const int seed = 1; // a smoke test; other seeds are for the fuzz target
        output.WriteLine($"seed {seed}");
        output.WriteLine(DocumentFuzzer.Run(100, seed));
    }

    private static Shown Show(HostileDocument document)
    {
        Shown? shown = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                shown = Shown.Of(document);
            }
            catch (Exception exception)
            {
                failure = ExceptionDispatchInfo.Capture(exception);
            }
        }, StackSize);
        thread.Start();
        thread.Join();
        failure?.Throw();
        return shown!;
    }
}
