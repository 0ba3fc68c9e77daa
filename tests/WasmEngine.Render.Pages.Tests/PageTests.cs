using System.Text;
using Xunit;

namespace WasmEngine.Render.Pages.Tests;

public sealed class PageTests
{
    private sealed class Files(params (string Url, string Text)[] files) : IResourceLoader
    {
        public List<string> Asked { get; } = [];

        public Resource? Load(string url, string baseUrl, long limit, out string problem)
        {
            Asked.Add(url);
            problem = "there is no such file";
            foreach (var (name, text) in files)
            {
                if (url.EndsWith(name, StringComparison.Ordinal)) return new Resource(url, Encoding.UTF8.GetBytes(text), "");
            }

            return null;
        }
    }

    [Fact]
    public void Load_WithALinkedSheet_AppliesIt()
    {
        using var fixture = new PageFixture("<!doctype html><link rel=stylesheet href=a.css><div id=a></div>", loader: new Files(("a.css", "#a { width: 77px; height: 5px }")));
        Assert.Equal(77, fixture.Box("a").Width);
    }

    [Fact]
    public void Load_WithAMissingSheet_NotesIt()
    {
        using var fixture = new PageFixture("<!doctype html><link rel=stylesheet href=a.css><div id=a></div>", loader: new Files());
        Assert.Contains(fixture.Document.Issues.Issues, i => i.Text.Contains("a.css", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_WithAnSvgImage_TakesItsSize()
    {
        using var fixture = new PageFixture("<!doctype html><img id=a src=a.svg>", loader: new Files(("a.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='40' height='30'/>")));
        Assert.Equal((40, 30), (fixture.Box("a").Width, fixture.Box("a").Height));
    }

    [Fact]
    public void BoundingBoxes_OfATransformedBox_AreThoseOfItsQuad()
    {
        using var fixture = new PageFixture("<!doctype html><body style='margin:0'><div id=a style='width:100px;height:50px;transform:rotate(90deg)'><p id=b style='margin:0;height:10px'></p></div>");
        var (a, b) = (fixture.Box("a"), fixture.Box("b"));
        Assert.Equal((25, -25, 50, 100), (Math.Round(a.X), Math.Round(a.Y), Math.Round(a.Width), Math.Round(a.Height)));
        Assert.Equal((65, 10), (Math.Round(b.X), Math.Round(b.Width)));
    }

    [Fact]
    public void ScrollTo_MovesWhatIsInside()
    {
        using var fixture = new PageFixture("<!doctype html><body style='margin:0'><div id=a style='height:100px;overflow:auto'><p id=b style='margin:0;height:500px'></p></div>");
        fixture.Page.Layout.Scrolling.ScrollTo(fixture["a"], new Layout.LayoutPoint(0, 1000));
        Assert.Equal(-400, fixture.Box("b").Y);
        Assert.Equal(0, fixture.Box("a").Y);
    }

    [Fact]
    public void ScrollTo_OfTheViewport_LeavesFixedAndSticksSticky()
    {
        using var fixture = new PageFixture("<!doctype html><body style='margin:0;height:5000px'><div id=f style='position:fixed;top:7px'>f</div><div style='height:3000px'><div id=s style='position:sticky;top:3px'>s</div></div>");
        fixture.Page.Layout.Scrolling.ScrollTo(null, new Layout.LayoutPoint(0, 100));
        Assert.Equal((7, 3), (fixture.Box("f").Y, fixture.Box("s").Y));
        Assert.Equal(-100, fixture.Page.BoundingBoxes()[fixture.Document.Root!].Y);
    }

    [Fact]
    public void Update_WithoutChanges_KeepsTheFragment()
    {
        using var fixture = new PageFixture("<!doctype html><p>x");
        Assert.Same(fixture.Page.Update(), fixture.Page.Update());
    }
}
