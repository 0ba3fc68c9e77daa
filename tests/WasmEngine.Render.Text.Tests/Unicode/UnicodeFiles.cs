using System.Globalization;
using Xunit;

namespace WasmEngine.Render.Text.Tests.Unicode;

/// <summary>The test files of the Unicode Character Database, where the machine has them.</summary>
internal static class UnicodeFiles
{
    private const string Folder = "/usr/share/unicode";

    /// <summary>The lines of a file, comments and empty ones left out; skips the test where the file is missing.</summary>
    internal static IEnumerable<string> Lines(string name)
    {
        var path = Path.Combine(Folder, name);
        Assert.SkipUnless(File.Exists(path), $"{path} is not on this machine: install Debian's unicode-data");
        return File.ReadLines(path).Select(l => l.Split('#')[0].Trim()).Where(l => l.Length > 0);
    }

    /// <summary>Reads "÷ 0061 × 0308 ÷": the text, and for each UTF-16 unit and the end whether there is a boundary before it.</summary>
    internal static (string Text, bool[] Boundaries) ParseBoundaries(string line)
    {
        var text = "";
        var boundaries = new List<bool>();
        foreach (var token in line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (token is "÷" or "×")
            {
                while (boundaries.Count < text.Length) boundaries.Add(false);
                boundaries.Add(token == "÷");
            }
            else
            {
                text += FromCodepoint(int.Parse(token, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            }
        }

        return (text, [.. boundaries]);
    }

    /// <summary>Reads "0061 05D0".</summary>
    internal static string ParseText(string codepoints) =>
        string.Concat(codepoints.Split(' ').Select(c => FromCodepoint(int.Parse(c, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    // Test files have lone surrogates as well.
    private static string FromCodepoint(int codepoint) => codepoint is >= 0xD800 and <= 0xDFFF ? ((char)codepoint).ToString() : char.ConvertFromUtf32(codepoint);
}
