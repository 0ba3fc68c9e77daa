using System.Runtime.CompilerServices;
using Grpc.Core;
using WasmEngine.Client.Transport;

namespace WasmEngine.Client;

/// <summary>Follows the apps of an instance across breaks of the connection.</summary>
internal static class AppWatch
{
    public static async IAsyncEnumerable<AppInfo> RunAsync(
        EngineConnection connection,
        Func<CancellationToken, Task<IReadOnlyList<AppInfo>>> list,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var backoff = new Backoff(connection.Options.TimeProvider);
        var known = new Dictionary<string, AppInfo>(StringComparer.Ordinal);
        while (true)
        {
            // The stream goes first: what changes between it and the list is told twice, not never.
            using var stream = connection.Apps.WatchApps(new V1.WatchAppsRequest(), cancellationToken: cancellation);
            foreach (var gone in await FindGoneAsync(known, list, cancellation)) yield return gone;
            while (await TryNextAsync(connection, stream, cancellation) is { } app)
            {
                backoff.Reset();
                if (app.State == AppState.Stopped) known.Remove(app.Id);
                else known[app.Id] = app;
                yield return app;
            }

            await backoff.PauseAsync(cancellation);
        }
    }

    private static async Task<IReadOnlyList<AppInfo>> FindGoneAsync(
        Dictionary<string, AppInfo> known, Func<CancellationToken, Task<IReadOnlyList<AppInfo>>> list, CancellationToken cancellation)
    {
        if (known.Count == 0) return [];
        var present = (await list(cancellation)).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        var gone = known.Values.Where(a => !present.Contains(a.Id)).Select(a => a with { State = AppState.Stopped, ViewIds = [] }).ToArray();
        foreach (var app in gone) known.Remove(app.Id);
        return gone;
    }

    /// <summary>The next message; null when the stream broke and another should be opened.</summary>
    private static async Task<AppInfo?> TryNextAsync(EngineConnection connection, AsyncServerStreamingCall<V1.WatchAppsResponse> stream, CancellationToken cancellation)
    {
        try
        {
            return await stream.ResponseStream.MoveNext(cancellation) ? AppInfo.From(stream.ResponseStream.Current.App) : null;
        }
        catch (RpcException) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (RpcException refusal) when (RpcFaults.TokenRejected(refusal))
        {
            // Any call with a session renews it.
            await connection.Runner.InvokeAsync(o => connection.Apps.ListAppsAsync(new V1.ListAppsRequest(), o), CallEffect.Idempotent, cancellation);
            return null;
        }
        catch (RpcException failure) when (RpcFaults.IsTransient(failure) || failure.StatusCode == StatusCode.Cancelled)
        {
            return null;
        }
        catch (RpcException failure)
        {
            throw await connection.Runner.ExplainAsync(failure, cancellation);
        }
    }
}
