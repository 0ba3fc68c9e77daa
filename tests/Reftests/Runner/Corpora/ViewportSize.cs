using System.Globalization;
using System.Text.RegularExpressions;

namespace WasmEngine.Reftests;

/// <summary>Width and height in CSS px.</summary>
public readonly partial record struct ViewportSize(int Width, int Height)
{
    /// <summary>Of documents that don't say.</summary>
    public static ViewportSize Default => new(800, 600);

    /// <summary>What <c>&lt;meta name="viewport-size" content="WxH"&gt;</c> in the document says, or the default; as the recorder reads it.</summary>
    public static ViewportSize Of(string html)
    {
        var match = Meta().Match(html);
        return match.Success && int.TryParse(match.Groups["w"].ValueSpan, CultureInfo.InvariantCulture, out var width) && int.TryParse(match.Groups["h"].ValueSpan, CultureInfo.InvariantCulture, out var height)
            ? new(width, height)
            : Default;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Width}x{Height}");

    [GeneratedRegex("""<meta\s+name="viewport-size"\s+content="(?<w>\d+)x(?<h>\d+)">""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Meta();
}
