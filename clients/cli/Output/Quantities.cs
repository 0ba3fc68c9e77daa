using System.Globalization;

namespace WasmEngine.Cli;

/// <summary>Numbers as people read them.</summary>
internal static class Quantities
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"];

    public static string Bytes(long bytes)
    {
        if (bytes <= 0) return "-";
        double value = bytes;
        var unit = 0;
        for (; value >= 1024 && unit < Units.Length - 1; unit++) value /= 1024;
        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {Units[unit]}");
    }

    public static string Duration(TimeSpan duration) => duration switch
    {
        { Ticks: <= 0 } => "-",
        { TotalMinutes: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.0} s"),
        { TotalHours: < 1 } => $"{duration.Minutes} min {duration.Seconds} s",
        { TotalDays: < 1 } => $"{duration.Hours} h {duration.Minutes} min",
        _ => $"{(long)duration.TotalDays} d {duration.Hours} h",
    };

    public static string Milliseconds(double ms) => string.Create(CultureInfo.InvariantCulture, $"{ms:0.00} ms");
}
