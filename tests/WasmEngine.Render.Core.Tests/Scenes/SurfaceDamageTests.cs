using WasmEngine.Memory;
using WasmEngine.RenderPeer;

namespace WasmEngine.Render.Core.Tests.Scenes;

public sealed class SurfaceDamageTests : SceneTest
{
    private static readonly PixelRect All = new(0, 0, Width, Height);

    [Fact]
    public async Task Show_FirstFrame_IsDamagedWholly()
    {
        var guest = StartGuest();
        guest.Background(Blue);
        var client = await ShowAsync(guest, Spec());
        var frame = client.Next();
        Assert.Equal([All], frame.Damage);
        Assert.All(frame.Pixels, p => Assert.Equal(Blue, p));
    }

    [Fact]
    public async Task Present_DamageOfAnUnscaledSurface_IsMovedIntoTheView()
    {
        var (client, surface) = await ShowSurfaceAsync(10, 5, 20, 20, 1);
        Guest.Present(surface, Green, new PixelRect(2, 3, 4, 5));
        var frame = client.Next();
        Assert.Equal([new PixelRect(12, 8, 4, 5)], frame.Damage);
        Assert.Equal(Green, frame.At(12, 8));
    }

    [Fact]
    public async Task Present_SeveralRectangles_AreJoined()
    {
        var (client, surface) = await ShowSurfaceAsync(10, 5, 20, 20, 1);
        Guest.Present(surface, Green, new PixelRect(0, 0, 2, 2), new PixelRect(4, 4, 2, 2));
        Assert.Equal([new PixelRect(10, 5, 6, 6)], client.Next().Damage);
    }

    [Fact]
    public async Task Present_DamageOfAScaledSurface_CoversItsFilteredNeighbours()
    {
        var (client, surface) = await ShowSurfaceAsync(10, 5, 10, 10, 2);
        Guest.Present(surface, Green, new PixelRect(3, 4, 2, 1));
        Assert.Equal([new PixelRect(14, 11, 8, 6)], client.Next().Damage);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(-5, -5, 1000, 1000)]
    public async Task Present_NoOrTooMuchDamage_IsTheWholeSurface(int x, int y, int width, int height)
    {
        var (client, surface) = await ShowSurfaceAsync(10, 5, 20, 20, 1);
        PixelRect damage = new(x, y, width, height);
        if (damage.IsEmpty) Guest.Present(surface, Green);
        else Guest.Present(surface, Green, damage);
        Assert.Equal([new PixelRect(10, 5, 20, 20)], client.Next().Damage);
    }

    [Fact]
    public async Task Present_FramesThatWereSkipped_DamageTheWholeSurface()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface("s1", 20, 20);
        guest.Place(1, surface, 10, 5);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec() with { RateHz = 1, Unpaced = false });
        client.Next(Red, 11, 6);
        Guest.Present(surface, Green, new PixelRect(0, 0, 1, 1));
        Guest.Present(surface, Blue, new PixelRect(5, 5, 1, 1));
        Assert.Equal([new PixelRect(10, 5, 20, 20)], client.Next(Blue, 11, 6).Damage);
    }

    [Fact]
    public async Task Present_SurfaceShownTwice_DamagesBothPlaces()
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface("s1", 10, 10);
        guest.Background(Blue);
        guest.Place(1, surface, 0, 0);
        guest.Place(2, surface, 30, 20);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red);
        Guest.Present(surface, Green, new PixelRect(1, 1, 2, 2));
        var frame = client.Next();
        Assert.Equal([new PixelRect(1, 1, 2, 2), new PixelRect(31, 21, 2, 2)], frame.Damage);
        guest.Remove(1); // still shown by the other node
        Assert.Equal(Blue, client.Next(Blue, 1, 1).At(1, 1));
        Guest.Present(surface, White);
        Assert.Equal(White, client.Next(White, 31, 21).At(31, 21));
    }

    [Fact]
    public async Task Text_Changed_DamagesOldAndNewPlace()
    {
        var guest = StartGuest();
        guest.Background(Blue);
        guest.Text(1, "ab", 2, 12, 10, White);
        var client = await ShowAsync(guest, Spec());
        client.Next(White, 3, 3);
        guest.Text(1, "cd", 40, 40, 10, Red);
        var frame = client.Next(Red, 41, 35);
        Assert.Equal([new PixelRect(2, 2, 20, 10), new PixelRect(40, 30, 20, 10)], frame.Damage);
        Assert.Equal(Blue, frame.At(3, 3));
        Assert.Equal(1, Rasterizer.LiveTexts);
    }

    [Fact]
    public async Task Show_SlotsUsedInTurn_AlwaysHoldTheWholePicture()
    {
        var guest = StartGuest();
        var texts = Enumerable.Range(0, 6).Select(i => new TextNode((uint)i, i * 10, 10 + (i * 6), 5, White, "a")).ToArray();
        guest.Background(Grey);
        var spec = Spec();
        var client = await ShowAsync(guest, spec);
        for (var i = 0; i < 200; i++)
        {
            var node = texts[i % texts.Length] with { Argb = 0xFF000000 + (uint)i };
            texts[i % texts.Length] = node;
            guest.Text(node.Node, node.Text, node.X, node.Y, node.Size, node.Argb);
            var place = RecordingRasterizer.BoundsOf(node);
            var frame = client.Next(node.Argb, place.X, place.Y);
            foreach (var text in texts.Where(t => t.Argb != White))
            {
                var bounds = RecordingRasterizer.BoundsOf(text);
                Assert.Equal(text.Argb, frame.At(bounds.Right - 1, bounds.Bottom - 1));
            }
        }

        Assert.Contains(Rasterizer.Draws, d => d.Parts.Sum(p => p.Area) < Width * Height / 2);
    }

    private async Task<(Client Client, ChainWriter Surface)> ShowSurfaceAsync(float x, float y, int width, int height, float scale)
    {
        var guest = StartGuest();
        var surface = guest.CreateSurface("s1", width, height);
        guest.Background(Grey);
        guest.Place(1, surface, x, y, width * scale, height * scale);
        Guest.Present(surface, Red);
        var client = await ShowAsync(guest, Spec());
        client.Next(Red, (int)x + 1, (int)y + 1);
        return (client, surface);
    }
}
