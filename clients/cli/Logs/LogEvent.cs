namespace WasmEngine.Cli;

/// <summary>One line of a layer's log.</summary>
/// <param name="Time">When; of a line that can't be read, when the line before it was.</param>
/// <param name="Layer">Whose.</param>
/// <param name="Level">For example Information; empty if the line can't be read.</param>
/// <param name="Message">What happened, rendered; the raw line if it can't be read.</param>
/// <param name="Exception">The exception with its stack trace, or null.</param>
/// <param name="IsBroken">Whether the line can't be read.</param>
internal sealed record LogEvent(DateTimeOffset Time, string Layer, string Level, string Message, string? Exception = null, bool IsBroken = false)
{
    public LogReport ToReport() => IsBroken
        ? new LogReport(null, null, Layer, null, null, Message)
        : new LogReport(Time, Level, Layer, Message, Exception, null);
}
