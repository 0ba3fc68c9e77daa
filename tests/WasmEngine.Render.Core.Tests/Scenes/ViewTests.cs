using System.Diagnostics;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Render.Core.Tests.Scenes;

public sealed class ViewTests : SceneTest
{
    [Fact]
    public async Task OpenView_SeveralOfOneScene_ShowTheSame()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Background(Blue);
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var one = await ShowAsync(guest, Spec("a"));
        await Registry.OpenViewAsync(Spec("b", width: Width * 2));
        var two = Watch(Spec("b", width: Width * 2));
        Assert.True(one.Next(Red).IsScanout);
        var composed = two.Next(Red);
        Assert.False(composed.IsScanout);
        Assert.Equal(Blue, composed.At(Width + 1, 1));
        Guest.Present(surface, Green);
        one.Next(Green);
        two.Next(Green);
        await Registry.CloseViewAsync("a");
        Assert.True(one.Frames.IsClosed);
        Guest.Present(surface, White);
        two.Next(White);
    }

    [Fact]
    public async Task OpenView_BeforeItsScene_ShowsOnceThereIsOne()
    {
        await Registry.OpenViewAsync(Spec());
        var client = Watch(Spec());
        var guest = StartGuest();
        guest.Background(Green);
        await Registry.OpenSceneAsync("app", guest.Journal.Name);
        Assert.Equal(Green, client.Next().At(0, 0));
    }

    [Fact]
    public async Task OpenView_SameAgain_GoesOnWithTheSameChain()
    {
        var guest = StartGuest();
        guest.Background(Green);
        var client = await ShowAsync(guest, Spec());
        var first = client.Next();
        await Registry.OpenViewAsync(Spec());
        guest.Background(Blue);
        Assert.Equal(first.Id + 1, client.Next(Blue).Id);
        Assert.False(client.Frames.IsClosed);
    }

    [Fact]
    public async Task OpenView_OtherPaceOnTheSameRegion_ContinuesTheChain()
    {
        var guest = StartGuest();
        guest.Background(Green);
        var client = await ShowAsync(guest, Spec());
        var first = client.Next();
        await Registry.OpenViewAsync(Spec() with { RateHz = 30, Unpaced = false });
        guest.Background(Blue);
        Assert.True(client.Next(Blue).Id > first.Id);
        Assert.False(client.Frames.IsClosed);
    }

    [Fact]
    public async Task OpenView_OtherSizeAndRegion_ClosesAndDeletesTheFormer()
    {
        var guest = StartGuest();
        guest.Background(Green);
        var former = await ShowAsync(guest, Spec());
        former.Next();
        var larger = Spec(width: 200, height: 100, chain: 2);
        await Registry.OpenViewAsync(larger);
        Assert.True(former.Frames.IsClosed);
        Assert.False(Sandbox.Regions.Exists(Spec().Region));
        var frame = Watch(larger).Next();
        Assert.Equal(Green, frame.At(199, 99));
    }

    [Fact]
    public async Task OpenView_OtherSizeOnTheSameRegion_IsRefusedAndTheFormerGoesOn()
    {
        var guest = StartGuest();
        guest.Background(Green);
        var client = await ShowAsync(guest, Spec());
        client.Next();
        await Assert.ThrowsAsync<RegionException>(() => Registry.OpenViewAsync(Spec(width: 200)));
        guest.Background(Blue);
        client.Next(Blue);
        Assert.False(client.Frames.IsClosed);
    }

    [Fact]
    public async Task OpenView_RegionOfAnotherWriter_IsRefusedAndTheFormerGoesOn()
    {
        var guest = StartGuest();
        guest.Background(Green);
        var client = await ShowAsync(guest, Spec());
        client.Next();
        var taken = Spec(chain: 2);
        using var other = ChainWriter.Create(Sandbox.Regions, taken.Region, taken.Geometry);
        var fault = await Assert.ThrowsAsync<RegionException>(() => Registry.OpenViewAsync(taken));
        Assert.Equal(RegionFault.RoleTaken, fault.Fault);
        guest.Background(Blue);
        client.Next(Blue);
    }

    [Fact]
    public async Task OpenView_CanvasCantBeMade_LeavesNothingBehind()
    {
        Rasterizer.BeforeCanvas = _ => throw new InvalidOperationException("no canvas");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Registry.OpenViewAsync(Spec()));
        Rasterizer.BeforeCanvas = null;
        await Registry.OpenViewAsync(Spec()); // its chain has no other writer
    }

    [Fact]
    public async Task OpenView_ForAnotherApp_MovesThere()
    {
        var one = StartGuest("one");
        one.Background(Green);
        var client = await ShowAsync(one, Spec(app: "one"));
        client.Next(Green);
        var two = StartGuest("two");
        two.Background(Blue);
        await Registry.OpenSceneAsync("two", two.Journal.Name);
        await Registry.OpenViewAsync(Spec(app: "two", chain: 2));
        Assert.Equal(Blue, Watch(Spec(chain: 2)).Next().At(0, 0));
        Assert.True(client.Frames.IsClosed);
    }

    [Fact]
    public async Task CloseScene_WithViews_ClosesThemAndLeavesNothing()
    {
        var guest = StartGuest();
        guest.Background(Green);
        var client = await ShowAsync(guest, Spec());
        client.Next();
        await Registry.CloseSceneAsync("app");
        Assert.True(client.Frames.IsClosed);
        Assert.False(Sandbox.Regions.Exists(Spec().Region));
        await Registry.SetVisibleAsync("v", true);
        await Registry.CloseViewAsync("v");
        await Registry.CloseSceneAsync("app");
    }

    [Fact]
    public async Task SetVisible_Hidden_ShowsAtMostOneFrameASecondAndAtOnceWhenVisibleAgain()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var seen = await ShowAsync(guest, Spec("seen"));
        await Registry.OpenViewAsync(Spec("hidden") with { Visible = false });
        var hidden = Watch(Spec("hidden"));
        seen.Next();
        var start = hidden.Next().PublishNs;
        long shown = 0;
        while (MonotonicClock.NowNs - start < 1_500_000_000)
        {
            Guest.Present(surface, Green);
            Guest.UntilConsumed(surface);
            if (hidden.TryNext() is not { } frame) continue;
            Assert.True(frame.PublishNs - start >= ++shown * 999_000_000, "too early");
        }

        Guest.Present(surface, Blue);
        Guest.UntilConsumed(surface);
        await Registry.SetVisibleAsync("hidden", true);
        hidden.Next(Blue);
    }

    [Theory]
    [InlineData(0)] // shown
    [InlineData(Width + 10)] // beside the view: nobody sees it
    public async Task Present_PacedView_PacesTheGuest(float x)
    {
        const int rate = 100, frames = 30;
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface, x);
        Guest.Present(surface, Red);
        await ShowAsync(guest, Spec() with { RateHz = rate, Unpaced = false });
        Guest.UntilConsumed(surface);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < frames; i++)
        {
            Guest.Present(surface, Green);
            Guest.UntilConsumed(surface);
        }

        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds((frames - 2.0) / rate), "the guest runs faster than its view");
    }

    [Fact]
    public async Task Present_HiddenView_PacesTheGuestToOneFrameASecond()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        await ShowAsync(guest, Spec() with { Visible = false });
        Guest.UntilConsumed(surface);
        var start = Stopwatch.GetTimestamp();
        Guest.Present(surface, Green);
        Guest.UntilConsumed(surface);
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromSeconds(0.9));
    }
}
