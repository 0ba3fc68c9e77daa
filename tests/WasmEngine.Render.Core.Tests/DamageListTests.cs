using CsCheck;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests;

public sealed class DamageListTests
{
    private const int Side = 48;

    private static readonly Gen<PixelRect> AnyRect =
        Gen.Select(Gen.Int[0, Side - 1], Gen.Int[0, Side - 1], Gen.Int[-2, Side], Gen.Int[-2, Side])
            .Select((x, y, w, h) => new PixelRect(x, y, Math.Min(w, Side - x), Math.Min(h, Side - y)));

    private static readonly Gen<PixelRect> SmallRect =
        Gen.Select(Gen.Int[0, Side - 3], Gen.Int[0, Side - 3], Gen.Int[1, 3], Gen.Int[1, 3]).Select((x, y, w, h) => new PixelRect(x, y, w, h));

    [Fact]
    public void Add_AnyRectangles_CoversThemWithoutOverlap() =>
        Gen.OneOf(AnyRect.Array[0, 40], SmallRect.Array[0, 40]).Sample(added =>
        {
            var list = default(DamageList);
            foreach (var rect in added)
            {
                list.Add(rect);
                Check(list);
            }

            CheckCovers(list, added);
            CheckWithin(list, Hull(added));
            Assert.Equal(added.All(r => r.IsEmpty), list.IsEmpty);
        });

    [Fact]
    public void MergeTo_Fewer_StillCoversAll() =>
        Gen.Select(SmallRect.Array[0, 60], Gen.Int[1, 12]).Sample((added, most) =>
        {
            var list = Of(added);
            list.MergeTo(most);
            Check(list);
            Assert.True(list.Rectangles.Length <= most);
            CheckCovers(list, added);
        });

    [Fact]
    public void Add_AnotherList_CoversBoth() =>
        Gen.Select(AnyRect.Array[0, 20], SmallRect.Array[0, 20]).Sample((one, other) =>
        {
            var list = Of(one);
            list.Add(Of(other));
            Check(list);
            CheckCovers(list, [.. one, .. other]);
        });

    [Fact]
    public void Clip_AnyBounds_KeepsWhatLiesWithin() =>
        Gen.Select(SmallRect.Array[0, 20], AnyRect).Sample((added, bounds) =>
        {
            var list = Of(added);
            list.Clip(bounds);
            Check(list);
            CheckWithin(list, bounds);
            CheckCovers(list, [.. added.Select(r => r.Intersect(bounds))]);
        });

    [Fact]
    public void Add_ApartRectangles_StayAsTheyAre()
    {
        PixelRect[] added = [.. Enumerable.Range(0, DamageList.Capacity).Select(i => new PixelRect(i * 5, i, 3, 3))];
        Assert.Equal(added, Of(added).Rectangles.ToArray());
    }

    [Fact]
    public void Add_NinthRectangle_JoinsTheOneThatGrowsLeast()
    {
        PixelRect[] added = [.. Enumerable.Range(0, DamageList.Capacity).Select(i => new PixelRect(i * 100, 0, 3, 3)), new PixelRect(304, 0, 3, 3)];
        var rects = Of(added).Rectangles.ToArray();
        Assert.Equal(DamageList.Capacity, rects.Length);
        Assert.Contains(new PixelRect(300, 0, 7, 3), rects);
    }

    [Fact]
    public void Add_CoordinatesFarOut_KeepsTheBound()
    {
        var list = default(DamageList);
        for (var i = 0; i < 100; i++) list.Add(new PixelRect((1 << 20) - i * 7, -(1 << 20) + (i * 13), 1 << 19, 1));
        Check(list);
    }

    [Fact]
    public void Clear_FilledList_IsEmpty()
    {
        var list = Of([new PixelRect(1, 1, 1, 1)]);
        list.Clear();
        Assert.True(list.IsEmpty);
        Assert.Empty(list.Rectangles.ToArray());
    }

    private static DamageList Of(PixelRect[] rects)
    {
        var list = default(DamageList);
        foreach (var rect in rects) list.Add(rect);
        return list;
    }

    private static void Check(in DamageList list)
    {
        var rects = list.Rectangles;
        Assert.InRange(rects.Length, 0, DamageList.Capacity);
        for (var i = 0; i < rects.Length; i++)
        {
            Assert.False(rects[i].IsEmpty);
            for (var j = 0; j < i; j++) Assert.True(rects[i].Intersect(rects[j]).IsEmpty, $"{rects[i]} and {rects[j]} overlap");
        }
    }

    private static void CheckCovers(in DamageList list, PixelRect[] added)
    {
        var covered = new bool[Side, Side];
        foreach (var rect in list.Rectangles)
        {
            for (var y = rect.Y; y < rect.Bottom; y++)
            {
                for (var x = rect.X; x < rect.Right; x++) covered[x, y] = true;
            }
        }

        foreach (var rect in added)
        {
            for (var y = rect.Y; y < rect.Bottom; y++)
            {
                for (var x = rect.X; x < rect.Right; x++) Assert.True(covered[x, y], $"{x},{y} of {rect} is not covered");
            }
        }
    }

    private static void CheckWithin(in DamageList list, PixelRect bounds)
    {
        foreach (var rect in list.Rectangles) Assert.Equal(rect, rect.Intersect(bounds));
    }

    private static PixelRect Hull(PixelRect[] rects) => rects.Aggregate(default(PixelRect), (hull, r) => hull.Union(r));
}
