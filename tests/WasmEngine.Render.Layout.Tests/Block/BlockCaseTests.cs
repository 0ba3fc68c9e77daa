using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>Block formatting contexts, floats and out-of-flow boxes against what Chromium gives for the same documents; see <see cref="RecordedCases"/>.</summary>
public sealed class BlockCaseTests
{
    private static RecordedCases Cases { get; } = new("BlockCases.txt");

    public static TheoryData<int> Documents() => Cases.Indexes();

    [Theory]
    [MemberData(nameof(Documents))]
    public void Boxes_OfADocument_AreWhereChromiumPutsThem(int index) => Cases.Check(index);

    /// <summary>Each level may be laid out anew when a float's place turns out to be another one: that must not add up to powers of two.</summary>
    [Theory]
    [InlineData("margin:3px 0", "")]
    [InlineData("margin:3px 0;border-top:1px solid", "")]
    [InlineData("margin:3px 0", "<div style='overflow:hidden;margin:2px'></div>")]
    [InlineData("float:left", "")]
    [InlineData("position:absolute;top:1px", "")]
    [InlineData("margin:0 auto;width:fit-content", "")]
    public void Layout_OfNestedBlocksWithFloats_Ends(string style, string between)
    {
        const int Depth = 200;
        var open = $"<div style='{style}'><div style='float:left;width:2px;height:4px'></div>{between}";
        var actual = RecordedCases.LayOut(string.Concat(Enumerable.Repeat(open, Depth)) + "<div style='width:10px;height:7px'></div>" + string.Concat(Enumerable.Repeat("</div>", Depth)));
        Assert.Equal([10, 7], actual[^1][2..]);
    }

    /// <summary>As many floats as there are must not cost the square of their number: here a search through all of them for each would take minutes.</summary>
    [Theory]
    [InlineData("float:left;width:1px;height:{0}px")]
    [InlineData("float:right;clear:right;width:1px;height:{0}px")]
    [InlineData("overflow:hidden;height:{0}px")]
    public void Layout_OfManyFloats_PlacesThemAll(string style)
    {
        const int Count = 20_000;
        var body = string.Concat(Enumerable.Range(0, Count).Select(i =>
            $"<div style='{string.Format(System.Globalization.CultureInfo.InvariantCulture, style, (i * 37 % 300) + 1)}'></div><div style='float:left;width:90px;height:3px'></div>"));
        Assert.Equal(Count * 2, RecordedCases.LayOut(body).Count(box => box[3] > 0));
    }
}
