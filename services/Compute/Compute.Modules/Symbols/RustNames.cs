using System.Buffers;
using System.Globalization;
using System.Text;

namespace WasmEngine.Compute.Modules.Symbols;

/// <summary>
/// Makes Rust's names readable: the legacy mangling (that of C++ with escapes and a hash as last part), also where a linker has
/// taken its outer layer off already, and v0 (RFC 2603). Hashes go: they tell a person nothing.
/// </summary>
internal static class RustNames
{
    private const int HashLength = 17;
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdef");

    private static readonly (string Escape, string Text)[] Escapes =
        [("$LT$", "<"), ("$GT$", ">"), ("$RF$", "&"), ("$BP$", "*"), ("$LP$", "("), ("$RP$", ")"), ("$C$", ","), ("$SP$", "@")];

    /// <summary>A name of any language as a person would write it; one that is not Rust's stays as it is.</summary>
    internal static string Readable(string name)
    {
        if (TryDemangle(name, out var readable)) return readable;
        var hash = name.LastIndexOf("::", StringComparison.Ordinal);
        return hash > 0 && IsHash(name.AsSpan(hash + 2)) ? string.Join("::", name[..hash].Split("::").Select(Unescape)) : name;
    }

    /// <summary>Demangles a name of Rust's; false for every other.</summary>
    internal static bool TryDemangle(string mangled, out string readable)
    {
        readable = "";
        if (mangled.StartsWith("_R", StringComparison.Ordinal))
        {
            if (RustV0Demangler.Demangle(mangled) is not { } name) return false;
            readable = SymbolText.Printable(name);
            return true;
        }

        return mangled.StartsWith("_ZN", StringComparison.Ordinal) && TryLegacy(mangled.AsSpan(3), out readable);
    }

    private static bool TryLegacy(ReadOnlySpan<char> rest, out string readable)
    {
        readable = "";
        var parts = new List<string>();
        while (rest is [>= '0' and <= '9', ..])
        {
            var digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is < 1 or > 5) return false;
            var length = int.Parse(rest[..digits], CultureInfo.InvariantCulture);
            rest = rest[digits..];
            if (length > rest.Length) return false;
            parts.Add(rest[..length].ToString());
            rest = rest[length..];
        }

        // After the end there may be what optimizers append, such as ".llvm.123".
        if (rest is not (['E'] or ['E', '.', ..]) || parts.Count < 2 || !IsHash(parts[^1])) return false;
        readable = SymbolText.Printable(string.Join("::", parts.Take(parts.Count - 1).Select(Unescape)));
        return true;
    }

    private static bool IsHash(ReadOnlySpan<char> part) =>
        part.Length == HashLength && part[0] == 'h' && part[1..].IndexOfAnyExcept(HexDigits) < 0;

    private static string Unescape(string part)
    {
        // A part may not start with an escape: an underscore was put before it.
        var from = part.StartsWith("_$", StringComparison.Ordinal) ? part.AsSpan(1) : part;
        var text = new StringBuilder();
        while (!from.IsEmpty)
        {
            if (from.StartsWith("..", StringComparison.Ordinal))
            {
                text.Append("::");
                from = from[2..];
            }
            else if (from[0] == '$' && TryEscape(from, out var character, out var length))
            {
                text.Append(character);
                from = from[length..];
            }
            else
            {
                text.Append(from[0]);
                from = from[1..];
            }
        }

        return text.ToString();
    }

    private static bool TryEscape(ReadOnlySpan<char> from, out string character, out int length)
    {
        foreach (var (escape, text) in Escapes)
        {
            if (!from.StartsWith(escape, StringComparison.Ordinal)) continue;
            (character, length) = (text, escape.Length);
            return true;
        }

        // $u7b$: a character by its number.
        (character, length) = ("", 0);
        var end = from[1..].IndexOf('$') + 1;
        if (end < 3 || from[1] != 'u' || !int.TryParse(from[2..end], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return false;
        if (!Rune.IsValid(code)) return false;
        (character, length) = (new Rune(code).ToString(), end + 1);
        return true;
    }
}
