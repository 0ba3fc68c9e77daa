using System.Globalization;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Render.Core.Tests.Scenes;

/// <summary>A render layer that ends, or is killed, and its successor.</summary>
public sealed class RecoveryTests : SceneTest
{
    [Fact]
    public async Task StopAll_ThenASuccessor_ContinuesChainAndScene()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface("s1", 20, 20);
        guest.Background(Red);
        guest.Place(1, surface);
        guest.Text(2, "a", 40, 40, 10, White);
        Guest.Present(surface, Green);
        var client = await ShowAsync(guest, Spec());
        var last = client.Next(Green);
        await Registry.StopAllAsync();
        Assert.False(client.Frames.IsClosed);
        var successor = StartRegistry();
        await successor.OpenViewAsync(Spec());
        await successor.OpenSceneAsync("app", guest.Journal.Name);
        var frame = client.Next();
        Assert.Equal(last.Id + 1, frame.Id);
        Assert.Equal(last.Pixels, frame.Pixels);
        guest.Background(Blue);
        client.Next(Blue, 30, 5);
    }

    [Fact]
    public async Task Killed_WhileAClientHoldsAFrame_TheFrameStaysAndHigherIdsFollow()
    {
        var guest = StartGuest();
        guest.Background(Red);
        guest.Text(1, "a", 40, 40, 10, White);
        var peer = StartPeer();
        var client = ShowInPeer(peer, guest);
        var seen = client.Next(White, 41, 35);
        Assert.True(client.Frames.TryTakeLatest(0, out var held));
        peer.Kill();
        Assert.Equal(seen.Pixels, Copy(held));

        await Registry.OpenViewAsync(Spec());
        await Registry.OpenSceneAsync("app", guest.Journal.Name);
        var next = client.Next();
        Assert.True(next.Id > seen.Id);
        Assert.Equal(seen.Pixels, next.Pixels);
        for (uint i = 0; i < 100; i++) // many times round all slots
        {
            guest.Background(0xFF000000 + i);
            client.Next(0xFF000000 + i, 0, 0);
        }

        Assert.Equal(seen.Pixels, Copy(held));
        client.Frames.Release(held);
    }

    [Fact]
    public async Task Killed_WhileAClientHoldsAScanOut_TheSurfaceGoesOn()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var peer = StartPeer();
        var client = ShowInPeer(peer, guest);
        var seen = client.Next(Red);
        Assert.True(seen.IsScanout);
        Assert.True(client.Frames.TryTakeLatest(0, out var held));
        peer.Kill();
        Guest.Present(surface, Green); // nobody composes meanwhile
        Guest.Present(surface, Blue);

        await Registry.OpenViewAsync(Spec());
        await Registry.OpenSceneAsync("app", guest.Journal.Name);
        var next = client.Next(Blue);
        Assert.True(next.Id > seen.Id && next.IsScanout);
        Assert.All(Copy(held), p => Assert.Equal(Red, p));
        client.Frames.Release(held);
    }

    [Fact]
    public async Task Killed_AfterCheckpoints_TheSceneIsRebuiltFromCheckpointAndJournal()
    {
        var guest = StartGuest(ring: new RingSpec(4096, 4096));
        var peer = StartPeer();
        guest.Background(Red);
        var client = ShowInPeer(peer, guest);
        client.Next(Red);
        // Far more than the ring holds: the first nodes are in the checkpoint alone.
        guest.Text(1000, "a", 0, 40, 10, Blue);
        for (uint i = 0; i < 500; i++) guest.Text(i % 30, "xyz", x: 2000);
        guest.Text(1001, "a", 20, 40, 10, Green);
        client.Next(f => f.At(1, 35) == Blue && f.At(21, 35) == Green);
        peer.Kill();
        guest.Text(1002, "a", 40, 40, 10, White); // while there is no render layer

        await Registry.OpenViewAsync(Spec());
        await Registry.OpenSceneAsync("app", guest.Journal.Name);
        var frame = client.Next(White, 41, 35);
        Assert.Equal(Blue, frame.At(1, 35));
        Assert.Equal(Green, frame.At(21, 35));
        Assert.Equal(Red, frame.At(60, 5));
        Assert.Equal(33, Rasterizer.LiveTexts);
        Assert.DoesNotContain(Log.Lines, l => l.Contains("malformed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Killed_AgainAndAgainWhileTheSceneChanges_EveryChangeArrives()
    {
        var guest = StartGuest(ring: new RingSpec(4096, 4096));
        guest.Background(Red);
        Client? client = null;
        ulong last = 0;
        for (uint round = 0; round < 4; round++)
        {
            var peer = StartPeer();
            client = client is null ? ShowInPeer(peer, guest) : OpenInPeer(peer, guest, client);
            for (uint i = 0; i < 200; i++) guest.Text(i % 40, "xyz", x: 2000, argb: (round << 16) | i);
            guest.Background(0xFF000000 | round);
            Assert.True(client.Next(0xFF000000 | round, 60, 5).Id > last);
            last = client.LastId;
            for (uint i = 0; i < 20; i++) guest.Text(i % 40, "xyz", x: 2000, argb: i); // may be read or not when it dies
            peer.Kill();
        }

        await Registry.OpenViewAsync(Spec());
        await Registry.OpenSceneAsync("app", guest.Journal.Name);
        guest.Text(1, "a", 0, 40, 10, Green);
        Assert.Equal(0xFF000003, client!.Next(Green, 1, 35).At(60, 5));
        Assert.Equal(40, Rasterizer.LiveTexts);
    }

    private PeerProcess StartPeer() => Sandbox.StartProgram("RenderPeer", Sandbox.Path);

    private Client ShowInPeer(PeerProcess peer, Guest guest)
    {
        var spec = Spec();
        Assert.Equal("done", peer.Ask(string.Create(CultureInfo.InvariantCulture, $"view v app {spec.Region} {Width} {Height}")));
        var client = Watch(spec);
        Assert.Equal("done", peer.Ask($"scene app {guest.Journal.Name}"));
        return client;
    }

    private Client OpenInPeer(PeerProcess peer, Guest guest, Client client)
    {
        Assert.Equal("done", peer.Ask(string.Create(CultureInfo.InvariantCulture, $"view v app {Spec().Region} {Width} {Height}")));
        Assert.Equal("done", peer.Ask($"scene app {guest.Journal.Name}"));
        return client;
    }

    private static uint[] Copy(in Frame frame) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, uint>(frame.Pixels).ToArray();
}
