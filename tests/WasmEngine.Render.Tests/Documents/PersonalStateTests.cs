using WasmEngine.Memory;
using WasmEngine.Render.Core;
using WasmEngine.Render.Core.Tests.Scenes;

namespace WasmEngine.Render.Tests.Documents;

/// <summary>What a person scrolled and focused outlives the process and its failures.</summary>
public sealed class PersonalStateTests : DocumentTest
{
    // Stripes of 20 px: red, green, blue, black, white.
    private const string Html = """
        <style>body{margin:0} .s>*{height:20px} #b{width:50px;height:20px;overflow:auto} input{position:fixed;left:150px;top:0;width:40px;height:20px;border:0;background:#fff} input:focus{background:#000}</style>
        <div id=list class=s><div style='background:#f00'></div><div style='background:green'></div><div style='background:#00f'></div><div style='background:#000'></div></div>
        <div><div id=b class=s><div style='background:#f00'></div><div style='background:green'></div><div style='background:#00f'></div></div></div><div style='height:500px'></div><input>
        """;

    private DocumentSource Source => new(Path.Combine(Folder, "index.html"), Folder);

    private Task WheelAsync(SceneRegistry registry, float y) => registry.SendInputAsync("v", [new InputEventRecord(InputEventKind.Wheel, 0, y, 0, 0, 0)]);

    private Task PointAsync(SceneRegistry registry, InputEventKind kind, float x, float y) => registry.SendInputAsync("v", [new InputEventRecord(kind, x, y, 0, 0, 0)]);

    private async Task<SceneRegistry> ReplaceAsync(Guest guest)
    {
        await Registry.StopAllAsync();
        var successor = StartRegistry();
        await successor.OpenSceneAsync("app", guest.Journal.Name, Source);
        await successor.OpenViewAsync(Spec());
        return successor;
    }

    [Fact]
    public async Task Successor_ShowsWhatWasScrolledByWheelAndFocused()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Html);
        client.Next(Red);
        await PointAsync(Registry, InputEventKind.PointerMove, 10, 90);
        await WheelAsync(Registry, 40); // the inner container
        client.Next(Blue, 10, 90);
        await PointAsync(Registry, InputEventKind.PointerMove, 100, 10);
        await WheelAsync(Registry, 20); // the viewport
        client.Next(Green);
        await PointAsync(Registry, InputEventKind.PointerDown, 170, 10);
        client.Next(Black, 170, 10);
        var last = client.LastId;
        await ReplaceAsync(guest);
        var frame = client.Next();
        Assert.True(frame.Id > last);
        Assert.Equal((Green, Blue, Black), (frame.At(1, 1), frame.At(10, 70), frame.At(170, 10)));
    }

    [Fact]
    public async Task Successor_WhatTheAppScrolledLater_IsShownSo()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Html);
        client.Next(Red);
        await WheelAsync(Registry, 20);
        client.Next(Green);
        guest.Dom(new DomMutation(DomOperation.Scroll, "") { Y = 40 });
        client.Next(Blue);
        await WheelAsync(Registry, 20);
        client.Next(Black);
        await Registry.StopAllAsync();
        guest.Dom(new DomMutation(DomOperation.Scroll, "b") { Y = 20 }); // while render is away
        var successor = StartRegistry();
        await successor.OpenSceneAsync("app", guest.Journal.Name, Source);
        await successor.OpenViewAsync(Spec());
        var frame = client.Next();
        Assert.Equal((Black, Green), (frame.At(1, 1), frame.At(10, 30)));
        await successor.StopAllAsync();
        guest.Dom(new DomMutation(DomOperation.Scroll, "") { Y = 20 }); // of what a person had scrolled
        var next = StartRegistry();
        await next.OpenSceneAsync("app", guest.Journal.Name, Source);
        await next.OpenViewAsync(Spec());
        Assert.Equal(Green, client.Next().At(1, 1));
    }

    [Fact]
    public async Task Successor_OfAViewThatWasResized_KeepsItToo()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Html);
        client.Next(Red);
        await WheelAsync(Registry, 20);
        client.Next(Green);
        var larger = Spec(width: 220, chain: 2);
        await Registry.OpenViewAsync(larger);
        var second = Watch(larger);
        Assert.Equal(Green, second.Next().At(1, 1));
        await Registry.StopAllAsync();
        var successor = StartRegistry();
        await successor.OpenSceneAsync("app", guest.Journal.Name, Source);
        await successor.OpenViewAsync(larger);
        Assert.Equal(Green, second.Next().At(1, 1));
    }

    [Fact]
    public async Task AppStartedAnew_BeginsAtTheTop()
    {
        var guest = StartGuest();
        var client = await ShowAsync(guest, Html);
        client.Next(Red);
        await WheelAsync(Registry, 20);
        client.Next(Green);
        var again = StartGuest(generation: 2);
        await Registry.OpenSceneAsync("app", again.Journal.Name, Source);
        client.Next(Red);
    }

    [Fact]
    public async Task Rows_ThatComeAndGo_LeaveRoomInTheCheckpoint()
    {
        var guest = StartGuest(new RingSpec(1 << 14, 1 << 14));
        var client = await ShowAsync(guest, Html);
        client.Next(Red);
        for (var i = 0; i < 2000; i++)
        {
            guest.Dom(new DomMutation(DomOperation.Html, "list", "", $"<div id=r{i} style='background:#fff'><i id=t{i}></i></div>") { Place = HtmlPlace.AfterBegin });
            guest.Dom(new DomMutation(DomOperation.Text, $"t{i}", "", "."));
            if (i > 0) guest.Dom(new DomMutation(DomOperation.Remove, $"r{i - 1}"));
        }

        client.Next(f => f.At(100, 1) == White && f.At(100, 30) == Red);
        await ReplaceAsync(guest);
        var frame = client.Next();
        Assert.Equal((White, Red, Green), (frame.At(100, 1), frame.At(100, 30), frame.At(100, 50)));
        Assert.False(Log.Has("Error") || Log.Has("no effect"), Log.All);
    }

    [Fact]
    public async Task Document_ThatGrowsForever_IsToldSoAndLosesNothing()
    {
        var guest = StartGuest(new RingSpec(1 << 20, 32 << 20));
        var client = await ShowAsync(guest, Html);
        client.Next(Red);
        var much = "<template>" + new string('x', 250_000) + "</template>";
        for (var i = 0; i < 80; i++) guest.Dom(new DomMutation(DomOperation.Html, "b", "", much) { Place = HtmlPlace.BeforeEnd });
        guest.Dom(new DomMutation(DomOperation.Attribute, "list", "style", "margin-top:20px")); // what is no HTML goes on
        client.Next(White);
        Assert.True(Log.Has($"Html of \"b\" in {guest.Journal.Name} is left out (1 so far): the changes of {Source.File} take"), Log.All);
        var successor = await ReplaceAsync(guest);
        Assert.Equal(White, client.Next().At(1, 1));
        guest.Dom(new DomMutation(DomOperation.Html, "b", "", "<div style='background:#000'></div>") { Place = HtmlPlace.Inner }); // the remedy
        guest.Dom(new DomMutation(DomOperation.Scroll, "") { Y = 40 });
        client.Next(Black, 10, 70);
        guest.Dom(new DomMutation(DomOperation.Html, "list", "", "<div style='background:#fff'></div>") { Place = HtmlPlace.AfterBegin });
        client.Next(f => f.At(10, 1) == Red && f.At(10, 90) == Black);
        await successor.StopAllAsync();
        Assert.False(Log.Has("can't be saved"), Log.All);
    }
}
