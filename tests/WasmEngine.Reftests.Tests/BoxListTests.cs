using Xunit;

namespace WasmEngine.Reftests.Tests;

public sealed class BoxListTests
{
    [Fact]
    public void Parse_RecordedLine_KeepsEverything()
    {
        var box = Assert.Single(BoxList.Parse("""[ {"path":"html>body","tag":"body","id":"i","classes":["a","b"],"x":8,"y":-1.5,"width":784.015625,"height":0} ]"""u8));
        Assert.Equal(("html>body", "body", "i", 8d, -1.5, 784.015625, 0d), (box.Path, box.Tag, box.Id, box.X, box.Y, box.Width, box.Height));
        Assert.Equal(["a", "b"], box.Classes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[null]")]
    [InlineData("""[{"tag":"p","id":"","x":1}]""")]
    [InlineData("""[{"path":"html","tag":"html","id":"","x":"wide"}]""")]
    public void Parse_SomethingElse_SaysWhatItIsNot(string json)
    {
        var error = Assert.Throws<InvalidDataException>(() => BoxList.Parse(System.Text.Encoding.UTF8.GetBytes(json)));
        Assert.Contains("box", error.Message, StringComparison.Ordinal);
    }
}
