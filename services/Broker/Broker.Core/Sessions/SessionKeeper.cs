using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;

namespace WasmEngine.Broker;

/// <summary>A session that was just opened, with its token, which is not kept.</summary>
/// <param name="Session">The session.</param>
/// <param name="Token">43 characters of base64url.</param>
public sealed record OpenedSession(Session Session, string Token);

/// <summary>Opens, recognises and closes sessions. Thread-safe.</summary>
public sealed class SessionKeeper
{
    private const int TokenBytes = 32;
    private const int TokenCharacters = 43;
    private const string Remedy = "open a session with SessionService.OpenSession and send its token with each call as metadata \"authorization: Bearer TOKEN\"";
    private static readonly TimeSpan UseGranularity = TimeSpan.FromHours(1);
    private readonly BrokerParts _parts;
    private readonly Action<string> _onClosed;

    internal SessionKeeper(BrokerParts parts, Action<string> onClosed)
    {
        _parts = parts;
        _onClosed = onClosed;
    }

    /// <summary>Opens a session.</summary>
    /// <param name="clientName">1 to 64 printable characters.</param>
    /// <exception cref="BrokerException">NAME_INVALID, TOO_MANY_SESSIONS.</exception>
    public OpenedSession Open(string clientName)
    {
        if (clientName.Length is < 1 or > 64 || clientName.Any(char.IsControl))
            throw Faults.Invalid("NAME_INVALID", "client_name must be 1 to 64 printable characters, for example \"wasmengine-cli\"");
        var secret = RandomNumberGenerator.GetBytes(TokenBytes);
        var now = _parts.Time.GetUtcNow();
        Session? opened = null;
        _parts.Keeper.Commit(state =>
        {
            if (state.Sessions.Count >= _parts.Options.MaxSessions)
                throw Faults.TooMany("TOO_MANY_SESSIONS", "sessions", _parts.Options.MaxSessions, "close one with CloseSession");
            var next = state.Next(CounterNames.Session, out var number);
            opened = new Session(string.Create(CultureInfo.InvariantCulture, $"s{number}"), number, clientName, TokenHash.Of(secret), now, now);
            return next.With(opened);
        });
        return new OpenedSession(opened!, Base64Url.EncodeToString(secret));
    }

    /// <summary>Finds the session that a call's metadata belongs to.</summary>
    /// <param name="authorization">Value of the metadata "authorization"; null if there was none.</param>
    /// <exception cref="BrokerException">TOKEN_MISSING, TOKEN_INVALID.</exception>
    public Session Authenticate(string? authorization)
    {
        const string scheme = "Bearer ";
        if (string.IsNullOrEmpty(authorization)) throw new BrokerException(FaultKind.Unauthenticated, "TOKEN_MISSING", "the call carries no token: " + Remedy);
        if (!authorization.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) throw Invalid();
        var token = authorization.AsSpan(scheme.Length);
        Span<byte> secret = stackalloc byte[TokenBytes];
        if (token.Length != TokenCharacters || Base64Url.DecodeFromChars(token, secret, out _, out var written) != OperationStatus.Done || written != TokenBytes) throw Invalid();
        if (!_parts.Keeper.Current.TryFind(TokenHash.Of(secret), out var session)) throw Invalid();
        NoteUse(session);
        return session;
    }

    /// <summary>Ends a session, frees its buffers, and ends its jobs but for the durable ones.</summary>
    public void Close(string sessionId)
    {
        IReadOnlyList<SharedBuffer> buffers = [];
        _parts.Keeper.Commit(state =>
        {
            buffers = state.BuffersOf(sessionId);
            return state.WithoutSession(sessionId);
        });
        _onClosed(sessionId);
        foreach (var buffer in buffers) _parts.Regions.Delete(Memory.RegionName.Parse(buffer.Region));
    }

    private void NoteUse(Session session)
    {
        var now = _parts.Time.GetUtcNow();
        if (now - session.LastUsedAt < UseGranularity) return; // not a write for each call
        _parts.Keeper.Commit(state => state.Sessions.TryGetValue(session.Id, out var known) ? state.With(known with { LastUsedAt = now }) : state);
    }

    private static BrokerException Invalid() => new(
        FaultKind.Unauthenticated, "TOKEN_INVALID", "the token is unknown: its session was closed, went unused for too long, or belongs to another instance; " + Remedy);
}
