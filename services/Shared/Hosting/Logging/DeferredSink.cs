using Serilog.Core;
using Serilog.Events;

namespace WasmEngine.Hosting.Logging;

/// <summary>
/// Keeps events in memory until the real sink is opened: a spare must not write to the file that the active process holds.
/// Thread-safe.
/// </summary>
internal sealed class DeferredSink : ILogEventSink, IDisposable
{
    private const int Capacity = 1000; // a spare that says more loses its oldest lines, never its memory
    private readonly Lock _lock = new();
    private readonly Queue<LogEvent> _waiting = new();
    private Logger? _target;

    public void Emit(LogEvent logEvent)
    {
        lock (_lock)
        {
            if (_target is { } target)
            {
                target.Write(logEvent);
                return;
            }

            if (_waiting.Count == Capacity) _waiting.Dequeue();
            _waiting.Enqueue(logEvent);
        }
    }

    public void Open(Func<Logger> create)
    {
        lock (_lock)
        {
            if (_target is not null) return;
            _target = create();
            while (_waiting.TryDequeue(out var logEvent)) _target.Write(logEvent);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _target?.Dispose();
        }
    }
}
