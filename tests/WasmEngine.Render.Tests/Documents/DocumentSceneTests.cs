using WasmEngine.Memory;
using WasmEngine.Render.Core.Tests.Scenes;

namespace WasmEngine.Render.Tests.Documents;

public sealed class DocumentSceneTests : DocumentTest
{
    private const string Page = """
        <!doctype html><link rel=stylesheet href=style.css>
        <style>body { margin: 0; background: #00f } #a { width: 50px; height: 50px; background: #f00 } .on { background: green !important }</style>
        <div id=a></div><p id=t>text</p>
        """;

    [Fact]
    public async Task Document_WithoutAnythingFromTheGuest_IsShown()
    {
        var frame = (await ShowAsync(StartGuest(), Page)).Next();
        Assert.Equal(Red, frame.At(10, 10));
        Assert.Equal(Blue, frame.At(150, 10));
    }

    [Fact]
    public async Task Document_ItsSheets_AreLoadedFromTheFolderAlone()
    {
        var outside = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        Directory.CreateDirectory(outside);
        try
        {
            File.WriteAllText(Path.Combine(outside, "evil.css"), "#a { background: #000 !important }");
            File.WriteAllText(Path.Combine(Folder, "style.css"), "#a { width: 120px !important }");
            Directory.CreateSymbolicLink(Path.Combine(Folder, "link"), outside);
            var frame = (await ShowAsync(StartGuest(), "<link rel=stylesheet href=link/evil.css>" + Page)).Next();
            Assert.Equal(Red, frame.At(110, 10));
            Assert.True(Log.Has("outside of the application's folder"), Log.All);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public async Task Mutations_ChangeWhatIsShown()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Page);
        client.Next(Red);
        guest.Dom(new DomMutation(DomOperation.AddClass, "a", "on"));
        client.Next(Green);
        guest.Dom(new DomMutation(DomOperation.RemoveClass, "a", "on"));
        client.Next(Red);
        guest.Dom(new DomMutation(DomOperation.Attribute, "a", "style", "background: #000"));
        client.Next(Black);
        guest.Dom(new DomMutation(DomOperation.RemoveAttribute, "a", "style"));
        client.Next(Red);
        guest.Dom(new DomMutation(DomOperation.Html, "a", "", "<div id=b style='width:50px;height:50px;background:#fff'></div>") { Place = HtmlPlace.BeforeEnd });
        client.Next(White);
        guest.Dom(new DomMutation(DomOperation.Remove, "b"));
        client.Next(Red);
        guest.Dom(new DomMutation(DomOperation.Remove, "a"));
        client.Next(Blue, 10, 40);
    }

