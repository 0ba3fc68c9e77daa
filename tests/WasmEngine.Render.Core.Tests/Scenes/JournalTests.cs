using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Render.Core.Tests.Scenes;

public sealed class JournalTests : SceneTest
{
    private const long PatienceNs = 1_000_000_000;

    [Fact]
    public async Task OpenScene_Replaced_KeepsTheLastPictureUntilTheNewOneIsComplete()
    {
        var former = StartGuest();
        former.Background(Red);
        var client = await ShowAsync(former, Spec());
        client.Next(Red);
        var next = StartGuest(generation: 2);
        var surface = next.CreateSurface("s1", 20, 20);
        next.Background(Blue);
        next.Place(1, surface);
        await Registry.OpenSceneAsync("app", next.Journal.Name);
        var opened = MonotonicClock.NowNs;
        await Registry.SetVisibleAsync("v", true);
        await Registry.SetVisibleAsync("v", true);
        Guest.Present(surface, Green);
        var frame = client.Next();
        if (frame.PublishNs - opened < PatienceNs) Assert.Equal(Green, frame.At(1, 1)); // never the blue background alone
        frame = client.LastId > 0 && frame.At(1, 1) != Green ? client.Next(Green) : frame;
        Assert.Equal(Blue, frame.At(30, 30));
    }

    [Fact]
    public async Task OpenScene_NeverComplete_IsShownAsItIsAfterAWhile()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface("s1", 20, 20);
        guest.Background(Blue);
        guest.Place(1, surface);
        var before = MonotonicClock.NowNs;
        var client = await ShowAsync(guest, Spec());
        var frame = client.Next();
        Assert.Equal(Blue, frame.At(1, 1));
        Assert.True(frame.PublishNs - before >= PatienceNs);
        Guest.Present(surface, Green);
        client.Next(Green);
    }

    [Fact]
    public async Task OpenScene_Unusable_KeepsTheFormer()
    {
        var guest = StartGuest();
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        await Assert.ThrowsAsync<RegionException>(() => Registry.OpenSceneAsync("app", RegionName.Parse("missing")));
        await Assert.ThrowsAsync<RegionException>(() => Registry.OpenSceneAsync("app", Spec().Region)); // not a ring
        guest.Background(Green);
        client.Next(Green);
    }

    [Fact]
    public async Task OpenScene_SameAgain_GoesOn()
    {
        var guest = StartGuest();
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        var first = client.Next(Red);
        await Registry.OpenSceneAsync("app", guest.Journal.Name);
        guest.Background(Green);
        Assert.Equal(first.Id + 1, client.Next(Green).Id);
    }

    [Fact]
    public async Task OpenScene_SameNameOfANewRegion_FollowsTheNewOne()
    {
        var former = StartGuest();
        var formerSurface = former.CreateSurface();
        former.Place(1, formerSurface);
        Guest.Present(formerSurface, Red);
        var client = await ShowAsync(former, Spec());
        client.Next(Red);
        Sandbox.Regions.Delete(former.Journal.Name);
        Sandbox.Regions.Delete(formerSurface.Name);
        var next = StartGuest(); // the same names
        var surface = next.CreateSurface();
        next.Place(1, surface);
        Guest.Present(surface, Green);
        await Registry.OpenSceneAsync("app", next.Journal.Name);
        client.Next(Green);
    }

    [Fact]
    public async Task OpenScene_SurfaceOfTheFormerJournal_IsShownOn()
    {
        var former = StartGuest();
        var surface = former.CreateSurface();
        former.Place(1, surface);
        Guest.Present(surface, Red);
        var client = await ShowAsync(former, Spec());
        client.Next(Red);
        var next = StartGuest(generation: 2);
        next.Place(1, surface);
        await Registry.OpenSceneAsync("app", next.Journal.Name);
        Guest.Present(surface, Green);
        client.Next(Green);
    }

    [Fact]
    public async Task Record_Malformed_IsSkippedAndNoted()
    {
        var guest = StartGuest();
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        Assert.True(guest.Journal.TryWrite(77, [1, 2, 3]));
        Assert.True(guest.Journal.TryWrite((uint)SceneRecordType.Text, [1, 2, 3]));
        guest.Background(Green);
        client.Next(Green);
        Log.AssertOne("type 77");
        Log.AssertOne("type 3");
    }

    [Fact]
    public async Task Record_ManyMoreThanTheJournalHolds_AllArrive()
    {
        var guest = StartGuest(ring: new RingSpec(4096, 4096));
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        for (uint i = 0; i < 2000; i++) guest.Text(i % 20, "x", argb: 0xFF000000 | i);
        guest.Background(Green);
        client.Next(Green, 60, 40);
    }

    [Fact]
    public async Task Record_SceneTooLargeForACheckpoint_GoesOn()
    {
        var guest = StartGuest(ring: new RingSpec(1 << 14, 1024));
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        var text = new string('x', 500);
        for (uint i = 0; i < 300; i++) guest.Text(i % 20, text, y: -100);
        guest.Background(Green);
        client.Next(Green);
        Log.AssertOne("can't be saved");
    }

    [Fact]
    public async Task Record_TextOfMalformedBytes_NeverStopsTheScene()
    {
        var guest = StartGuest();
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        var payload = new byte[SceneRecord.MaxPayload];
        var length = SceneRecord.EncodeText(payload, new TextNode(1, 0, -50, 10, White, new string('a', SceneRecord.MaxText)));
        payload.AsSpan(length - SceneRecord.MaxText, SceneRecord.MaxText).Fill(0xFF);
        for (var i = 0; i < 40; i++)
        {
            while (!guest.Journal.TryWrite((uint)SceneRecordType.Text, payload.AsSpan(0, length))) Thread.Yield(); // saves checkpoints on the way
        }

        guest.Background(Green);
        client.Next(Green, 60, 40);
    }
}
