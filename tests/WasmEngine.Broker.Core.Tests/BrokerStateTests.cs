using WasmEngine.Memory;

namespace WasmEngine.Broker.Tests;

public sealed class BrokerStateTests
{
    private static readonly DateTimeOffset Then = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Next_Twice_NeverGivesANumberAgain()
    {
        var state = BrokerState.Empty.Next("x", out var first).Next("x", out var second).Next("y", out var other);

        Assert.Equal((1, 2, 1), (first, second, other));
        Assert.Equal(2, state.Counters["x"]);
    }

    [Fact]
    public void TryFind_SessionReplacedOrRemoved_OldTokenIsGone()
    {
        var old = Hash(1);
        var state = BrokerState.Empty.With(NewSession("s1", old));
        Assert.True(state.TryFind(old, out _));

        var renewed = state.With(NewSession("s1", Hash(2)));
        Assert.False(renewed.TryFind(old, out _));
        Assert.True(renewed.TryFind(Hash(2), out var found));
        Assert.Equal("s1", found.Id);
        Assert.False(renewed.WithoutSession("s1").TryFind(Hash(2), out _));
    }

    [Fact]
    public void WithoutSession_ItsBuffersGoToo()
    {
        var state = BrokerState.Empty.With(NewSession("s1", Hash(1))).With(NewSession("s2", Hash(2)))
            .With(new SharedBuffer("buffer.s1.a", 1, "s1", "a", 65536, 1))
            .With(new SharedBuffer("buffer.s2.a", 2, "s2", "a", 65536, 1));

        Assert.Equal(["buffer.s2.a"], state.WithoutSession("s1").Buffers.Keys);
    }

    [Fact]
    public void WithoutApp_ItsViewsGoToo()
    {
        var state = BrokerState.Empty.With(NewApp("a-1")).With(NewView("v1", "a-1")).With(NewView("v2", "b-1"));

        Assert.Equal(["v2"], state.WithoutApp("a-1").Views.Keys);
    }

    [Fact]
    public void Between_SameState_IsEmpty()
    {
        var state = BrokerState.Empty.With(NewApp("a-1"));

        Assert.True(StateDelta.Between(state, state).IsEmpty);
    }

    [Fact]
    public void Between_Changes_AreExactlyThose()
    {
        var before = BrokerState.Empty.With(NewApp("a-1")).With(NewApp("b-1")).With(NewApp("c-1")).Next("x", out _);
        var after = before.With(NewApp("b-1") with { Restarts = 1 }).WithoutApp("c-1").With(NewView("v1", "a-1")).Next("y", out _);

        var delta = StateDelta.Between(before, after);

        Assert.Equal("b-1", Assert.Single(delta.Apps.Put).Id);
        Assert.Equal("c-1", Assert.Single(delta.Apps.Dropped));
        Assert.Equal("v1", Assert.Single(delta.Views.Put).Id);
        Assert.Equal(new KeyValuePair<string, long>("y", 1), Assert.Single(delta.Counters));
        Assert.True(delta.Sessions.IsEmpty);
        Assert.True(delta.Buffers.IsEmpty);
    }

    [Theory]
    [InlineData("app.a-1.input", true)]
    [InlineData("app.a-1.g1.journal", true)]
    [InlineData("app.b-1.input", false)]
    [InlineData("app.a-1", false)]
    [InlineData("view.v1.f2", true)]
    [InlineData("view.v1.f1", false)]
    [InlineData("view.v9.f1", false)]
    [InlineData("buffer.s1.x.y", true)]
    [InlineData("buffer.s1.x", false)]
    [InlineData("bench.something", true)]
    public void IsOwned_Region_FollowsState(string region, bool owned)
    {
        var state = BrokerState.Empty.With(NewApp("a-1")).With(NewView("v1", "a-1") with { Chain = 2 })
            .With(new SharedBuffer("buffer.s1.x.y", 1, "s1", "x.y", 65536, 1));

        Assert.Equal(owned, RegionNames.IsOwned(RegionName.Parse(region), state));
    }

    [Fact]
    public void TokenHash_Bytes_ComeBack()
    {
        var hash = TokenHash.Of("secret"u8);

        Assert.Equal(hash, TokenHash.FromBytes(hash.ToBytes()));
        Assert.True(hash.Matches(TokenHash.Of("secret"u8)));
        Assert.False(hash.Matches(hash with { D = hash.D ^ 1 }));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData("secret"u8), hash.ToBytes());
        Assert.DoesNotContain(Convert.ToHexString(hash.ToBytes()), hash.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    private static TokenHash Hash(byte seed) => TokenHash.Of([seed]);

    private static Session NewSession(string id, TokenHash token) => new(id, 1, "test", token, Then, Then);

    private static App NewApp(string id) => new()
    {
        Id = id,
        Number = 1,
        Name = "a",
        Title = "A",
        Directory = "/a",
        ModulePath = "/a/a.wasm",
        Width = 8,
        Height = 8,
        MemoryLimitBytes = 0,
        State = AppState.Running,
    };

    private static View NewView(string id, string appId) => new() { Id = id, Number = 1, AppId = appId, Width = 8, Height = 8, FrameRateHz = 60 };
}
