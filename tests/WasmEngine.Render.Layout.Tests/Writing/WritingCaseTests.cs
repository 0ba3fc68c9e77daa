using Xunit;

namespace WasmEngine.Render.Layout.Tests;

/// <summary>
/// Vertical writing modes against what Chromium gives for the same documents: <c>WritingCases.txt</c> holds a document a line, followed by the boxes of its elements.
/// There is no text in them, so that fonts do not matter. <c>record.mjs</c> records anew.
/// </summary>
public sealed class WritingCaseTests
{
    private static RecordedCases Cases { get; } = new("WritingCases.txt");

    public static TheoryData<int> Documents() => Cases.Indexes();

    [Theory]
    [MemberData(nameof(Documents))]
    public void Boxes_OfADocument_AreWhereChromiumPutsThem(int index) => Cases.Check(index);
}
