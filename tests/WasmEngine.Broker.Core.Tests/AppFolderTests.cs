namespace WasmEngine.Broker.Tests;

public sealed class AppFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("wasmengine-test-").FullName;

    [Fact]
    public void Load_GoodFolder_ResolvesModule()
    {
        var app = Write("app", "a.wasm");
        File.WriteAllText(Path.Combine(app, "a.wasm"), "");

        Assert.Equal(Path.Combine(app, "a.wasm"), AppFolder.Load(app).ModulePath);
    }

    [Fact]
    public void Load_LinkWithinFolder_IsFollowed()
    {
        var app = Write("app", "a.wasm");
        File.WriteAllText(Path.Combine(app, "real.wasm"), "");
        File.CreateSymbolicLink(Path.Combine(app, "a.wasm"), "real.wasm");

        Assert.Equal(Path.Combine(app, "real.wasm"), AppFolder.Load(app).ModulePath);
    }

    [Fact]
    public void Load_FolderReachedByLink_ModuleLiesInRealFolder()
    {
        var app = Write("app", "a.wasm");
        File.WriteAllText(Path.Combine(app, "a.wasm"), "");
        var link = Path.Combine(_root, "link");
        Directory.CreateSymbolicLink(link, app);

        Assert.Equal(Path.Combine(app, "a.wasm"), AppFolder.Load(link).ModulePath);
    }

    [Theory]
    [InlineData("../outside.wasm")]
    [InlineData("/etc/passwd")]
    public void Load_ModuleIsLinkOutside_IsRefused(string target)
    {
        File.WriteAllText(Path.Combine(_root, "outside.wasm"), "");
        var app = Write("app", "a.wasm");
        File.CreateSymbolicLink(Path.Combine(app, "a.wasm"), target);

        AssertFails(app, "MANIFEST_INVALID", "leads out of the folder");
    }

    [Fact]
    public void Load_DirectoryOnTheWayIsLinkOutside_IsRefused()
    {
        Directory.CreateDirectory(Path.Combine(_root, "elsewhere"));
        File.WriteAllText(Path.Combine(_root, "elsewhere", "a.wasm"), "");
        var app = Write("app", "bin/a.wasm");
        Directory.CreateSymbolicLink(Path.Combine(app, "bin"), "../elsewhere");

        AssertFails(app, "MANIFEST_INVALID", "leads out of the folder");
    }

    [Fact]
    public void Load_Document_IsResolvedWithItsFolder()
    {
        var app = WriteWithDocument("index.html");
        var link = Path.Combine(_root, "link");
        Directory.CreateSymbolicLink(link, app);
        File.WriteAllText(Path.Combine(app, "index.html"), "<p>");

        var folder = AppFolder.Load(link);
        Assert.Equal((Path.Combine(app, "index.html"), app), (folder.DocumentFile, folder.DocumentFolder));
    }

    [Fact]
    public void Load_DocumentMissing_NamesIt() => AssertFails(WriteWithDocument("gone.html"), "MANIFEST_INVALID", "gone.html");

    [Fact]
    public void Load_DocumentIsLinkOutside_IsRefused()
    {
        File.WriteAllText(Path.Combine(_root, "outside.html"), "");
        var app = WriteWithDocument("index.html");
        File.CreateSymbolicLink(Path.Combine(app, "index.html"), "../outside.html");

        AssertFails(app, "MANIFEST_INVALID", "leads out of the folder");
    }

    [Fact]
    public void Load_DocumentTooLarge_IsRefused()
    {
        var app = WriteWithDocument("index.html");
        using (var file = File.Create(Path.Combine(app, "index.html"))) file.SetLength(AppFolder.MaxDocumentBytes + 1);

        AssertFails(app, "MANIFEST_INVALID", "bytes, at most");
    }

    [Fact]
    public void Load_LinksInACircle_IsRefused()
    {
        var app = Write("app", "a.wasm");
        File.CreateSymbolicLink(Path.Combine(app, "a.wasm"), "b.wasm");
        File.CreateSymbolicLink(Path.Combine(app, "b.wasm"), "a.wasm");

        AssertFails(app, "MANIFEST_INVALID", "too many links");
    }

    [Fact]
    public void Load_SiblingWithSamePrefix_IsOutside()
    {
        Directory.CreateDirectory(Path.Combine(_root, "app-evil"));
        File.WriteAllText(Path.Combine(_root, "app-evil", "a.wasm"), "");
        var app = Write("app", "a.wasm");
        File.CreateSymbolicLink(Path.Combine(app, "a.wasm"), "../app-evil/a.wasm");

        AssertFails(app, "MANIFEST_INVALID", "leads out of the folder");
    }

    [Fact]
    public void Load_ModuleMissing_NamesIt() => AssertFails(Write("app", "gone.wasm"), "MANIFEST_INVALID", "gone.wasm");

    [Fact]
    public void Load_NoManifest_NamesFolder()
    {
        var empty = Directory.CreateDirectory(Path.Combine(_root, "empty")).FullName;

        AssertFails(empty, "MANIFEST_MISSING", empty);
    }

    [Fact]
    public void Load_EmptyManifest_IsRefused()
    {
        var app = Directory.CreateDirectory(Path.Combine(_root, "app")).FullName;
        File.WriteAllText(Path.Combine(app, AppManifest.FileName), "");

        AssertFails(app, "MANIFEST_INVALID", "empty");
    }

    [Theory]
    [InlineData("relative/path")]
    [InlineData("")]
    [InlineData("/a\0b")]
    public void Load_NoAbsolutePath_IsRefused(string directory) => AssertFails(directory, "MANIFEST_MISSING", "absolute path");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string Write(string folder, string module)
    {
        var app = Directory.CreateDirectory(Path.Combine(_root, folder)).FullName;
        File.WriteAllText(Path.Combine(app, AppManifest.FileName), $$"""{"id":"a","title":"A","module":"{{module}}","width":8,"height":8}""");
        return app;
    }

    private string WriteWithDocument(string document)
    {
        var app = Directory.CreateDirectory(Path.Combine(_root, "app")).FullName;
        File.WriteAllText(Path.Combine(app, "a.wasm"), "");
        File.WriteAllText(Path.Combine(app, AppManifest.FileName), $$"""{"id":"a","title":"A","module":"a.wasm","document":"{{document}}","width":8,"height":8}""");
        return app;
    }

    private static void AssertFails(string directory, string reason, string part)
    {
        var failure = Assert.Throws<BrokerException>(() => AppFolder.Load(directory));
        Assert.Equal(FaultKind.InvalidArgument, failure.Kind);
        Assert.Equal(reason, failure.Reason);
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }
}
