using System.Text;

namespace WasmEngine.Broker.Core.Tests;

public sealed class GrantTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("we-grants-").FullName;

    public GrantTests()
    {
        foreach (var name in (string[])["app/assets", "pictures/holidays", "pictures-private"]) Directory.CreateDirectory(At(name));
        File.WriteAllText(At("app/a.wasm"), "");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private string At(string name) => Path.Combine(_root, name);

    private AppFolder App(string more, string folder = "app")
    {
        File.WriteAllText(At(folder + "/wasmengine.json"), $$"""{"id":"a","title":"A","module":"a.wasm","width":8,"height":8{{(more.Length == 0 ? "" : "," + more)}}}""");
        return AppFolder.Load(At(folder));
    }

    private AppFolder AskingFor(string path, bool writable = false) =>
        App($$"""
            "directories":[{"path":"{{path}}","guest":"/x","writable":{{(writable ? "true" : "false")}}}]
            """);

    private static AppGrants Resolve(AppFolder app, params string[] granted) => GrantResolver.Resolve(app, granted, null);

    private static BrokerException Refusal(AppFolder app, params string[] granted) => Assert.Throws<BrokerException>(() => Resolve(app, granted));

    [Fact]
    public void Manifest_WithEverything_IsRead()
    {
        var grants = App("""
            "directories":[{"path":"assets","guest":"/assets"},{"path":"/tmp","guest":"/t","writable":true}],"environment":{"B":"2","A":""},"arguments":["-v","x y"]
            """).Manifest.Grants;
        Assert.Equal([new ManifestDirectory("assets", "/assets", false), new ManifestDirectory("/tmp", "/t", true)], grants.Directories);
        Assert.Equal(["A=", "B=2"], grants.Environment.Select(e => $"{e.Key}={e.Value}"));
        Assert.Equal(["-v", "x y"], grants.Arguments);
        Assert.Same(ManifestGrants.None, App("").Manifest.Grants);
    }

    [Theory]
    [InlineData("\"directories\":{}", "directories")]
    [InlineData("\"directories\":[1]", "entry 1")]
    [InlineData("\"directories\":[{\"path\":\"assets\"}]", "needs \"path\" and \"guest\"")]
    [InlineData("\"directories\":[{\"path\":\"../x\",\"guest\":\"/x\"}]", "\"path\": \"../x\"")]
    [InlineData("\"directories\":[{\"path\":\"x\",\"guest\":\"x\"}]", "\"guest\": \"x\"")]
    [InlineData("\"directories\":[{\"path\":\"x\",\"guest\":\"/x\",\"writable\":1}]", "\"writable\": 1")]
    [InlineData("\"directories\":[{\"path\":\"x\",\"guest\":\"/x\",\"mode\":\"rw\"}]", "\"mode\"")]
    [InlineData("\"directories\":[{\"path\":\"x\",\"guest\":\"/x\"},{\"path\":\"y\",\"guest\":\"/x\"}]", "twice")]
    [InlineData("\"environment\":[]", "environment")]
    [InlineData("\"environment\":{\"A=B\":\"c\"}", "environment")]
    [InlineData("\"environment\":{\"A\":1}", "environment")]
    [InlineData("\"environment\":{\"A\":\"\\u0000\"}", "environment")]
    [InlineData("\"arguments\":\"x\"", "arguments")]
    [InlineData("\"arguments\":[1]", "arguments")]
    public void Manifest_WithMistakes_NamesThem(string field, string expected)
    {
        var json = $$"""{"id":"a","title":"A","module":"a.wasm","width":8,"height":8,{{field}}}""";
        Assert.Null(AppManifest.Parse(Encoding.UTF8.GetBytes(json), out var problems));
        Assert.Contains(expected, Assert.Single(problems), StringComparison.Ordinal);
    }

    [Fact]
    public void Directory_InTheAppsFolder_NeedsNoGrant()
    {
        Assert.Equal([new AppDirectory(At("app/assets"), "/x", true)], Resolve(AskingFor("assets", writable: true)).Directories);
        Assert.Equal([new AppDirectory(At("app/assets"), "/x", false)], Resolve(AskingFor(At("app/assets"))).Directories);
        Assert.Equal([new AppDirectory(At("app"), "/x", false)], Resolve(AskingFor(".")).Directories);
        Assert.Equal("MANIFEST_INVALID", Refusal(AskingFor(".", writable: true)).Reason); // its program is there
    }

    [Fact]
    public void Directory_Elsewhere_NeedsTheUsersGrant()
    {
        var app = AskingFor(At("pictures/holidays"), writable: true);
        var refusal = Refusal(app);
        Assert.Equal((FaultKind.PermissionDenied, "DIRECTORY_NOT_GRANTED"), (refusal.Kind, refusal.Reason));
        Assert.Contains($"--grant {At("pictures/holidays")}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("to read and write", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("DIRECTORY_NOT_GRANTED", Refusal(app, At("pictures-private")).Reason);
        Assert.Equal([new AppDirectory(At("pictures/holidays"), "/x", true)], Resolve(app, At("pictures/holidays")).Directories);
        Assert.Equal([new AppDirectory(At("pictures/holidays"), "/x", true)], Resolve(app, At("pictures")).Directories); // with all below
        Assert.Equal("DIRECTORY_NOT_GRANTED", Refusal(AskingFor(At("pictures-private")), At("pictures")).Reason); // a name that only begins alike
        Assert.Empty(Resolve(App(""), At("pictures")).Directories); // nothing asked, nothing given
    }

    [Fact]
    public void Directory_BehindALink_IsWhereItLeads()
    {
        Directory.CreateSymbolicLink(At("app/link"), At("pictures"));
        var refusal = Refusal(AskingFor("link"));
        Assert.Equal("DIRECTORY_NOT_GRANTED", refusal.Reason);
        Assert.Contains(At("pictures"), refusal.Message, StringComparison.Ordinal);
        Directory.CreateSymbolicLink(At("short"), At("pictures"));
        Assert.Equal(At("pictures"), Assert.Single(Resolve(AskingFor("link"), At("short")).Directories).HostPath);
    }

    [Fact]
    public void Directory_Missing_IsSaid()
    {
        Assert.Contains("\"missing\"", Refusal(AskingFor("missing")).Message, StringComparison.Ordinal);
        Assert.Equal("MANIFEST_INVALID", Refusal(AskingFor("a.wasm")).Reason);
        Directory.CreateSymbolicLink(At("app/loop"), At("app/loop"));
        Assert.Equal("MANIFEST_INVALID", Refusal(AskingFor("loop")).Reason);
    }

    [Theory]
    [InlineData("relative")]
    [InlineData("/no/such/directory")]
    [InlineData("/a\0b")]
    public void Grant_ThatIsNone_IsRefused(string path) => Assert.Equal("GRANT_INVALID", Refusal(App(""), path).Reason);

    [Fact]
    public void Storage_BelongsToTheFolder()
    {
        var storage = new AppStorage(At("wasmengine/apps"));
        var own = storage.Of(App(""));
        Assert.Equal(AppStorage.GuestPath, own.GuestPath);
        Assert.True(own.Writable);
        File.WriteAllText(Path.Combine(own.HostPath, "kept"), "");
        Assert.Equal(own, storage.Of(App(""))); // launched again
        Assert.True(File.Exists(Path.Combine(own.HostPath, "kept")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(own.HostPath) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute));

        Directory.CreateDirectory(At("other"));
        File.WriteAllText(At("other/a.wasm"), "");
        Assert.NotEqual(own.HostPath, storage.Of(App("", "other")).HostPath); // the same id does not open another's data

        var both = GrantResolver.Resolve(AskingFor("assets"), [], own).Directories;
        Assert.Equal(["/data", "/x"], both.Select(d => d.GuestPath));
        var wished = GrantResolver.Resolve(App("\"directories\":[{\"path\":\"assets\",\"guest\":\"/data\"}]"), [], own).Directories;
        Assert.Equal(At("app/assets"), Assert.Single(wished).HostPath);
    }
}
