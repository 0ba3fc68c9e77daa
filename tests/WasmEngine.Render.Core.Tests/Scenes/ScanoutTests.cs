using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests.Scenes;

public sealed class ScanoutTests : SceneTest
{
    [Fact]
    public async Task Show_OneOpaqueSurfaceOfTheViewsSize_IsHandedOverUndrawn()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Background(Blue);
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec());
        var frame = client.Next();
        Assert.True(frame.IsScanout);
        Assert.All(frame.Pixels, p => Assert.Equal(Red, p));
        for (var i = 0; i < 50; i++)
        {
            Guest.Present(surface, Red + (uint)i);
            Guest.UntilConsumed(surface);
        }

        Assert.True(client.Next(Red + 49).IsScanout);
        Assert.Empty(Rasterizer.Draws);
    }

    [Fact]
    public async Task Show_SomethingBelow_IsHandedOver()
    {
        var guest = StartGuest();
        var below = guest.CreateSurface("s1");
        var surface = guest.CreateSurface("s2");
        guest.Place(1, below);
        guest.Text(2, "under");
        guest.Place(3, surface);
        Guest.Present(below, Green);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec());
        Assert.True(client.Next(Red).IsScanout);
    }

    [Theory]
    [InlineData("translucent")]
    [InlineData("scaled")]
    [InlineData("moved")]
    [InlineData("larger")]
    [InlineData("text over it")]
    [InlineData("surface over it")]
    [InlineData("forbidden")]
    public async Task Show_NotAsItIs_IsComposed(string reason)
    {
        var guest = StartGuest();
        var surface = reason == "larger" ? guest.CreateSurface(width: Width + 1) : reason == "scaled" ? guest.CreateSurface(width: Width / 2) : guest.CreateSurface();
        var small = guest.CreateSurface("small", 4, 4);
        guest.Background(Blue);
        guest.Place(1, surface, x: reason == "moved" ? 1 : 0, width: reason == "scaled" ? Width : null, opaque: reason != "translucent");
        if (reason == "text over it") guest.Text(2, "over");
        if (reason == "surface over it") guest.Place(2, small, opaque: false);
        Guest.Present(surface, Red);
        Guest.Present(small, 0);
        var client = await ShowAsync(guest, Spec() with { ForbidScanout = reason == "forbidden" });
        var frame = client.Next();
        Assert.False(frame.IsScanout);
        Assert.Equal(Red, frame.At(3, 3));
        Assert.NotEmpty(Rasterizer.Draws);
    }

    [Theory]
    [InlineData("", 4, 20)]
    [InlineData("beside the view", Width + 1, 20)]
    public async Task Show_InvisibleTextOver_IsHandedOver(string text, float x, float y)
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        guest.Text(2, text, x, y);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec());
        Assert.True(client.Next(Red).IsScanout);
    }

    [Fact]
    public async Task Show_TextComesAndGoes_ComposesMeanwhile()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec());
        Assert.True(client.Next().IsScanout);
        guest.Text(2, "a", 4, 20, 10, White);
        var composed = client.Next(White, 5, 15);
        Assert.False(composed.IsScanout);
        Assert.Equal(Red, composed.At(40, 40)); // the slot was never drawn before: all of it is now
        guest.Remove(2);
        var handed = client.Next(f => f.At(5, 15) == Red);
        Assert.True(handed.IsScanout);
    }

    [Fact]
    public async Task Show_ReaderCantMapSurfaces_ComposesWithoutBeingAsked()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var spec = Spec();
        var client = await ShowAsync(guest, spec);
        Assert.True(client.Next().IsScanout);
        using (var other = ChainReader.Open(Sandbox.Regions, spec.Region, RegionKind.FrameChain))
        {
            other.RequireComposed(true);
            var composed = client.Next(); // the guest presents nothing meanwhile
            Assert.False(composed.IsScanout);
            Assert.Equal(Red, composed.At(1, 1));
            Guest.Present(surface, Green);
            Assert.False(client.Next(Green).IsScanout);
        }

        Guest.Present(surface, Blue);
        Assert.True(client.Next(Blue).IsScanout);
    }

    [Fact]
    public async Task Show_AllPlacesOfTheSurfaceTaken_IsComposedForTheClient()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface();
        guest.Place(1, surface);
        Guest.Present(surface, Red);
        var taken = Enumerable.Range(0, 3).Select(_ => ChainReader.Open(Sandbox.Regions, surface.Name, RegionKind.Surface)).ToArray();
        var client = await ShowAsync(guest, Spec());
        var frame = client.Next();
        Assert.False(frame.IsScanout);
        Assert.Equal(Red, frame.At(1, 1));
        foreach (var reader in taken) reader.Dispose();
    }
}
