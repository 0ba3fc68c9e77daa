using System.Collections.Concurrent;
using Grpc.Core;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.Testing;

/// <summary>What the broker would keep in its database, and how it is to misbehave.</summary>
internal sealed class FakeBrokerState(string instance, RegionDirectory regions) : IDisposable
{
    private readonly ConcurrentDictionary<string, string> _sessionsByToken = new(StringComparer.Ordinal);
    private int _opened;

    public string Instance { get; } = instance;

    public RegionDirectory Regions { get; } = regions;

    public ConcurrentDictionary<string, App> Apps { get; } = new(StringComparer.Ordinal);

    public Broadcast<App> AppChanges { get; } = new();

    public ConcurrentDictionary<string, FakeView> Views { get; } = new(StringComparer.Ordinal);

    public Broadcast<View> ViewChanges { get; } = new();

    public ConcurrentQueue<SendInputRequest> Inputs { get; } = new();

    /// <summary>Names of the methods that were called, in order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Run at the start of the next calls of a method, in order; may throw or abort.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<Func<ServerCallContext, Task>>> Next { get; } = new(StringComparer.Ordinal);

    /// <summary>The sessions that were opened.</summary>
    public int SessionsOpened => Volatile.Read(ref _opened); // SYNC: pairs with the increment in OpenSession

    public int SessionsAlive => _sessionsByToken.Count;

    public void OnNext(string method, Func<ServerCallContext, Task> action) => Next.GetOrAdd(method, _ => new()).Enqueue(action);

    public void FailNext(string method, RpcException failure) => OnNext(method, _ => Task.FromException(failure));

    public OpenSessionResponse OpenSession()
    {
        var number = Interlocked.Increment(ref _opened); // SYNC: pairs with the read in SessionsOpened
        var token = $"token-{Guid.NewGuid():N}";
        _sessionsByToken[token] = $"s{number}";
        return new OpenSessionResponse { SessionId = $"s{number}", Token = token, Instance = Instance, RegionDirectory = Regions.DirectoryPath, EngineVersion = "0.1.0" };
    }

    public void ForgetSessions() => _sessionsByToken.Clear();

    public void CloseSession(ServerCallContext context) => _sessionsByToken.TryRemove(TokenOf(context), out _);

    /// <summary>What each call begins with: the token is judged, the misbehaviour done.</summary>
    public async Task EnterAsync(string method, ServerCallContext context)
    {
        Calls.Enqueue(method);
        if (!_sessionsByToken.ContainsKey(TokenOf(context))) throw Faults.Refusal(StatusCode.Unauthenticated, "TOKEN_INVALID", "the token is not known");
        if (Next.TryGetValue(method, out var queue) && queue.TryDequeue(out var action)) await action(context);
    }

    public App AddApp(string id, AppState state = AppState.Running, string detail = "", string folder = "/apps/hello")
    {
        var app = new App { Id = id, Name = id.Split('-')[0], Title = "A " + id, State = state, Detail = detail, AppDirectory = folder, Width = 64, Height = 48 };
        Apps[id] = app;
        AppChanges.Send(app);
        return app;
    }

    public void RemoveApp(string id)
    {
        if (!Apps.TryRemove(id, out var app)) return;
        app = app.Clone();
        app.State = AppState.Stopped;
        AppChanges.Send(app);
    }

    public FakeView AddView(string id, int width, int height, string appId = "hello-1")
    {
        var view = new FakeView(this, id, appId, width, height);
        Views[id] = view;
        return view;
    }

    private static string TokenOf(ServerCallContext context)
    {
        const string scheme = "Bearer ";
        var header = context.RequestHeaders.GetValue("authorization") ?? "";
        return header.StartsWith(scheme, StringComparison.Ordinal) ? header[scheme.Length..] : "";
    }

    public void Dispose()
    {
        foreach (var view in Views.Values) view.Dispose();
    }
}
