using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Spectre.Console;

namespace WasmEngine.Cli;

/// <summary>Colours of single words in plain output.</summary>
internal enum Paint
{
    Red = 31,
    Green = 32,
    Yellow = 33,
    Blue = 34,
    Magenta = 35,
    Cyan = 36,
    Grey = 90,
}

/// <summary>
/// Reports go to standard output, progress and errors to standard error. Spectre.Console is loaded only for tables and live
/// displays.
/// </summary>
internal sealed class Terminal
{
    private const int WidthOfPipes = 240; // whoever reads a pipe wants whole lines
    private readonly bool _ansiOut, _ansiError;
    private readonly Lazy<IAnsiConsole> _output, _progress;

    public Terminal(bool colors)
    {
        var allowed = colors && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) && Environment.GetEnvironmentVariable("TERM") != "dumb";
        _ansiOut = allowed && !Console.IsOutputRedirected;
        _ansiError = allowed && !Console.IsErrorRedirected;
        _output = new Lazy<IAnsiConsole>(() => CreateConsole(Console.Out, _ansiOut, Console.IsOutputRedirected));
        _progress = new Lazy<IAnsiConsole>(() => CreateConsole(Console.Error, _ansiError, Console.IsErrorRedirected));
    }

    /// <summary>For tables.</summary>
    public IAnsiConsole Output => _output.Value;

    /// <summary>For live displays, on standard error.</summary>
    public IAnsiConsole Progress => _progress.Value;

    /// <summary>Whether a person watches standard error on a terminal that can redraw.</summary>
    public bool IsLive => _ansiError;

    public void WriteLine(string line) => Console.Out.WriteLine(line);

    /// <summary>A word in colour, where colours are wanted.</summary>
    public string Colored(string text, Paint paint) => _ansiOut ? $"\e[{(int)paint}m{text}\e[0m" : text;

    /// <summary>What happened in red, and what to do, one line each.</summary>
    public void WriteError(string message, string remedy)
    {
        var line = OneLine("error: " + message);
        Console.Error.WriteLine(_ansiError ? $"\e[31m{line}\e[0m" : line);
        Console.Error.WriteLine(OneLine(remedy));
    }

    /// <summary>Something by the way, on standard error.</summary>
    public void WriteNote(string line) => Console.Error.WriteLine(_ansiError ? $"\e[90m{line}\e[0m" : line);

    public void WriteJson<T>(T value, JsonTypeInfo<T> type) => Console.Out.WriteLine(JsonSerializer.Serialize(value, type));

    /// <summary>Keeps control characters of foreign text (a guest's message) from reaching the terminal.</summary>
    public static string OneLine(string text) => Clean(text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' '));

    /// <summary>The same, keeping line breaks and tabs.</summary>
    public static string Clean(string text)
    {
        if (!text.Any(IsUnwanted)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var c in text) clean.Append(IsUnwanted(c) ? '\uFFFD' : c);
        return clean.ToString();
    }

    private static bool IsUnwanted(char c) => char.IsControl(c) && c is not ('\n' or '\t');

    private static IAnsiConsole CreateConsole(TextWriter writer, bool ansi, bool redirected)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = ansi ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = ansi ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected) console.Profile.Width = WidthOfPipes;
        return console;
    }
}
