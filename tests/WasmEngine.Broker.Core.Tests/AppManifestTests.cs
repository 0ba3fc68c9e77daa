using System.Text;

namespace WasmEngine.Broker.Tests;

public sealed class AppManifestTests
{
    private const string Valid = """{"id":"hello","title":"Hello","module":"hello.wasm","width":1280,"height":720}""";

    [Fact]
    public void Parse_AllFields_AreTaken()
    {
        var manifest = Parse("""{"id":"a-1","title":"T","module":"bin/a.wasm","width":1,"height":16384,"memoryLimitMiB":4096}""", out var problems);

        Assert.Empty(problems);
        Assert.Equal(new AppManifest("a-1", "T", "bin/a.wasm", 1, 16384, 4096), manifest);
    }

    [Theory]
    [InlineData("\"ui/index.html\"", true)]
    [InlineData("\"../index.html\"", false)]
    [InlineData("\"/index.html\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("7", false)]
    public void Parse_Document_IsAPathWithinTheFolder(string document, bool isValid)
    {
        var manifest = Parse(Valid.Replace("\"width\"", $"\"document\":{document},\"width\"", StringComparison.Ordinal), out var problems);

        Assert.Equal(isValid, manifest is not null);
        if (isValid) Assert.Equal("ui/index.html", manifest!.Document);
        else Assert.Contains("\"document\"", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"wasi\"", true)]
    [InlineData("\"freestanding\"", true)]
    [InlineData("\"gcc\"", false)]
    [InlineData("1", false)]
    public void Parse_Toolchain_IsChecked(string toolchain, bool isValid)
    {
        var manifest = Parse(Valid.Replace("\"width\"", $"\"toolchain\":{toolchain},\"width\"", StringComparison.Ordinal), out var problems);

        Assert.Equal(isValid, manifest is not null);
        if (!isValid) Assert.Contains("\"toolchain\"", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_WithoutMemoryLimit_LimitIsZero() => Assert.Equal(0, Parse(Valid, out _)!.MemoryLimitMiB);

    [Fact]
    public void Parse_ByteOrderMark_IsSkipped() => Assert.NotNull(AppManifest.Parse(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(Valid)).ToArray(), out _));

    [Fact]
    public void Parse_ManyProblems_AllAreNamed()
    {
        var manifest = Parse("""{"id":"UPPER","title":"","module":"../x.wasm","width":0,"height":"720","memoryLimitMiB":5000,"colour":1}""", out var problems);

        Assert.Null(manifest);
        Assert.Equal(7, problems.Count);
        foreach (var field in new[] { "id", "title", "module", "width", "height", "memoryLimitMiB", "colour" })
            Assert.Contains(problems, p => p.Contains($"\"{field}\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Parse_EmptyObject_NamesEachRequiredField()
    {
        Assert.Null(Parse("{}", out var problems));
        Assert.Equal(5, problems.Count);
        Assert.All(problems, p => Assert.Contains("is missing", p, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    [InlineData("a/../../b.wasm")]
    [InlineData("a\\\\..\\\\b.wasm")]
    [InlineData("")]
    [InlineData("a\\u0000b")]
    public void Parse_ModuleOutside_IsRefused(string module)
    {
        Assert.Null(Parse(Valid.Replace("hello.wasm", module, StringComparison.Ordinal), out var problems));
        Assert.Contains("\"module\"", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}")]
    public void Parse_NoManifestAtAll_SaysSo(string json)
    {
        Assert.Null(Parse(json, out var problems));
        Assert.NotEmpty(problems);
    }

    [Fact]
    public void Parse_FieldGivenTwice_IsRefused()
    {
        Assert.Null(Parse(Valid.Replace("{", "{\"id\":\"other\",", StringComparison.Ordinal), out var problems));
        Assert.Contains("given twice", Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_TooLong_IsRefused()
    {
        Assert.Null(AppManifest.Parse(new byte[AppManifest.MaxBytes + 1], out var problems));
        Assert.Contains("65536", Assert.Single(problems), StringComparison.Ordinal);
    }

    private static AppManifest? Parse(string json, out IReadOnlyList<string> problems) => AppManifest.Parse(Encoding.UTF8.GetBytes(json), out problems);
}
