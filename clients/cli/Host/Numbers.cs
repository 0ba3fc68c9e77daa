using System.CommandLine.Parsing;
using System.Globalization;

namespace WasmEngine.Cli;

/// <summary>Numbers on the command line, with errors that say what is taken.</summary>
internal static class Numbers
{
    /// <summary>A parser for whole numbers within a range.</summary>
    public static Func<ArgumentResult, T> Whole<T>(string name, long least, long most, Func<long, T> convert) => result =>
    {
        var text = result.Tokens.Single().Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return convert(number);
        var range = most == long.MaxValue ? $"from {least} on" : $"from {least} to {most}";
        result.AddError($"{name} takes a whole number {range}, not \"{Terminal.OneLine(text)}\".");
        return default!;
    };

    /// <summary>A parser for numbers within a range.</summary>
    public static Func<ArgumentResult, float> Within(string name, float least, float most) => result =>
    {
        var text = result.Tokens.Single().Value;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not \"{Terminal.OneLine(text)}\"."));
        return 0;
    };

    /// <summary>A parser for finite numbers.</summary>
    public static Func<ArgumentResult, float> Finite(string name) => result =>
    {
        var text = result.Tokens.Single().Value;
        if (float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number)) return number;
        result.AddError($"{name} takes a number, not \"{Terminal.OneLine(text)}\".");
        return 0;
    };
}
