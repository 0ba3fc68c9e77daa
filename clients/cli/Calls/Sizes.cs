using System.CommandLine;
using System.Globalization;

namespace WasmEngine.Cli;

/// <summary>Sizes and times with units, as one types them.</summary>
internal static class Sizes
{
    /// <summary>An option for bytes: 4096, 64K, 256M, 2G.</summary>
    public static Option<long?> Bytes(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result =>
        {
            if (TryParseBytes(result.Tokens.Single().Value, out var bytes) && bytes > 0) return bytes;
            result.AddError($"{name} takes a size such as 4096, 64K, 256M or 2G, not \"{Terminal.OneLine(result.Tokens.Single().Value)}\".");
            return null;
        },
    };

    /// <summary>An option for times: 500ms, 30s, 5m, 2h; without a unit seconds.</summary>
    public static Option<TimeSpan?> Time(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "TIME",
        CustomParser = result =>
        {
            if (TryParseTime(result.Tokens.Single().Value, out var time) && time > TimeSpan.Zero) return time;
            result.AddError($"{name} takes a time such as 500ms, 30s, 5m or 2h, not \"{Terminal.OneLine(result.Tokens.Single().Value)}\".");
            return null;
        },
    };

    public static bool TryParseBytes(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0) return false;
        var shift = char.ToUpperInvariant(text[^1]) switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        if (!long.TryParse(shift == 0 ? text : text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > long.MaxValue >> shift) return false;
        bytes = number << shift;
        return true;
    }

    public static bool TryParseTime(string text, out TimeSpan time)
    {
        var (number, unit) = text switch
        {
            _ when text.EndsWith("ms", StringComparison.Ordinal) => (text[..^2], 0.001),
            _ when text.EndsWith('s') => (text[..^1], 1.0),
            _ when text.EndsWith('m') => (text[..^1], 60.0),
            _ when text.EndsWith('h') => (text[..^1], 3600.0),
            _ => (text, 1.0),
        };
        time = default;
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value * unit > 31_536_000) return false;
        time = TimeSpan.FromSeconds(value * unit);
        return true;
    }
}
