using WasmEngine.Memory;
using WasmEngine.Render.Core;

namespace WasmEngine.Render.Skia.Tests;

public sealed class PixelTests : SkiaTest
{
    [Theory]
    [InlineData(0xFF123456, 0xFF123456)]
    [InlineData(0x80FF0000, 0x80800000)] // premultiplied
    [InlineData(0x00FFFFFF, 0x00000000)]
    public void Draw_Background_FillsEverything(uint argb, uint expected)
    {
        var target = Buffer(100, 300, 0x77777777);
        Draw(target, List(argb));
        Assert.All(target.Copy(), p => Assert.Equal(expected, p));
    }

    [Fact]
    public void Draw_OpaqueSurface_IsCopiedExactly()
    {
        var target = Buffer(100, 300);
        var surface = Buffer(40, 200, kind: RegionKind.Surface);
        surface.FillPattern(7, opaque: true);
        Draw(target, List(Blue, surface.At(30, 50)));
        for (var y = 0; y < 300; y++)
        {
            for (var x = 0; x < 100; x++)
            {
                var expected = x is >= 30 and < 70 && y is >= 50 and < 250 ? surface[x - 30, y - 50] : Blue;
                Assert.Equal(expected, target[x, y]);
            }
        }
    }

    [Fact]
    public void Draw_SurfaceBeyondTheEdges_IsClipped()
    {
        var target = Buffer(50, 50);
        var surface = Buffer(100, 100, kind: RegionKind.Surface);
        surface.FillPattern(3, opaque: true);
        Draw(target, List(Blue, surface.At(-20, -30)));
        Assert.Equal(surface[20, 30], target[0, 0]);
        Assert.Equal(surface[69, 79], target[49, 49]);
    }

    [Fact]
    public void Draw_TranslucentSurface_IsPutOverWhatIsBelow()
    {
        var target = Buffer(20, 20);
        var surface = Buffer(10, 10, 0x80800000, RegionKind.Surface); // half red
        Draw(target, List(Blue, surface.At(0, 0, opaque: false)));
        Assert.Equal(0xFFu, target[5, 5] >> 24);
        Assert.InRange((target[5, 5] >> 16) & 0xFF, 0x7Fu, 0x81u);
        Assert.InRange(target[5, 5] & 0xFF, 0x7Eu, 0x80u);
        Assert.Equal(Blue, target[15, 5]);
    }

    [Fact]
    public void Draw_ScaledSurface_FillsItsPlace()
    {
        var target = Buffer(60, 60);
        var surface = Buffer(10, 10, Red, RegionKind.Surface);
        Draw(target, List(Blue, surface.At(10, 10, 40, 40)));
        Assert.Equal(Blue, target[9, 30]);
        Assert.Equal(Red, target[10, 10]);
        Assert.Equal(Red, target[49, 49]);
        Assert.Equal(Blue, target[50, 30]);
    }

    [Fact]
    public void Draw_ScaledDown_IsSmooth()
    {
        var target = Buffer(20, 20);
        var surface = Buffer(20, 20, Black, RegionKind.Surface);
        for (var y = 0; y < 20; y++)
        {
            for (var x = 0; x < 20; x += 2) surface[x, y] = White;
        }

        Draw(target, List(Blue, surface.At(0, 0, 10, 10)));
        Assert.InRange(target[5, 5] & 0xFF, 0x70u, 0x90u); // between black and white
    }

    [Fact]
    public void Draw_ItemsOverEachOther_LaterOnesAreInFront()
    {
        var target = Buffer(60, 60);
        var one = Buffer(40, 40, Red, RegionKind.Surface);
        var two = Buffer(40, 40, Green, RegionKind.Surface);
        Draw(target, List(Blue, one.At(0, 0, generation: 1), two.At(20, 20, generation: 2)));
        Assert.Equal(Red, target[10, 10]);
        Assert.Equal(Green, target[30, 30]);
        Draw(target, List(Blue, two.At(20, 20, generation: 2), one.At(0, 0, generation: 1)));
        Assert.Equal(Red, target[30, 30]);
    }

