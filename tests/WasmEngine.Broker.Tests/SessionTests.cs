using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class SessionTests
{
    [Fact]
    public async Task OpenSession_GoodName_TellsAllThatAClientNeeds()
    {
        await using var engine = await TestEngine.StartAsync();

        var opened = await engine.Connect().Sessions.OpenSessionAsync(new OpenSessionRequest { ClientName = "wasmengine-cli" });

        Assert.Matches("^[A-Za-z0-9_-]{43}$", opened.Token);
        Assert.Equal("s1", opened.SessionId);
        Assert.Equal(engine.Instance.Paths.Instance, opened.Instance);
        Assert.Equal(engine.Directory.DirectoryPath, opened.RegionDirectory);
        Assert.Matches(@"^\d+\.\d+\.\d+$", opened.EngineVersion);
        var stored = await File.ReadAllBytesAsync(engine.Instance.DatabaseFile + "-wal", TestContext.Current.CancellationToken);
        Assert.Equal(-1, stored.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(opened.Token)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\nb")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task OpenSession_BadName_IsRefused(string name)
    {
        await using var engine = await TestEngine.StartAsync();

        await Expect.FailureAsync(StatusCode.InvalidArgument, "NAME_INVALID", () => engine.Connect().Sessions.OpenSessionAsync(new OpenSessionRequest { ClientName = name }));
    }

    [Fact]
    public async Task AnyCall_WithoutValidToken_TellsTheRemedy()
    {
        await using var engine = await TestEngine.StartAsync();
        var good = await engine.OpenSessionAsync();
        var last = good.Token![^1] == 'A' ? 'E' : 'A';

        var missing = await Expect.FailureAsync(StatusCode.Unauthenticated, "TOKEN_MISSING", () => engine.Connect().Apps.ListAppsAsync(new ListAppsRequest()));
        Assert.Contains("OpenSession", missing, StringComparison.Ordinal);
        foreach (var token in new[] { "x", "", new string('A', 43), new string('!', 43), good.Token[..^1] + last, good.Token + "A" })
        {
            var invalid = await Expect.FailureAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", () => engine.Connect(token).Views.ListViewsAsync(new ListViewsRequest()));
            Assert.Contains("OpenSession", invalid, StringComparison.Ordinal);
        }

        await Expect.StreamFailureAsync(StatusCode.Unauthenticated, "TOKEN_MISSING", engine.Connect().Apps.WatchApps(new WatchAppsRequest()));
        await Expect.FailureAsync(StatusCode.Unauthenticated, "TOKEN_MISSING", () => engine.Connect().Sessions.CloseSessionAsync(new CloseSessionRequest()));
        Assert.Empty((await good.Apps.ListAppsAsync(new ListAppsRequest())).Apps);
    }

    [Fact]
    public async Task CloseSession_Token_IsWorthlessAndStreamsEnd()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var app = await client.LaunchAsync(engine);
        var view = await client.OpenViewAsync(app.Id);
        using var apps = client.Apps.WatchApps(new WatchAppsRequest());
        using var frames = client.Views.AttachView(new AttachViewRequest { ViewId = view.Id });
        Assert.True(await frames.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        await client.Sessions.CloseSessionAsync(new CloseSessionRequest());

        await Expect.StreamFailureAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", apps);
        await Expect.StreamFailureAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", frames);
        await Expect.FailureAsync(StatusCode.Unauthenticated, "TOKEN_INVALID", () => client.Apps.ListAppsAsync(new ListAppsRequest()));
        var other = await engine.OpenSessionAsync();
        Assert.Equal(app.Id, Assert.Single((await other.Apps.ListAppsAsync(new ListAppsRequest())).Apps).Id);
    }

    [Fact]
    public async Task OpenSession_OverTheLimit_IsRefusedUntilOneCloses()
    {
        await using var engine = await TestEngine.StartAsync(("MAXSESSIONS", "2"));
        var first = await engine.OpenSessionAsync();
        await engine.OpenSessionAsync();

        var full = await Expect.FailureAsync(StatusCode.ResourceExhausted, "TOO_MANY_SESSIONS", () => engine.Connect().Sessions.OpenSessionAsync(new OpenSessionRequest { ClientName = "x" }));
        Assert.Contains("CloseSession", full, StringComparison.Ordinal);
        await first.Sessions.CloseSessionAsync(new CloseSessionRequest());
        Assert.Equal("s3", (await engine.Connect().Sessions.OpenSessionAsync(new OpenSessionRequest { ClientName = "x" })).SessionId);
    }
}
