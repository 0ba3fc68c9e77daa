using WasmEngine.Render.Text.Shaping;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Shaping;

public sealed class ShapedRunTests
{
    private static readonly FakeFont Font = new("fake", _ => true);

    // "affix": a, a ligature of f f i, x that must not be parted from it.
    private static ShapedRun Ligature() => new(Font, false, 5,
        [new(1, GlyphFlags.None, 0, 10, 0, 0), new(2, GlyphFlags.None, 1, 25, 0, 0), new(3, GlyphFlags.UnsafeToBreak, 4, 8, 0, 0)]);

    // Three letters from right to left, the middle one with a mark.
    private static ShapedRun RightToLeft() => new(Font, true, 4,
        [new(1, GlyphFlags.None, 3, 5, 0, 0), new(2, GlyphFlags.None, 1, 0, -3, 0), new(3, GlyphFlags.None, 1, 7, 0, 0), new(4, GlyphFlags.None, 0, 11, 0, 0)]);

    [Fact]
    public void WidthOf_Ligature_BelongsToItsFirstCharacter()
    {
        var run = Ligature();
        Assert.Equal(43, run.Width);
        Assert.Equal(35, run.WidthOf(0, 2));
        Assert.Equal(0, run.WidthOf(2, 4));
        Assert.Equal(8, run.WidthOf(4, 5));
    }

    [Fact]
    public void IsSafeToBreakBefore_InsideClusterOrWhereTheShaperSaysNo_IsFalse()
    {
        var run = Ligature();
        Assert.Equal([true, true, false, false, false, true], Enumerable.Range(0, 6).Select(run.IsSafeToBreakBefore));
        Assert.Equal(5, run.NextSafeToBreak(2));
        Assert.Equal(1, run.PreviousSafeToBreak(4));
    }

    [Fact]
    public void WidthOf_RightToLeft_CountsInLogicalOrder()
    {
        var run = RightToLeft();
        Assert.Equal(23, run.Width);
        Assert.Equal([0f, 11, 18, 18, 23], Enumerable.Range(0, 5).Select(run.AdvanceBefore));
        Assert.Equal(23, run.CaretX(0));
        Assert.Equal(12, run.CaretX(1));
        Assert.Equal(0, run.CaretX(4));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(9.9, 0)]
    [InlineData(10, 1)]
    [InlineData(34.9, 1)]
    [InlineData(35, 4)]
    [InlineData(43, 5)]
    [InlineData(1000, 5)]
    public void IndexForWidth_Width_NeverEndsInACluster(double width, int expected) => Assert.Equal(expected, Ligature().IndexForWidth(0, (float)width));

    [Theory]
    [InlineData(-5, 0)]
    [InlineData(4, 0)]
    [InlineData(6, 1)]
    [InlineData(40, 5)]
    [InlineData(100, 5)]
    public void IndexAt_Place_IsTheNearestCaret(double x, int expected) => Assert.Equal(expected, Ligature().IndexAt((float)x));

    [Fact]
    public void IndexAt_RightToLeft_CountsFromTheRight()
    {
        Assert.Equal(0, RightToLeft().IndexAt(22));
        Assert.Equal(4, RightToLeft().IndexAt(1));
    }

    [Fact]
    public void Slice_Part_HasItsGlyphsAndWidth()
    {
        var part = RightToLeft().Slice(1, 4);
        Assert.Equal([2, 0, 0], part.Glyphs.ToArray().Select(g => g.Cluster));
        Assert.Equal(12, part.Width);
        Assert.Equal(3, part.Length);
        var run = Ligature();
        Assert.Same(run, run.Slice(0, 5));
    }

    [Fact]
    public void WithSpacing_LeftToRight_GrowsAtTheClustersEnd()
    {
        var run = Ligature().WithSpacing([1, 1, 1, 1, 1]);
        Assert.Equal([11f, 28, 9], run.Glyphs.ToArray().Select(g => g.Advance));
        Assert.Equal(48, run.Width);
    }

    [Fact]
    public void WithSpacing_RightToLeft_GrowsAtTheLeft()
    {
        var run = RightToLeft().WithSpacing([2, 2, 0, 0]);
        Assert.Equal([5f, 0, 9, 13], run.Glyphs.ToArray().Select(g => g.Advance));
        // What stands on the widened advance moves right with it: the space is to the left of each cluster.
        Assert.Equal([0f, -1, 2, 2], run.Glyphs.ToArray().Select(g => g.OffsetX));
    }

    [Fact]
    public void SetNative_Twice_KeepsTheFirst()
    {
        var run = Ligature();
        var first = new object();
        Assert.Null(run.Native);
        Assert.Same(first, run.SetNative(first));
        Assert.Same(first, run.SetNative(new object()));
        Assert.Same(first, run.Native);
    }
}
