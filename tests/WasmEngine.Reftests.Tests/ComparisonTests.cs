using Xunit;

namespace WasmEngine.Reftests.Tests;

public sealed class ComparisonTests
{
    private static DocumentResult Compare(IReadOnlyList<Box> expected, IReadOnlyList<Box> actual, double tolerance = 1) => Comparison.Compare(Boxed.Reftest, expected, actual, tolerance);

    [Fact]
    public void Compare_EqualBoxes_IsExact()
    {
        Box[] boxes = [Boxed.At("html"), Boxed.At("html>body"), Boxed.At("html>body>p:nth-child(1)", 8, 8)];
        var result = Compare(boxes, boxes);
        Assert.True(result.IsExact);
        Assert.Equal((3, 3), (result.Boxes, result.Agreeing));
    }

    [Theory]
    [InlineData(1, 0, 0, 0, true)]
    [InlineData(1.01, 0, 0, 0, false)]
    [InlineData(0, -1.01, 0, 0, false)]
    [InlineData(0, 0, 1.01, 0, false)]
    [InlineData(0, 0, 0, -1.01, false)]
    [InlineData(double.NaN, 0, 0, 0, false)]
    public void Compare_Offset_AgreesWithinTolerance(double x, double y, double width, double height, bool agrees)
    {
        var result = Compare([Boxed.At("html")], [Boxed.At("html", x, y, 10 + width, 10 + height)]);
        Assert.Equal(agrees, result.IsExact);
    }

    [Fact]
    public void Compare_BoxesInTheHead_AreNotCounted()
    {
        var result = Compare([Boxed.At("html"), Boxed.At("html>head"), Boxed.At("html>head>style:nth-child(1)")], [Boxed.At("html"), Boxed.At("html>head", 99)]);
        Assert.True(result.IsExact);
        Assert.Equal(1, result.Boxes);
    }

    [Fact]
    public void Compare_MissingAndExtraElements_CostOnlyThemselves()
    {
        var result = Compare(
            [Boxed.At("html"), Boxed.At("html>body"), Boxed.At("html>body>b:nth-child(1)"), Boxed.At("html>body>i:nth-child(2)")],
            [Boxed.At("html"), Boxed.At("html>body"), Boxed.At("html>body>u:nth-child(1)"), Boxed.At("html>body>i:nth-child(2)")]);
        Assert.Equal([DifferenceKind.Missing, DifferenceKind.Extra], result.Differences.Select(d => d.Kind));
        Assert.Equal((4, 3), (result.Boxes, result.Agreeing));
    }

    [Fact]
    public void Failed_Document_AgreesNowhere()
    {
        var result = DocumentResult.Failed(Boxed.Reftest, 7, "crashed");
        Assert.False(result.IsExact);
        Assert.Equal((7, 0), (result.Boxes, result.Agreeing));
    }

    [Fact]
    public void ByArea_Results_AreSummedByFolder()
    {
        var good = Compare([Boxed.At("html")], [Boxed.At("html")]);
        var bad = Compare([Boxed.At("html"), Boxed.At("html>body")], [Boxed.At("html"), Boxed.At("html>body", 5)]);
        var other = DocumentResult.Failed(Boxed.Reftest with { Name = "grid/x" }, 2, "crashed");
        Assert.Equal([new Tally("flex", 2, 1, 0, 3, 2), new Tally("grid", 1, 0, 1, 2, 0)], Tally.ByArea([other, good, bad]));
        Assert.Equal(2.0 / 3, Tally.Of("flex", [good, bad]).Agreement, 9);
    }
}
