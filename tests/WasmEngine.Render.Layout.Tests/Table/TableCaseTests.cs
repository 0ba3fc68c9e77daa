using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>Tables against what Chromium gives for the same documents; see <see cref="RecordedCases"/>.</summary>
public sealed class TableCaseTests
{
    private static RecordedCases Cases { get; } = new("TableCases.txt");

    public static TheoryData<int> Documents() => Cases.Indexes();

    [Theory]
    [MemberData(nameof(Documents))]
    public void Boxes_OfADocument_AreWhereChromiumPutsThem(int index) => Cases.Check(index);

    [Fact]
    public void Layout_OfNestedTables_Ends()
    {
        const int Depth = 40;
        var actual = RecordedCases.LayOut(
            string.Concat(Enumerable.Repeat("<table><tr><td>", Depth)) + "<div style='width:10px;height:7px'></div>" + string.Concat(Enumerable.Repeat("</td></tr></table>", Depth)));
        Assert.Equal([10, 7], actual[^1][2..]);
    }
}
