using Xunit;

namespace WasmEngine.Reftests.Tests;

/// <summary>Layout agrees with what was recorded from Chromium.</summary>
public sealed class AgreementTests(ITestOutputHelper output)
{
    /// <summary>Of all boxes, within 1 px.</summary>
    private const double Least = 0.98;

    // The boxes were recorded with these, and with no other fonts.
    private static readonly string[] Fonts = ["LiberationSans-Regular.ttf", "LiberationSerif-Regular.ttf", "DejaVuSans.ttf", "DejaVuSansMono.ttf"];

    [Fact]
    public async Task Layout_OfAllDocuments_AgreesWithChromium()
    {
        Assert.SkipUnless(Fonts.All(IsInstalled), "the fonts that the boxes were recorded with are not installed: fonts-dejavu-core, fonts-liberation");
        var home = Corpus.HomeFolder() ?? throw new InvalidOperationException("this test runs outside of the tree");
        var reftests = Corpus.Find(Path.Combine(home, "documents"), Path.Combine(home, "expected"), []);
        using var engine = new LayoutInProcess();
        var results = await new Run(engine, Comparison.DefaultTolerance).AllAsync(reftests, TestContext.Current.CancellationToken);
        foreach (var area in results.GroupBy(r => r.Reftest.Area, StringComparer.Ordinal)) output.WriteLine($"{area.Key}: {Tally.Of(area.Key, [.. area]).Agreement:P2}");
        var all = Tally.Of("all", results);
        output.WriteLine($"all: {all.Agreement:P2}");
        Assert.All(results, r => Assert.Null(r.Failure));
        Assert.True(all.Agreement >= Least, $"only {all.Agreement:P2} of all boxes agree");
    }

    private static bool IsInstalled(string file)
    {
        const string folder = "/usr/share/fonts";
        return Directory.Exists(folder) && Directory.EnumerateFiles(folder, file, SearchOption.AllDirectories).Any();
    }
}
