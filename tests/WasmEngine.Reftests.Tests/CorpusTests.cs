using Xunit;

namespace WasmEngine.Reftests.Tests;

public sealed class CorpusTests
{
    private const int LeastDocuments = 450, LeastPages = 60;

    private static string Home => Corpus.HomeFolder() ?? throw new InvalidOperationException("this test runs outside of the tree");

    private static string Below(string folder) => Path.Combine(Home, folder);

    [Theory]
    [InlineData("""<meta name="viewport-size" content="1920x1080">""", 1920, 1080)]
    [InlineData("""<meta name="viewport" content="width=device-width">""", 800, 600)]
    [InlineData("""<meta name="viewport-size" content="wide">""", 800, 600)]
    [InlineData("", 800, 600)]
    public void Viewport_Document_SaysItOrNot(string html, int width, int height) => Assert.Equal(new ViewportSize(width, height), ViewportSize.Of(html));

    [Fact]
    public void Find_CommittedDocuments_AllHaveTheirBoxes()
    {
        var found = Corpus.Find(Below("documents"), Below("expected"), []);
        Assert.True(found.Count >= LeastDocuments, $"there are {found.Count} documents");
        Assert.All(found, reftest => Assert.NotEmpty(BoxList.Read(reftest.Expected)));
    }

    [Fact]
    public void Expected_Boxes_AllHaveTheirDocument()
    {
        var documents = Corpus.Find(Below("documents"), Below("expected"), []).Select(r => Path.GetFullPath(r.Expected)).ToHashSet(StringComparer.Ordinal);
        var recorded = Directory.EnumerateFiles(Below("expected"), "*.json", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != "recorded-with.json");
        Assert.All(recorded, file => Assert.Contains(Path.GetFullPath(file), documents));
    }

    [Fact]
    public void Find_Words_FilterNames()
    {
        var all = Corpus.Find(Below("documents"), Below("expected"), []);
        var some = Corpus.Find(Below("documents"), Below("expected"), ["table/", "flex/gaps"]);
        Assert.Equal(all.Where(r => r.Area == "table" || r.Name.Contains("flex/gaps", StringComparison.Ordinal)), some);
    }

    [Fact]
    public void Pages_Folder_HoldsEnough() => Assert.True(Directory.GetFiles(Below("pages"), "*.html").Length >= LeastPages);
}
