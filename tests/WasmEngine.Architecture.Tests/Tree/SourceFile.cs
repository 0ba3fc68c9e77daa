using System.Text.RegularExpressions;

namespace WasmEngine.Architecture.Tests.Tree;

/// <summary>A text file; its path is relative to the repository, with forward slashes.</summary>
internal sealed partial record SourceFile(string Path, string Text)
{
    private string[]? _lines;

    /// <summary>Its lines; a line end at the end of the file begins no further line.</summary>
    internal IReadOnlyList<string> Lines => _lines ??= Text.TrimEnd('\n').Split('\n');

    /// <summary>A line without its comment.</summary>
    internal string Code(int index) => Comment().Replace(Lines[index], "");

    [GeneratedRegex("(?<!:)//.*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)] // not the // of an address
    private static partial Regex Comment();
}
