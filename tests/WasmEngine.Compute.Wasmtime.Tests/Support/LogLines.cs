using Microsoft.Extensions.Logging;

namespace WasmEngine.Compute.Wasmtime.Tests.Support;

/// <summary>Keeps warnings and errors. Thread-safe.</summary>
internal sealed class LogLines<T> : ILogger<T>
{
    private readonly List<string> _lines = [];

    public string[] Warnings
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (logLevel < LogLevel.Warning) return;
        lock (_lines) _lines.Add(formatter(state, exception));
    }
}