    [Fact]
    public void Draw_Part_TouchesNothingElse()
    {
        var target = Buffer(100, 300, 0x77777777);
        var surface = Buffer(100, 300, Red, RegionKind.Surface);
        var text = Shape("Some text", 0, 100, 40);
        PixelRect[] parts = [new(10, 10, 7, 200), new(50, 0, 3, 300)];
        Draw(target, List(Blue, surface.At(0, 0, opaque: false), text), parts);
        for (var y = 0; y < 300; y++)
        {
            for (var x = 0; x < 100; x++)
            {
                if (!parts.Any(p => !p.Intersect(new PixelRect(x, y, 1, 1)).IsEmpty)) Assert.Equal(0x77777777u, target[x, y]);
                else Assert.NotEqual(0x77777777u, target[x, y]);
            }
        }
    }

    [Fact]
    public void Draw_SurfaceChangedInMemory_TheNextDrawShowsIt()
    {
        var target = Buffer(60, 60);
        var surface = Buffer(40, 40, Red, RegionKind.Surface);
        var scaled = Buffer(10, 10, Red, RegionKind.Surface);
        var list = List(Blue, surface.At(0, 0, generation: 1), scaled.At(40, 40, 20, 20, generation: 2));
        var canvas = CanvasFor(target);
        PixelRect[] whole = [new(0, 0, 60, 60)];
        foreach (var colour in (ReadOnlySpan<uint>)[Red, Green, White])
        {
            surface.Fill(colour);
            scaled.Fill(colour);
            canvas.Draw(0, target.Address, list, whole);
            Assert.Equal(colour, target[20, 20]);
            Assert.Equal(colour, target[50, 50]);
        }
    }

    [Fact]
    public void Draw_SurfaceMappedElsewhere_ShowsItsNewPlace()
    {
        var target = Buffer(60, 60);
        var canvas = CanvasFor(target);
        PixelRect[] whole = [new(0, 0, 60, 60)];
        var former = new PixelBuffer(40, 40, RegionKind.Surface);
        former.Fill(Red);
        canvas.Draw(0, target.Address, List(Blue, former.At(0, 0)), whole);
        var again = Buffer(40, 40, Green, RegionKind.Surface); // the same region and slot, opened anew
        canvas.Draw(0, target.Address, List(Blue, again.At(0, 0)), whole);
        former.Dispose();
        Assert.Equal(Green, target[20, 20]);
    }

    [Fact]
    public void Draw_ManySurfacesOverTime_ShowsEachOfThem()
    {
        var target = Buffer(20, 20);
        var canvas = CanvasFor(target);
        PixelRect[] whole = [new(0, 0, 20, 20)];
        for (uint i = 1; i <= 600; i++)
        {
            using var surface = new PixelBuffer(20, 20, RegionKind.Surface);
            surface.Fill(0xFF000000 | i);
            canvas.Draw(0, target.Address, List(Blue, surface.At(0, 0, generation: i)), whole);
            Assert.Equal(0xFF000000 | i, target[10, 10]);
        }
    }

    [Fact]
    public void Draw_MoreSurfacesThanAreKept_ShowsAllOfThem()
    {
        var target = Buffer(400, 2);
        var surfaces = Enumerable.Range(0, 400).Select(i => Buffer(1, 2, 0xFF000000 | (uint)i, RegionKind.Surface)).ToArray();
        var list = new DisplayList();
        for (var i = 0; i < surfaces.Length; i++) list.Add(new DisplayItem(surfaces[i].At(i, 0, generation: (ulong)i + 1), null));
        var canvas = CanvasFor(target);
        for (var frame = 0; frame < 3; frame++) canvas.Draw(0, target.Address, list, [new PixelRect(0, 0, 400, 2)]);
        Assert.Equal(Enumerable.Range(0, 400).Select(i => 0xFF000000 | (uint)i), target.Copy()[..400]);
    }

    [Theory]
    [InlineData(3e38f, 3e38f, 3e38f, 3e38f)]
    [InlineData(-3e38f, -3e38f, 3e38f, 3e38f)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(5, 5, -3, -3)]
    [InlineData(0, 0, 1e-30f, 1e-30f)]
    public void Draw_ImpossiblePlace_NeverFails(float x, float y, float width, float height)
    {
        var target = Buffer(60, 60);
        var surface = Buffer(40, 40, Red, RegionKind.Surface);
        Draw(target, List(Blue, surface.At(x, y, width, height), Shape("far", x, y)));
        Assert.Equal(Blue, target[59, 0]);
    }
}