    [Fact]
    public async Task Mutation_LongerThanARecord_ArrivesWhole()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Page);
        client.Next(Red);
        var many = string.Concat(Enumerable.Range(0, 500).Select(i => $"<i class='n{i}'></i>"));
        guest.Dom(new DomMutation(DomOperation.Html, "a", "", many + "<div style='width:50px;height:50px;background:#fff'></div>") { Place = HtmlPlace.Inner });
        client.Next(White, 10, 30);
    }

    [Fact]
    public async Task Mutation_OfAnUnknownElement_IsNotedAndDoesNothing()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Page);
        client.Next(Red);
        guest.Dom(new DomMutation(DomOperation.Text, "nobody", "", "x"));
        guest.Dom(new DomMutation(DomOperation.AddClass, "a", "on"));
        client.Next(Green);
        Assert.True(Log.Has("\"nobody\""), Log.All);
    }

    [Fact]
    public async Task Scroll_OfTheViewport_MovesTheDocument()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Page + "<div style='height:1000px'></div>");
        client.Next(Red);
        guest.Dom(new DomMutation(DomOperation.Scroll, "") { Y = 60 });
        client.Next(Blue);
    }

    [Fact]
    public async Task Scroll_OfTheViewport_LeavesWhatIsFixedWhereItIs()
    {
        var guest = StartGuest();
        const string html = "<style>body{margin:0;height:1000px;background:#00f}p{position:fixed;margin:0;left:150px;top:0;width:40px;height:40px;background:#f00}p:hover{background:green}div{height:50px;background:#fff}</style><div></div><p>";
        var client = await ShowAsync(guest, html);
        client.Next(f => f.At(160, 10) == Red && f.At(10, 40) == White);
        guest.Dom(new DomMutation(DomOperation.Scroll, "") { Y = 30 });
        var frame = client.Next(Blue, 10, 40);
        Assert.Equal((Red, Red, Blue), (frame.At(160, 1), frame.At(160, 39), frame.At(160, 41)));
        await Registry.SendInputAsync("v", [new InputEventRecord(InputEventKind.PointerMove, 160, 35, 0, 0, 0)]);
        client.Next(Green, 160, 35);
    }

    [Fact]
    public async Task OldNodes_LieOverTheDocument()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface(width: 20, height: 20);
        guest.Place(1, surface, 5, 5);
        Guest.Present(surface, White);
        var frame = (await ShowAsync(guest, Page)).Next();
        Assert.Equal((Red, White, Red), (frame.At(2, 2), frame.At(10, 10), frame.At(30, 30)));
    }

    [Fact]
    public async Task Views_OfSeveralSizes_EachLayOutForThemselves()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, "<style>body{margin:0;background:#fff}@media (min-width:150px){body{background:#f00}}@media (resolution:2dppx){body{background:green}}</style>");
        client.Next(Red);
        var narrow = Spec("n", width: 100);
        await Registry.OpenViewAsync(narrow);
        Watch(narrow).Next(White);
        var fine = Spec("f") with { DevicePixelRatio = 2 };
        await Registry.OpenViewAsync(fine);
        Watch(fine).Next(Green);
    }

    [Fact]
    public async Task View_OpenedLater_ShowsAllMutations()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Page);
        guest.Dom(new DomMutation(DomOperation.AddClass, "a", "on"));
        client.Next(Green);
        var second = Spec("w");
        await Registry.OpenViewAsync(second);
        Assert.Equal(Green, Watch(second).Next().At(1, 1));
    }

    [Fact]
    public async Task View_Resized_KeepsStateAndScroll()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Page + "<div style='height:1000px'></div>");
        guest.Dom(new DomMutation(DomOperation.Scroll, "") { Y = 60 });
        client.Next(Blue);
        var larger = Spec(width: 300, chain: 2);
        await Registry.OpenViewAsync(larger);
        Assert.Equal(Blue, Watch(larger).Next().At(1, 1));
    }

    [Fact]
    public async Task Animation_Runs_WithoutAnythingFromTheGuest()
    {
        var client = await ShowAsync(StartGuest(), "<style>body{margin:0;background:#fff}@keyframes x{to{transform:translateX(150px)}}#a{width:50px;height:50px;background:#f00;animation:x .2s linear forwards}</style><div id=a></div>");
        client.Next(Red, 190, 10);
    }

    [Fact]
    public async Task Input_HoverPressAndWheel_HaveTheirEffects()
    {
        const string html = """
            <style>body{margin:0;background:#fff}#a{width:100px;height:50px;overflow:auto}#a:hover{background:#f00}#a:active{background:green}#big{height:40px;padding-top:60px}
            #b{width:20px;height:20px;background:#00f}#t{position:absolute;left:150px;top:10px;width:30px;height:30px;transform:translateY(40px);background:#fff}#t:hover{background:#000}
            #n{position:absolute;inset:0;pointer-events:none}</style><div id=a><div id=big><div id=b></div></div></div><div id=t></div><div id=n></div><div style='height:500px'></div>
            """;
        var client = await ShowAsync(StartGuest(), html);
        client.Next(White);
        Task Send(InputEventKind kind, float x, float y) => Registry.SendInputAsync("v", [new InputEventRecord(kind, x, y, 0, 0, 0)]);
        await Send(InputEventKind.PointerMove, 50, 25);
        client.Next(Red);
        await Send(InputEventKind.PointerDown, 50, 25);
        client.Next(Green);
        await Send(InputEventKind.PointerUp, 50, 25);
        client.Next(Red);
        await Send(InputEventKind.Wheel, 0, 50); // the container goes as far as it can
        client.Next(Blue, 5, 15);
        await Send(InputEventKind.Wheel, 0, 30); // then the viewport
        client.Next(f => f.At(5, 15) != Blue);
        await Send(InputEventKind.Wheel, 0, -30); // and back: the pointer is over the viewport by now
        client.Next(Blue, 5, 15);
        await Send(InputEventKind.PointerMove, 165, 65);
        client.Next(Black, 165, 65);
    }

    [Fact]
    public async Task Document_Missing_ShowsAPageThatSaysSo()
    {
        var guest = StartGuest();
        await Registry.OpenSceneAsync("app", guest.Journal.Name, Write(Page) with { File = Path.Combine(Folder, "gone.html") });
        await Registry.OpenViewAsync(Spec());
        var frame = Watch(Spec()).Next();
        Assert.Equal(White, frame.At(1, 1));
        Assert.True(Log.Has("there is no such file"), Log.All);
    }

    [Fact]
    public async Task Canvas_WithASurfacesName_ShowsTheSurfaceInPlace()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface(width: 40, height: 30);
        guest.Name("plot", surface);
        Guest.Present(surface, Green);
        var client = await ShowAsync(guest, "<style>body{margin:0;background:#fff}canvas{position:absolute;left:20px;top:10px}</style><canvas width=40 height=30 data-surface=plot></canvas>");
        var frame = client.Next();
        Assert.Equal((White, Green, White), (frame.At(10, 15), frame.At(30, 20), frame.At(70, 20)));
        Guest.Present(surface, Red);
        var next = client.Next(Red, 30, 20);
        Assert.All(next.Damage, d => Assert.True(d.X >= 19 && d.Right <= 61 && d.Y >= 9 && d.Bottom <= 41, d.ToString()));
    }

    [Fact]
    public async Task Canvas_ThatIsAllThatIsSeen_IsHandedOver()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface(width: Width, height: Height);
        guest.Name("all", surface);
        Guest.Present(surface, Green);
        var client = await ShowAsync(guest, $"<style>body{{margin:0}}canvas{{display:block}}</style><canvas width={Width} height={Height} data-surface=all></canvas>");
        var frame = client.Next();
        Assert.True(frame.IsScanout);
        Assert.Equal(Green, frame.At(50, 50));
    }

    [Theory]
    [InlineData(1 << 16)]
    [InlineData(1 << 14)] // so small that the records were let go of in favour of a checkpoint
    public async Task Successor_LoadsTheDocumentAndItsMutations(int ring)
    {
        var guest = StartGuest(new RingSpec(ring, 1 << 16));
        var client = await ShowAsync(guest, Page + "<div style='height:1000px'></div>");
        client.Next(Red);
        for (var i = 0; i < 300; i++) guest.Dom(new DomMutation(DomOperation.Text, "t", "", $"text {i}"));
        guest.Dom(new DomMutation(DomOperation.AddClass, "a", "on"));
        guest.Dom(new DomMutation(DomOperation.Scroll, "") { Y = 20 });
        client.Next(f => f.At(10, 10) == Green && f.At(10, 40) != Green);
        await Registry.StopAllAsync();
        var successor = StartRegistry();
        await successor.OpenSceneAsync("app", guest.Journal.Name, new Core.DocumentSource(Path.Combine(Folder, "index.html"), Folder));
        await successor.OpenViewAsync(Spec());
        var frame = client.Next();
        Assert.Equal(Green, frame.At(10, 10));
        Assert.NotEqual(Green, frame.At(10, 40));
    }
}
