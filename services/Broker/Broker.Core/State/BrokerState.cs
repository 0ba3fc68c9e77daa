using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace WasmEngine.Broker;

/// <summary>All that the broker must remember, as one immutable value: replaced whole, read without a lock.</summary>
public sealed record BrokerState
{
    /// <summary>Nothing yet.</summary>
    public static BrokerState Empty { get; } = new();

    /// <summary>Sessions by identifier.</summary>
    public ImmutableDictionary<string, Session> Sessions { get; private init; } = ImmutableDictionary<string, Session>.Empty;

    /// <summary>Apps by identifier.</summary>
    public ImmutableDictionary<string, App> Apps { get; private init; } = ImmutableDictionary<string, App>.Empty;

    /// <summary>Views by identifier.</summary>
    public ImmutableDictionary<string, View> Views { get; private init; } = ImmutableDictionary<string, View>.Empty;

    /// <summary>Buffers by region.</summary>
    public ImmutableDictionary<string, SharedBuffer> Buffers { get; private init; } = ImmutableDictionary<string, SharedBuffer>.Empty;

    /// <summary>The last number given out of each kind; numbers are never given twice.</summary>
    public ImmutableDictionary<string, long> Counters { get; private init; } = ImmutableDictionary<string, long>.Empty;

    private ImmutableDictionary<(string Session, string Name), SharedBuffer> ByBufferName { get; init; } = ImmutableDictionary<(string Session, string Name), SharedBuffer>.Empty;

    private ImmutableDictionary<TokenHash, Session> ByToken { get; init; } = ImmutableDictionary<TokenHash, Session>.Empty;

    /// <summary>Takes the next number of a kind.</summary>
    public BrokerState Next(string counter, out long number)
    {
        number = Counters.GetValueOrDefault(counter) + 1;
        return this with { Counters = Counters.SetItem(counter, number) };
    }

    /// <summary>With a counter at a given value.</summary>
    public BrokerState WithCounter(string counter, long number) => this with { Counters = Counters.SetItem(counter, number) };

    /// <summary>With a session added or replaced.</summary>
    public BrokerState With(Session session)
    {
        var byToken = Sessions.TryGetValue(session.Id, out var old) ? ByToken.Remove(old.Token) : ByToken;
        return this with { Sessions = Sessions.SetItem(session.Id, session), ByToken = byToken.SetItem(session.Token, session) };
    }

    /// <summary>With an app added or replaced.</summary>
    public BrokerState With(App app) => this with { Apps = Apps.SetItem(app.Id, app) };

    /// <summary>With a view added or replaced.</summary>
    public BrokerState With(View view) => this with { Views = Views.SetItem(view.Id, view) };

    /// <summary>With a buffer added, in place of any other of its name.</summary>
    public BrokerState With(SharedBuffer buffer)
    {
        var others = ByBufferName.TryGetValue(KeyOf(buffer), out var former) ? Buffers.Remove(former.Region) : Buffers;
        return this with { Buffers = others.SetItem(buffer.Region, buffer), ByBufferName = ByBufferName.SetItem(KeyOf(buffer), buffer) };
    }

    /// <summary>Without a session and its buffers.</summary>
    public BrokerState WithoutSession(string id)
    {
        if (!Sessions.TryGetValue(id, out var session)) return this;
        var buffers = BuffersOf(id);
        return this with
        {
            Sessions = Sessions.Remove(id),
            ByToken = ByToken.Remove(session.Token),
            Buffers = Buffers.RemoveRange(buffers.Select(b => b.Region)),
            ByBufferName = ByBufferName.RemoveRange(buffers.Select(KeyOf)),
        };
    }

    /// <summary>Without an app and its views.</summary>
    public BrokerState WithoutApp(string id) => this with
    {
        Apps = Apps.Remove(id),
        Views = Views.RemoveRange(ViewsOf(id).Select(v => v.Id)),
    };

    /// <summary>Without a view.</summary>
    public BrokerState WithoutView(string id) => this with { Views = Views.Remove(id) };

    /// <summary>Without a buffer.</summary>
    public BrokerState WithoutBuffer(string region) => Buffers.TryGetValue(region, out var buffer)
        ? this with { Buffers = Buffers.Remove(region), ByBufferName = ByBufferName.Remove(KeyOf(buffer)) }
        : this;

    /// <summary>A session's buffer of that name.</summary>
    public SharedBuffer? FindBuffer(string sessionId, string name) => ByBufferName.GetValueOrDefault((sessionId, name));

    /// <summary>Finds the session that a token's hash belongs to.</summary>
    public bool TryFind(TokenHash token, [NotNullWhen(true)] out Session? session) =>
        ByToken.TryGetValue(token, out session) && session.Token.Matches(token);

    /// <summary>An app's views, oldest first.</summary>
    public IReadOnlyList<View> ViewsOf(string appId) => [.. Views.Values.Where(v => string.Equals(v.AppId, appId, StringComparison.Ordinal)).OrderBy(v => v.Number)];

    private static (string Session, string Name) KeyOf(SharedBuffer buffer) => (buffer.SessionId, buffer.Name);

    /// <summary>A session's buffers, oldest first.</summary>
    public IReadOnlyList<SharedBuffer> BuffersOf(string sessionId) => [.. Buffers.Values.Where(b => string.Equals(b.SessionId, sessionId, StringComparison.Ordinal)).OrderBy(b => b.Number)];
}

/// <summary>Names of the counters.</summary>
public static class CounterNames
{
    /// <summary>Sessions.</summary>
    public const string Session = "session";

    /// <summary>Views.</summary>
    public const string View = "view";

    /// <summary>Buffers.</summary>
    public const string Buffer = "buffer";

    /// <summary>Numbers set aside for jobs, a block at a time.</summary>
    public const string Job = "job";

    /// <summary>Lanes.</summary>
    public const string Lane = "lane";

    /// <summary>Launches of any app.</summary>
    public const string Launch = "launch";

    /// <summary>Launches of one manifest's app.</summary>
    public static string App(string name) => "app." + name;
}
