using System.Globalization;
using System.Text.RegularExpressions;
using WasmEngine.Compute.Modules;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Makes a sentence for a module's author of what Wasmtime says about a module that it refuses.</summary>
internal static partial class CompileErrors
{
    private static readonly char[] Digits = [.. "0123456789"];

    /// <summary>What is wrong, and what to do about it where that is known.</summary>
    /// <param name="message">Of Wasmtime: a sentence, then causes, the first one last.</param>
    /// <param name="offsets">From the module that Wasmtime saw to the author's; null: they are the same.</param>
    internal static string Explain(string message, OffsetMap? offsets)
    {
        var lines = message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) return "Wasmtime does not say why";
        var reason = Names.OneLine(lines[^1].TrimStart(Digits).TrimStart(':', ' '));
        return WithAuthorsOffset(reason, offsets) + Remedy(reason);
    }

    private static string Remedy(string reason)
    {
        if (reason.Contains("memory64", StringComparison.Ordinal)) return ": build for wasm32";
        return reason.Contains("shared", StringComparison.Ordinal) || reason.Contains("threads", StringComparison.Ordinal) ? ": build without shared memory" : "";
    }

    /// <summary>Offsets in the rewritten module would tell its author nothing.</summary>
    private static string WithAuthorsOffset(string reason, OffsetMap? offsets) => offsets is null ? reason : OffsetPattern().Replace(reason, match =>
    {
        var text = match.Groups["offset"].ValueSpan;
        var isHex = text.StartsWith("0x", StringComparison.Ordinal);
        if (!uint.TryParse(isHex ? text[2..] : text, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out var offset)) return match.Value;
        return offsets.ToNearestOriginal(offset) is { } original ? string.Create(CultureInfo.InvariantCulture, $"at offset 0x{original:x}") : "in code that the engine added";
    });

    [GeneratedRegex("at offset (?<offset>0x[0-9a-f]{1,8}|[0-9]{1,10})", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OffsetPattern();
}
