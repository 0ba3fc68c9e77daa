using System.Globalization;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>A size as one types it: WIDTHxHEIGHT in pixels.</summary>
internal readonly record struct ViewSize(int Width, int Height)
{
    /// <summary>Longest side in pixels.</summary>
    public const int MaxSide = 16384;

    /// <summary>Whether the engine takes it.</summary>
    public bool IsInRange => Width is >= 1 and <= MaxSide && Height is >= 1 and <= MaxSide;

    /// <summary>Reads two numbers around an 'x'; their range is another matter. Numbers too large to hold become the largest.</summary>
    public static bool TryParse(string? text, out ViewSize size)
    {
        size = default;
        var at = text?.IndexOfAny(['x', 'X']) ?? -1;
        if (at < 0 || !TryNumber(text.AsSpan(0, at), out var width) || !TryNumber(text.AsSpan(at + 1), out var height)) return false;
        size = new ViewSize(width, height);
        return true;
    }

    /// <summary>The size, if the engine takes it.</summary>
    public ViewSize Checked() => IsInRange
        ? this
        : throw new EngineException(EngineFault.Refused, "SIZE_OUT_OF_RANGE", $"a view of {this} is not possible", $"Use 1 to {MaxSide} pixels each way, for example --size 1280x720.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    private static bool TryNumber(ReadOnlySpan<char> text, out int number)
    {
        number = int.MaxValue;
        if (text.IsEmpty || text.ContainsAnyExceptInRange('0', '9')) return false;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)) number = parsed;
        return true;
    }
}
