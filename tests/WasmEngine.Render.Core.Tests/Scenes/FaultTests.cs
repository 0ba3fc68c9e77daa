using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests.Scenes;

/// <summary>One scene that goes wrong keeps its last picture; the others do not notice.</summary>
public sealed class FaultTests : SceneTest
{
    [Fact]
    public async Task Journal_Corrupt_SceneStaysItsSurfacesAndOtherScenesGoOn()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface("s1", 20, 20);
        guest.Background(Red);
        guest.Place(1, surface);
        Guest.Present(surface, Blue);
        var client = await ShowAsync(guest, Spec());
        client.Next(Blue);
        var (other, otherGuest) = await ShowOtherAsync();
        Poke(guest.Journal.Name, RingProducerPage.Offset, BitConverter.GetBytes(ulong.MaxValue / 3));
        Poke(guest.Journal.Name, RingProducerPage.Offset + 64, [99]);
        Guest.Present(surface, Green); // wakes the scene
        var frame = client.Next(Green);
        Assert.Equal(Red, frame.At(40, 40));
        Guest.Present(surface, White);
        client.Next(White);
        Log.AssertOne("the scene does not change any more");
        otherGuest.Background(Green);
        other.Next(Green);

        var next = StartGuest(generation: 2); // a new journal heals it
        next.Background(Green);
        await Registry.OpenSceneAsync("app", next.Journal.Name);
        client.Next(Green, 40, 40);
    }

    [Fact]
    public async Task Surface_Missing_ShowsNothingUntilPlacedAgain()
    {
        var guest = StartGuest();
        var present = guest.CreateSurface("s1", 20, 20);
        var name = Sandbox.Name("app.app.g1.s2");
        guest.Background(Red);
        guest.Place(1, present);
        guest.Place(new SurfaceNode(2, 30, 30, 10, 10, true, name));
        Guest.Present(present, Blue);
        var client = await ShowAsync(guest, Spec());
        var frame = client.Next(Blue);
        Assert.Equal(Red, frame.At(31, 31));
        Log.AssertOne("node 2 shows nothing");
        var late = guest.CreateSurface("s2", 10, 10);
        Guest.Present(late, Green);
        guest.Place(2, late, 30, 30);
        client.Next(Green, 31, 31);
    }

    [Fact]
    public async Task Surface_NameOfADirectory_ShowsNothing()
    {
        Directory.CreateDirectory(Path.Combine(Sandbox.Path, "folder"));
        var guest = StartGuest();
        guest.Background(Red);
        guest.Place(new SurfaceNode(2, 30, 30, 10, 10, true, RegionName.Parse("folder")));
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        guest.Background(Green);
        client.Next(Green);
        Log.AssertOne("node 2 shows nothing");
        Directory.Delete(Path.Combine(Sandbox.Path, "folder"));
    }

    [Fact]
    public async Task Surface_WriterKilled_KeepsItsPictureAndTheOthersGoOn()
    {
        var guest = StartGuest();
        var alive = guest.CreateSurface("s1", 20, 20);
        var name = Sandbox.Name("app.app.g1.s2");
        var writer = Sandbox.Start("write", name.Value, "Surface", "20", "20", "4");
        writer.Ask("open");
        writer.Ask("publish 1");
        guest.Background(Red);
        guest.Place(1, alive);
        guest.Place(new SurfaceNode(2, 30, 20, 20, 20, true, name));
        Guest.Present(alive, Blue);
        var client = await ShowAsync(guest, Spec());
        var picture = client.Next(Blue).At(31, 21);
        Assert.NotEqual(Red, picture);
        writer.Ask("begin");
        writer.Kill();
        Guest.Present(alive, Green);
        Assert.Equal(picture, client.Next(Green).At(31, 21));
        using var successor = ChainWriter.OpenOrCreate(Sandbox.Regions, name, new ChainSpec(RegionKind.Surface, 20, 20, 4));
        Guest.Present(successor, White);
        client.Next(White, 31, 21);
    }

    [Fact]
    public async Task Surface_NamesASlotThatDoesNotExist_KeepsItsPicture()
    {
        var guest = StartGuest();
        var bad = guest.CreateSurface("s1", 20, 20);
        var good = guest.CreateSurface("s2", 20, 20);
        guest.Place(1, bad);
        guest.Place(2, good, 30, 20);
        Guest.Present(bad, Red);
        Guest.Present(good, Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(f => f.At(1, 1) == Red && f.At(31, 21) == Red);
        Poke(bad.Name, ChainControl.Offset, BitConverter.GetBytes((99UL << 8) | 200));
        Guest.Present(good, Green);
        Assert.Equal(Red, client.Next(Green, 31, 21).At(1, 1));
        Log.AssertOne("the surface does not change any more");
        Guest.Present(good, Blue);
        client.Next(Blue, 31, 21);
    }

    [Fact]
    public async Task Surface_ReplacedUnderItsName_ShowsTheNewOne()
    {
        var guest = StartGuest();
        var former = guest.CreateSurface("s1", 20, 20);
        guest.Place(1, former);
        Guest.Present(former, Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        former.Close();
        Sandbox.Regions.Delete(former.Name);
        var larger = guest.CreateSurface("s1", 40, 40);
        Guest.Present(larger, Green);
        guest.Place(1, larger);
        client.Next(Green, 39, 39);
    }

    [Fact]
    public async Task Shape_Throws_OtherNodesAndScenesGoOn()
    {
        Rasterizer.BeforeShape = text =>
        {
            if (text.Text == "bad") throw new InvalidOperationException("can't be shaped");
        };
        var guest = StartGuest();
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        var (other, otherGuest) = await ShowOtherAsync();
        guest.Text(1, "bad");
        guest.Background(Green);
        client.Next(Green);
        otherGuest.Background(Green);
        other.Next(Green);
    }

    [Fact]
    public async Task Draw_Throws_ThePictureStaysAndIsDrawnAgain()
    {
        var guest = StartGuest();
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        var (other, otherGuest) = await ShowOtherAsync();
        var broken = true;
        Rasterizer.BeforeDraw = list =>
        {
            if (list.Background == Green && broken) throw new InvalidOperationException("can't be drawn");
        };
        guest.Background(Green);
        await Log.UntilAsync("can't be drawn");
        otherGuest.Background(Blue);
        other.Next(Blue);
        Assert.Null(client.TryNext());
        broken = false;
        client.Next(Green); // by itself
    }

    [Fact]
    public async Task Draw_ThrowsWithSurfaces_TheirLeasesAreGivenBack()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface("s1", 20, 20);
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        var failures = 0;
        Rasterizer.BeforeDraw = _ =>
        {
            if (Interlocked.Increment(ref failures) <= 2) throw new InvalidOperationException("can't be drawn");
        };
        for (var i = 0; i < 8; i++)
        {
            Guest.Present(surface, Green + (uint)i);
            Guest.UntilConsumed(surface);
        }

        client.Next(Green + 7);
    }

    [Fact]
    public async Task Surface_AppearsWhileNothingIsDue_IsWatchedAtOnce()
    {
        var guest = StartGuest();
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        for (var i = 1; i <= 20; i++)
        {
            // Beside the view: placing it changes nothing that is seen, so no frame follows that would look again.
            var surface = guest.CreateSurface($"s{i}", 4, 4);
            guest.Place((uint)i, surface, x: Width + 10);
            while (surface.ReaderCount == 0) Thread.Yield();
            await Task.Delay(5, TestContext.Current.CancellationToken); // lets the scene fall asleep; without that the test only shows less
            Guest.Present(surface, Green);
            Guest.UntilConsumed(surface);
        }
    }

    [Fact]
    public async Task Surface_MoreThanCanBeWaitedOn_AreAllShown()
    {
        var guest = StartGuest();
        var surfaces = Enumerable.Range(1, 150).Select(i => guest.CreateSurface($"s{i}", 2, 2)).ToArray();
        for (var i = 0; i < surfaces.Length; i++)
        {
            Guest.Present(surfaces[i], Red);
            guest.Place((uint)i, surfaces[i], x: i % 30 * 2, y: i / 30 * 2);
        }

        var client = await ShowAsync(guest, Spec());
        client.Next(f => Enumerable.Range(0, 150).All(i => f.At(i % 30 * 2, i / 30 * 2) == Red));
        for (var i = 0; i < surfaces.Length; i += 7)
        {
            Guest.Present(surfaces[i], Green);
            client.Next(Green, i % 30 * 2, i / 30 * 2);
        }
    }

    private async Task<(Client Client, Guest Guest)> ShowOtherAsync()
    {
        var guest = StartGuest("other");
        guest.Background(Red);
        var client = await ShowAsync(guest, Spec("other", "other"));
        client.Next(Red);
        return (client, guest);
    }
}
