using System.Globalization;

namespace WasmEngine.Cli;

/// <summary>Prints log lines: time, level, layer, message.</summary>
internal static class LogPrinter
{
    private static readonly Paint[] LayerPaints = [Paint.Magenta, Paint.Blue, Paint.Cyan, Paint.Green];

    public static string Format(LogEvent entry, Terminal terminal)
    {
        var message = Terminal.Clean(entry.Message);
        if (entry.IsBroken) return message;
        var time = entry.Time.ToLocalTime().ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture);
        var (mark, paint) = Level(entry.Level);
        var index = Client.EngineStatus.LayerNames.ToList().IndexOf(entry.Layer);
        var layer = terminal.Colored(entry.Layer.PadRight(8), LayerPaints[Math.Max(0, index) % LayerPaints.Length]);
        var line = $"{terminal.Colored(time, Paint.Grey)} {terminal.Colored(mark, paint)} {layer} {message}";
        return entry.Exception is null ? line : line + Environment.NewLine + terminal.Colored(Terminal.Clean(entry.Exception.TrimEnd()), Paint.Grey);
    }

    /// <summary>Prints the end of one layer's log on standard error, beside a failure.</summary>
    public static void PrintLast(Terminal terminal, string directory, string layer, int lines)
    {
        foreach (var entry in new LogDirectory(directory, [layer]).ReadLast(lines)) terminal.WriteNote(Format(entry, new Terminal(colors: false)));
    }

    private static (string Mark, Paint Paint) Level(string level) => level switch
    {
        "Verbose" => ("VRB", Paint.Grey),
        "Debug" => ("DBG", Paint.Grey),
        "Information" => ("INF", Paint.Green),
        "Warning" => ("WRN", Paint.Yellow),
        "Error" => ("ERR", Paint.Red),
        "Fatal" => ("FTL", Paint.Red),
        _ => ("???", Paint.Yellow),
    };
}
