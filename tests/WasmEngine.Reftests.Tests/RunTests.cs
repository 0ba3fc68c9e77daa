using Xunit;

namespace WasmEngine.Reftests.Tests;

public sealed class RunTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reftests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task All_OneDocumentFails_OthersAreCompared()
    {
        Reftest[] reftests = [Write("a/good", "html"), Write("a/bad", "html"), Write("b/unrecorded", null)];
        var engine = new SampleEngine(reftest => reftest.Name == "a/bad" ? throw new EngineFailureException("crashed") : [Boxed.At("html")]);
        var results = await new Run(engine, tolerance: 1).AllAsync(reftests, TestContext.Current.CancellationToken);
        Assert.Equal(reftests, results.Select(r => r.Reftest));
        Assert.True(results[0].IsExact);
        Assert.Equal((1, 0, "crashed"), (results[1].Boxes, results[1].Agreeing, results[1].Failure));
        Assert.Contains("record.mjs b/unrecorded", results[2].Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LayoutProcess_ItsOutput_IsParsed()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the engine of this test is a shell script");
        var script = Script("""
            test "$1 $2 $3 $4" = "layout --size 800x600 --json" || exit 9
            cat "${5%.html}.json"
            """);
        var boxes = Assert.Single(await Process(script).LayoutAsync([Write("a/x", "html")], TestContext.Current.CancellationToken));
        Assert.Equal("html", Assert.Single(boxes).Path);
    }

    [Fact]
    public async Task LayoutProcess_SeveralDocuments_ComeInFrames()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the engine of this test is a shell script");
        var script = Script("""
            echo "[{\"file\":\"$5\",\"boxes\":$(cat "${5%.html}.json")},{\"file\":\"$6\",\"boxes\":$(cat "${6%.html}.json")}]"
            """);
        Reftest[] two = [Write("a/x", "html"), Write("a/y", "html>body")];
        Assert.Equal(["html", "html>body"], (await Process(script).LayoutAsync(two, TestContext.Current.CancellationToken)).Select(boxes => Assert.Single(boxes).Path));
        var failure = await Assert.ThrowsAsync<EngineFailureException>(() => Process(script).LayoutAsync([.. two, two[0]], TestContext.Current.CancellationToken));
        Assert.Contains("3 documents gave 2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("echo 'no such rule' >&2; exit 3", "exit code 3: no such rule")]
    [InlineData("echo oops", "no list of boxes")]
    public async Task LayoutProcess_ItsFailure_IsTold(string body, string message)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the engine of this test is a shell script");
        var failure = await Assert.ThrowsAsync<EngineFailureException>(() => Process(Script(body)).LayoutAsync([Write("a/x", "html")], TestContext.Current.CancellationToken));
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task LayoutProcess_NoSuchExecutable_IsTold()
    {
        var failure = await Assert.ThrowsAsync<EngineFailureException>(() => Process(Path.Combine(_folder, "none")).LayoutAsync([Write("a/x", "html")], TestContext.Current.CancellationToken));
        Assert.Contains("can't be started", failure.Message, StringComparison.Ordinal);
    }

    private static LayoutProcess Process(string executable) => new(new EngineProcess(executable, [], TimeSpan.FromMinutes(5), TimeProvider.System));

    /// <summary>A document without content, and one recorded box, or none.</summary>
    private Reftest Write(string name, string? boxPath)
    {
        var file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file + ".html", "");
        if (boxPath is not null) File.WriteAllText(file + ".json", $$"""[{"path":"{{boxPath}}","tag":"html","id":"","classes":[],"x":0,"y":0,"width":10,"height":10}]""");
        return new(name, file + ".html", file + ".json", ViewportSize.Default);
    }

    private string Script(string body)
    {
        var file = Path.Combine(_folder, "engine.sh");
        File.WriteAllText(file, "#!/bin/sh\n" + body + "\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return file;
    }

    private sealed class SampleEngine(Func<Reftest, IReadOnlyList<Box>> layout) : ILayoutEngine
    {
        public async Task<IReadOnlyList<IReadOnlyList<Box>>> LayoutAsync(IReadOnlyList<Reftest> reftests, CancellationToken cancellation)
        {
            await Task.Yield();
            return [.. reftests.Select(layout)];
        }
    }
}
