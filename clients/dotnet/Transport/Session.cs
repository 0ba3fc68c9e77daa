using WasmEngine.Memory;

namespace WasmEngine.Client.Transport;

/// <summary>An open session, as the broker described it.</summary>
/// <param name="Id">For logs.</param>
/// <param name="Token">The secret.</param>
/// <param name="Instance">Name of the daemon's instance.</param>
/// <param name="Regions">Where its shared memory is.</param>
/// <param name="EngineVersion">Version of the engine.</param>
internal sealed record Session(string Id, string Token, string Instance, RegionDirectory Regions, string EngineVersion);

/// <summary>Keeps the one session of a client, and opens another when the broker no longer knows it. Thread-safe.</summary>
internal sealed class SessionKeeper(Func<Session?, CancellationToken, Task<Session>> open) : IDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile Session? _current; // SYNC: an immutable record, swapped whole under _opening, read by any thread

    public Session Current => _current ?? throw new InvalidOperationException("no session has been opened");

    public Session? CurrentOrNone => _current;

    public string? Token => _current?.Token;

    /// <summary>Opens a session unless somebody has replaced <paramref name="rejected"/> already.</summary>
    public async Task RenewAsync(Session? rejected, CancellationToken cancellation)
    {
        await _opening.WaitAsync(cancellation);
        try
        {
            if (ReferenceEquals(_current, rejected)) _current = await open(rejected, cancellation);
        }
        finally
        {
            _opening.Release();
        }
    }

    public void Dispose() => _opening.Dispose();
}
