using System.Text.RegularExpressions;

namespace WasmEngine.Memory;

/// <summary>
/// The name of a region: 1 to 120 of [a-z0-9._-], beginning with a letter or digit, without "..". It can't leave the
/// directory that it is resolved in.
/// </summary>
public readonly partial record struct RegionName
{
    /// <summary>Most bytes of a name; all are ASCII.</summary>
    public const int MaxLength = 120;

    private readonly string? _value;

    private RegionName(string value) => _value = value;

    /// <summary>The name as text.</summary>
    public string Value => _value ?? throw new InvalidOperationException("this region name was never set");

    /// <summary>Checks and takes a name.</summary>
    /// <exception cref="RegionException">It is not allowed; the message says what is.</exception>
    public static RegionName Parse(string text) => TryParse(text, out var name)
        ? name
        : throw new RegionException(RegionFault.NameInvalid, $"\"{Shorten(text)}\" can't name a region: use 1 to {MaxLength} of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit, without \"..\"");

    /// <summary>Checks a name.</summary>
    public static bool TryParse(string? text, out RegionName name)
    {
        var valid = text is not null && Pattern().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);
        name = valid ? new RegionName(text!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => _value ?? "";

    private static string Shorten(string? text) => text is null ? "" : text.Length <= 64 ? text : text[..64] + "…";

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,119}\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Pattern();
}
