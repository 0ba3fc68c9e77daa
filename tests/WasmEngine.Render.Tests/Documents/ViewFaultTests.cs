using WasmEngine.Memory;
using WasmEngine.Render.Core;
using WasmEngine.Render.Core.Tests.Scenes;

namespace WasmEngine.Render.Tests.Documents;

/// <summary>A view that fails keeps its last picture; the frames of the others go on, in its own scene and in others.</summary>
public sealed class ViewFaultTests : DocumentTest
{
    private const string Moving = """
        <style>body{margin:0;background:#fff}@keyframes x{from{transform:translateX(0)}to{transform:translateX(100px)}}
        #a{width:50px;height:50px;background:#f00;animation:x .5s linear infinite alternate} .on{background:green !important}</style><div id=a></div><p id=t>text</p>
        """;

    private FailingDocuments? _documents;

    private async Task<(Guest Guest, Client Bad, Client Good, Client Other)> ShowAllAsync()
    {
        var registry = StartRegistry(real => _documents = new FailingDocuments(real));
        var guest = StartGuest();
        var stranger = StartGuest(app: "other");
        await registry.OpenSceneAsync("app", guest.Journal.Name, Write(Moving));
        await registry.OpenSceneAsync("other", stranger.Journal.Name, Write(Moving));
        var (bad, good, other) = (Spec("bad"), Spec("good", width: 150), Spec("third") with { AppId = "other" });
        foreach (var spec in new[] { bad, good, other }) await registry.OpenViewAsync(spec);
        var clients = (Watch(bad), Watch(good), Watch(other));
        clients.Item1.Next();
        return (guest, clients.Item1, clients.Item2, clients.Item3);
    }

    private static void ExpectFrames(params Client[] clients)
    {
        foreach (var client in clients)
        {
            var (first, count) = (client.Next().Id, 0);
            while (count < 30)
            {
                Assert.True(client.Next().Id > first);
                count++;
            }
        }
    }

    [Theory]
    [InlineData("update")]
    [InlineData("draw")]
    public async Task Document_ThatThrows_ItsPictureStaysTheOthersGoOnAndItComesBack(string stage)
    {
        var (guest, bad, good, other) = await ShowAllAsync();
        var failures = 0;
        void Fail(ViewSpec spec)
        {
            if (spec.Id != "bad") return;
            Interlocked.Increment(ref failures); // SYNC: the scene's thread counts; pairs with the read below
            throw new InvalidOperationException("it met what it can't lay out");
        }

        if (stage == "update") _documents!.BeforeUpdate = Fail;
        else _documents!.BeforeDraw = Fail;
        await Log.UntilAsync("it met what it can't lay out");
        while (bad.TryNext() is not null)
        {
            // those that were shown before
        }

        ExpectFrames(good, other);
        Assert.Null(bad.TryNext());
        Assert.InRange(Volatile.Read(ref failures), 1, 4); // SYNC: pairs with the increment; by and by, not all the time
        var file = Path.Combine(Folder, "index.html");
        Assert.True(Log.Has($"view bad of app can't show {file}: it met what it can't lay out"), Log.All);
        Assert.True(Log.Has($"`wasmengine check {file}`"), Log.All);

        _documents.BeforeUpdate = _documents.BeforeDraw = _ => { };
        guest.Dom(new DomMutation(DomOperation.AddClass, "a", "on"));
        bad.Next(f => f.At(50, 10) == Green); // it is in the middle at any time
        ExpectFrames(bad, good, other);
    }

    [Fact]
    public async Task Document_ThatCantBeOpenedInOneView_TheOthersOpen()
    {
        var registry = StartRegistry(real => _documents = new FailingDocuments(real));
        var broken = true;
        _documents!.BeforeOpen = spec =>
        {
            if (broken && spec.Id == "bad") throw new InvalidOperationException("no way in");
        };
        var guest = StartGuest();
        await registry.OpenSceneAsync("app", guest.Journal.Name, Write(Moving));
        await registry.OpenViewAsync(Spec("bad"));
        await registry.OpenViewAsync(Spec("good"));
        using var bad = ViewFrames.Open(Sandbox.Regions, Spec("bad").Region);
        ExpectFrames(Watch(Spec("good")));
        Assert.False(bad.TryTakeLatest(0, out _));
        Assert.True(Log.Has("view bad of app can't show"), Log.All);
        broken = false;
        ExpectFrames(Watch(Spec("bad"))); // by itself
    }

    [Fact]
    public async Task Document_BeyondTheLimits_ShowsWhatItCanAndTheOthersGoOn()
    {
        var guest = StartGuest();
        var good = await ShowAsync(guest, Moving);
        good.Next();
        var deep = string.Concat(Enumerable.Repeat("<div>", 100_000));
        var towers = "calc(" + string.Concat(Enumerable.Repeat("(1px + ", 20_000)) + "1px" + new string(')', 20_001);
        File.WriteAllBytes(Path.Combine(Folder, "vast.png"), VastImage());
        File.WriteAllText(Path.Combine(Folder, "loop.css"), "@import 'loop.css'; #a { color: red }");
        File.WriteAllText(Path.Combine(Folder, "bad.html"), $"<style>@import 'loop.css'; body{{margin:0;background:#00f}} :root{{--a:var(--b);--b:var(--a)}} p{{width:{towers};color:var(--a)}}</style><p>p<img src=vast.png>{deep}deep");
        var stranger = StartGuest(app: "bad");
        var opened = Registry.OpenSceneAsync("bad", stranger.Journal.Name, new DocumentSource(Path.Combine(Folder, "bad.html"), Folder));
        var shown = Registry.OpenViewAsync(Spec("v2") with { AppId = "bad" });
        while (!shown.IsCompleted) ExpectFrames(good);
        await opened;
        await shown;
        var bad = Watch(Spec("v2"));
        while (bad.TryNext() is null) ExpectFrames(good);
        ExpectFrames(good);
        Assert.True(Log.Has("bad.html: ") && Log.Has("wasmengine check lists them all"), Log.All);
        Assert.False(Log.Has("can't show"), Log.All);
    }

    // A PNG that says that it is 60,000 pixels each way.
    private static byte[] VastImage() =>
        [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 0xEA, 0x60, 0, 0, 0xEA, 0x60, 8, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. "IDAT"u8, 0, 0, 0, 0];
}
