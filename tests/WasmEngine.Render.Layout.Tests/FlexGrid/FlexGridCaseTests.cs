using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>
/// Flex and grid containers against what Chromium gives for the same documents: <c>FlexGridCases.txt</c> holds a document a line, followed by the boxes of its
/// elements. There is no text in them, so that fonts do not matter. <c>record.mjs</c> records anew.
/// </summary>
public sealed class FlexGridCaseTests
{
    private static RecordedCases Cases { get; } = new("FlexGridCases.txt");

    public static TheoryData<int> Documents() => Cases.Indexes();

    [Theory]
    [MemberData(nameof(Documents))]
    public void Boxes_OfADocument_AreWhereChromiumPutsThem(int index) => Cases.Check(index);

    /// <summary>Deep nesting takes time linear in the depth, not exponential: each level is measured and laid out, but from the cache.</summary>
    [Theory]
    [InlineData("display:flex")]
    [InlineData("display:flex;flex-direction:column")]
    [InlineData("display:grid")]
    [InlineData("display:grid;grid-template:auto / 1fr")]
    [InlineData("display:inline-flex")]
    public void Layout_OfNestedContainers_Ends(string style)
    {
        const int Depth = 60;
        var actual = RecordedCases.LayOut(string.Concat(Enumerable.Repeat($"<div style='{style}'>", Depth)) + "<div style='width:10px;height:7px'></div>" + string.Concat(Enumerable.Repeat("</div>", Depth)));
        Assert.Equal([10, 7], actual[^1][2..]);
    }
}
