using System.Text;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>A number that a function returned; the value as text, so that none is rounded.</summary>
internal sealed record NumberReport(string Type, string Value);

/// <summary>What came of a run.</summary>
internal sealed record OutcomeReport(IReadOnlyList<NumberReport> Results, int DataBytes, string? DataBase64, string? DataText, double WallMs, double CpuMs, double LoadMs, string? Note)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static OutcomeReport Of(FunctionOutcome outcome) => new(
        [.. outcome.Results.Select(r => new NumberReport(r.Type.ToString().ToLowerInvariant(), r.ToString()))],
        outcome.Data.Length,
        outcome.Data.Length == 0 ? null : Convert.ToBase64String(outcome.Data.Span),
        TryText(outcome.Data.Span),
        Math.Round(outcome.Wall.TotalMilliseconds, 4),
        Math.Round(outcome.Cpu.TotalMilliseconds, 4),
        Math.Round(outcome.Load.TotalMilliseconds, 4),
        outcome.Note.Length == 0 ? null : outcome.Note);

    internal static string? TryText(ReadOnlySpan<byte> data)
    {
        try
        {
            return data.IsEmpty ? null : Strict.GetString(data);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}

/// <summary>Outcomes for people.</summary>
internal static class Outcomes
{
    public static void Show(FunctionOutcome outcome, Terminal terminal)
    {
        if (outcome.Results.Count > 0) terminal.WriteLine(string.Join(' ', outcome.Results.Select(r => r.ToString())));
        if (outcome.Data.Length > 0) terminal.WriteLine(OutcomeReport.TryText(outcome.Data.Span) is { } text ? Terminal.Clean(text) : $"{outcome.Data.Length} bytes of data; --output FILE or --json has them");
        terminal.WriteNote($"{Quantities.Milliseconds(outcome.Wall.TotalMilliseconds)}, {Quantities.Milliseconds(outcome.Cpu.TotalMilliseconds)} of processor time, loaded in {Quantities.Milliseconds(outcome.Load.TotalMilliseconds)}");
        if (outcome.Note.Length > 0) terminal.WriteNote(Terminal.OneLine(outcome.Note));
    }
}

/// <summary>Files that commands write.</summary>
internal static class DataFiles
{
    /// <exception cref="EngineException">FILE_UNWRITABLE.</exception>
    public static void Write(string path, ReadOnlySpan<byte> data)
    {
        try
        {
            File.WriteAllBytes(path, data);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EngineException(EngineFault.Refused, "FILE_UNWRITABLE", $"{Path.GetFullPath(path)} can't be written: {e.Message}", "Name a file in a folder that exists and may be written.");
        }
    }
}
