using CsCheck;
using WasmEngine.Memory;

namespace WasmEngine.Render.Core.Tests;

public sealed class DisplayListTests
{
    private static readonly ChainSpec Geometry = new(RegionKind.Surface, 100, 50, 1);
    private static readonly PixelRect View = new(0, 0, 100, 50);
    private static readonly Picture Full = new(0, 0, 100, 50, true, 0, 1, 0, Geometry);

    [Fact]
    public void FirstVisible_NothingCovers_IsTheBackground()
    {
        var list = new DisplayList();
        Assert.Equal(-1, list.FirstVisible(View));
        list.Add(new DisplayItem(Full with { Opaque = false }, null));
        Assert.Equal(-1, list.FirstVisible(View));
    }

    [Fact]
    public void FirstVisible_SeveralCover_IsTheTopmostOfThem()
    {
        var list = new DisplayList();
        list.Add(new DisplayItem(Full, null));
        list.Add(new DisplayItem(Full, null));
        list.Add(new DisplayItem(Full with { Opaque = false }, null));
        list.Add(new DisplayItem(default, new Line()));
        Assert.Equal(1, list.FirstVisible(View));
        list.Clear();
        Assert.Equal(-1, list.FirstVisible(View));
    }

    [Fact]
    public void FirstVisible_DependsOnThePart()
    {
        var list = new DisplayList();
        list.Add(new DisplayItem(Full, null));
        list.Add(new DisplayItem(Full with { X = 50 }, null));
        Assert.Equal(1, list.FirstVisible(new PixelRect(50, 0, 10, 10)));
        Assert.Equal(0, list.FirstVisible(new PixelRect(49, 0, 10, 10)));
        Assert.Equal(-1, list.FirstVisible(new PixelRect(0, 45, 10, 10)));
    }

    [Theory]
    [InlineData(0, 0, 100, 50, true, true)]
    [InlineData(0, 0, 100, 50, false, false)]
    [InlineData(1, 0, 100, 50, true, false)]
    [InlineData(0, 0.5f, 100, 50, true, false)]
    [InlineData(-10, -10, 200, 100, true, false)]
    [InlineData(0, 0, 100, 49, true, false)]
    public void Covers_OnlyOpaqueUnscaledAndWhole(float x, float y, float width, float height, bool opaque, bool expected)
    {
        var item = new DisplayItem(Full with { X = x, Y = y, Width = width, Height = height, Opaque = opaque }, null);
        Assert.Equal(expected, item.Covers(View));
    }

    [Fact]
    public void Covers_Text_Never() => Assert.False(new DisplayItem(Full, new Line()).Covers(new PixelRect(1, 1, 1, 1)));

    [Theory]
    [InlineData(1, 2, 3, 4, 1, 2, 3, 4)]
    [InlineData(0.5f, 0.5f, 1, 1, 0, 0, 2, 2)]
    [InlineData(-0.5f, -1.5f, 1, 1, -1, -2, 2, 2)]
    [InlineData(3, 3, 0, 5, 3, 3, 0, 5)]
    [InlineData(3, 3, -2, -2, 3, 3, 0, 0)]
    public void PixelBounds_AnyRectangle_TakesEveryTouchedPixel(float x, float y, float width, float height, int left, int top, int columns, int rows) =>
        Assert.Equal(new PixelRect(left, top, columns, rows), PixelBounds.Of(x, y, width, height));

    [Fact]
    public void PixelBounds_FarOut_KeepsWhatMayBeInAView()
    {
        var everything = PixelBounds.Of(-3e38f, -3e38f, float.PositiveInfinity, float.PositiveInfinity);
        var view = new PixelRect(0, 0, ChainSpec.MaxSide, ChainSpec.MaxSide);
        Assert.Equal(view, everything.Intersect(view));
        // A width that overflowed while the left edge did so to the other side.
        Assert.Equal(view, PixelBounds.Of(float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity, float.PositiveInfinity).Intersect(view));
    }

    [Fact]
    public void PixelBounds_AnyFloats_NeverOverflow() => Gen.Select(Gen.Float, Gen.Float, Gen.Float, Gen.Float).Sample((x, y, w, h) =>
    {
        var bounds = PixelBounds.Of(x, y, w, h);
        Assert.True(bounds.Width >= 0 && bounds.Height >= 0);
        Assert.True(bounds.Right >= bounds.X && bounds.Bottom >= bounds.Y);
    });

    private sealed class Line : IShapedText
    {
        public PixelRect Bounds => View;

        public void Dispose()
        {
        }
    }
}
