using System.Text;
using Microsoft.Extensions.Logging;

namespace WasmEngine.Compute.Core;

/// <summary>What the guests of one run log: within a budget to the engine's log; the last lines are kept for the message when it fails. Thread-safe.</summary>
internal sealed partial class GuestLog(string run, ILogger logger, TimeProvider time)
{
    private const int MaxLine = 4096, KeptLines = 8, KeptCharacters = 512;
    private readonly Lock _gate = new();
    private readonly LogBudget _budget = new(time);
    private readonly Queue<string> _last = [];

    /// <summary>Takes a line.</summary>
    /// <param name="level">0 debug, 1 information, 2 warning, above: error.</param>
    /// <param name="text">UTF-8; what is malformed is replaced.</param>
    internal void Write(int level, ReadOnlySpan<byte> text)
    {
        string line;
        lock (_gate)
        {
            if (!_budget.TryTake(out var dropped)) return;
            if (dropped > 0) LogDropped(logger, run, dropped);
            line = Encoding.UTF8.GetString(text[..Math.Min(text.Length, MaxLine)]);
            if (_last.Count == KeptLines) _last.Dequeue();
            _last.Enqueue(line.Length > KeptCharacters ? line[..KeptCharacters] + "…" : line);
        }

        LogGuest(logger, level switch { <= 0 => LogLevel.Debug, 1 => LogLevel.Information, 2 => LogLevel.Warning, _ => LogLevel.Error }, run, line);
    }

    /// <summary>A message with the last lines below it.</summary>
    internal string Explain(string message)
    {
        lock (_gate) return _last.Count == 0 ? message : $"{message}\nlast lines of its log:\n  {string.Join("\n  ", _last)}";
    }

    [LoggerMessage(Message = "run {Run}: {Line}")]
    private static partial void LogGuest(ILogger logger, LogLevel level, string run, string line);

    [LoggerMessage(LogLevel.Warning, "run {Run} logs too much: {Dropped} lines were dropped")]
    private static partial void LogDropped(ILogger logger, string run, int dropped);
}
