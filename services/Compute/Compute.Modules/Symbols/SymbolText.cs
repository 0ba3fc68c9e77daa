using System.Text;

namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>Turns foreign bytes into text that may be printed: of bounded length, without control characters.</summary>
internal static class SymbolText
{
    /// <summary>Bytes of a name that are looked at; templates of C++ make long ones.</summary>
    internal const int MaxBytes = 4096;

    internal static string From(ReadOnlySpan<byte> utf8)
    {
        var cut = utf8.Length > MaxBytes;
        return Printable(Encoding.UTF8.GetString(cut ? utf8[..MaxBytes] : utf8)) + (cut ? "…" : "");
    }

    /// <summary>Escape sequences in a name could do harm in a terminal, direction marks could make it read as another.</summary>
    internal static string Printable(string text)
    {
        foreach (var c in text)
        {
            if (IsHarmful(c)) return string.Create(text.Length, text, static (span, from) =>
            {
                for (var i = 0; i < span.Length; i++) span[i] = IsHarmful(from[i]) ? '?' : from[i];
            });
        }

        return text;
    }

    private static bool IsHarmful(char c) =>
        char.IsControl(c) || c is '\u2028' or '\u2029' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
