using Xunit;

namespace WasmEngine.Cli.Tests;

/// <summary>layout, check and render, with the built render executable.</summary>
public sealed class DocumentCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("documents-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Render => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Cli.Folder)!)!, "WasmEngine.Render", Path.GetFileName(Cli.Folder), "wasmengine-render");

    private static Task<CliResult> RunAsync(params string[] arguments) => Cli.Start(arguments, ("WASMENGINE_RENDER", Render)).EndAsync();

    private string Write(string name, string html)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, html);
        return path;
    }

    [Fact]
    public async Task Layout_OfOneFile_PrintsItsBoxes()
    {
        var file = Write("a.html", "<!doctype html><body style='margin:0'><div id=x class='p q' style='width:50%;height:20px'></div>");
        var result = await RunAsync("layout", file, "--size", "500x300", "--json");
        Assert.Equal(0, result.ExitCode);
        var boxes = result.Json.EnumerateArray().ToArray();
        Assert.Equal(["html", "html>head", "html>body", "html>body>div:nth-child(1)"], boxes.Select(b => b.GetProperty("path").GetString()));
        Assert.Equal((250, 20), (boxes[3].GetProperty("width").GetDouble(), boxes[3].GetProperty("height").GetDouble()));
        Assert.Equal(["p", "q"], boxes[3].GetProperty("classes").EnumerateArray().Select(c => c.GetString()));
    }

    [Fact]
    public async Task Layout_OfSeveralFiles_NamesThem()
    {
        var files = new[] { Write("a.html", "<p>a"), Write("b.html", "<p>b") };
        var result = await RunAsync(["layout", .. files, "--json"]);
        Assert.Equal(files, result.Json.EnumerateArray().Select(d => d.GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Layout_OfAMissingFile_IsRefused()
    {
        var result = await RunAsync("layout", Path.Combine(_folder, "none.html"), "--json");
        Assert.Equal((3, "FILE_UNREADABLE"), (result.ExitCode, result.ErrorReason));
    }

    [Fact]
    public async Task Check_OfAnUnsupportedProperty_NamesItsLine()
    {
        var result = await RunAsync("check", Write("a.html", "<!doctype html>\n<style>\np { no-such-thing: 1 }\n</style>"), "--json");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(3, Assert.Single(result.Json.GetProperty("issues").EnumerateArray()).GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Check_OfAPlainDocument_FindsNothing() => Assert.Equal(0, (await RunAsync("check", Write("a.html", "<!doctype html><p>a"))).ExitCode);

    [Fact]
    public async Task Render_OfADocument_WritesAPng()
    {
        var image = Path.Combine(_folder, "out.png");
        var result = await RunAsync("render", Write("a.html", "<!doctype html><p>a"), "-o", image, "--size", "40x30", "--scale", "2", "--json");
        Assert.Equal((0, 80, 60), (result.ExitCode, result.Json.GetProperty("width").GetInt32(), result.Json.GetProperty("height").GetInt32()));
        Assert.Equal("PNG"u8.ToArray(), File.ReadAllBytes(image)[1..4]);
    }
}
