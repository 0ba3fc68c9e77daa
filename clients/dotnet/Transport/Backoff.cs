namespace WasmEngine.Client.Transport;

/// <summary>Pauses between attempts: 5 ms, doubling up to 200 ms. Not thread-safe.</summary>
internal sealed class Backoff(TimeProvider time)
{
    public static readonly TimeSpan First = TimeSpan.FromMilliseconds(5), Longest = TimeSpan.FromMilliseconds(200);
    private TimeSpan _next = First;

    public void Reset() => _next = First;

    public Task PauseAsync(CancellationToken cancellation)
    {
        var pause = _next;
        _next = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, Longest.Ticks));
        return Task.Delay(pause, time, cancellation);
    }
}
