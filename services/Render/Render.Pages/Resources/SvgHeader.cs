using System.Text;
using WasmEngine.Render.Layout;

namespace WasmEngine.Render.Pages;

/// <summary>Natural size of an SVG image: its root element's attributes. Looks at its beginning only.</summary>
internal static class SvgHeader
{
    private const int Prologue = 8192;

    internal static NaturalSize? SizeOf(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        var text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Prologue)]);
        var start = text.IndexOf("<svg", StringComparison.Ordinal);
        if (start < 0 || !text.AsSpan().TrimStart().StartsWith("<")) return null;
        var end = text.IndexOf('>', start);
        if (end < 0) return null;
        var tag = text.AsSpan(start, end - start);
        return SvgSizes.Of(Attribute(tag, "width"), Attribute(tag, "height"), Attribute(tag, "viewBox"));
    }

    private static string? Attribute(ReadOnlySpan<char> tag, string name)
    {
        for (var at = tag.IndexOf(name, StringComparison.Ordinal); at >= 0;)
        {
            var after = tag[(at + name.Length)..].TrimStart();
            if (at > 0 && char.IsWhiteSpace(tag[at - 1]) && after.StartsWith("="))
            {
                after = after[1..].TrimStart();
                if (after.Length < 2 || after[0] is not ('"' or '\'')) return null;
                var end = after[1..].IndexOf(after[0]);
                return end < 0 ? null : after.Slice(1, end).ToString();
            }

            var next = tag[(at + 1)..].IndexOf(name, StringComparison.Ordinal);
            at = next < 0 ? -1 : at + 1 + next;
        }

        return null;
    }
}
