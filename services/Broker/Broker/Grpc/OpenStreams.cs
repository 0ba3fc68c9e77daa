using Grpc.Core;
using WasmEngine.Hosting;

namespace WasmEngine.Broker.Grpc;

/// <summary>Streams that would never end by themselves; a drain ends them. Thread-safe.</summary>
internal sealed class OpenStreams : IDisposable
{
    private readonly CancellationTokenSource _draining = new();

    /// <summary>Has all streams end, so that their callers look for the successor.</summary>
    public Task EndAsync() => _draining.CancelAsync();

    /// <summary>Sends what a source yields until the caller goes away.</summary>
    public async Task SendAsync<TItem, TMessage>(
        Func<CancellationToken, IAsyncEnumerable<TItem>> source, Func<TItem, TMessage> convert, IServerStreamWriter<TMessage> writer, ServerCallContext context)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _draining.Token);
        try
        {
            await foreach (var item in source(either.Token).ConfigureAwait(false))
                await writer.WriteAsync(convert(item), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (_draining.IsCancellationRequested && !context.CancellationToken.IsCancellationRequested)
        {
            throw new RequestException(StatusCode.Unavailable, "LAYER_DOWN", "the broker is restarting; call again in a moment, the session stays valid");
        }
    }

    public void Dispose() => _draining.Dispose();
}
