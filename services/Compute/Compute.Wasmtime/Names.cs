namespace WasmEngine.Compute.Wasmtime;

/// <summary>Texts that a module's author chose, made fit for messages.</summary>
internal static class Names
{
    private const int MaxLength = 200;

    /// <summary>At most 200 characters of the first line, without control characters.</summary>
    internal static string OneLine(string text)
    {
        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = end < 0 ? text : text[..end];
        if (line.Length > MaxLength) line = line[..MaxLength] + "…";
        return line.AsSpan().ContainsAnyInRange('\0', '\u001f') ? string.Concat(line.Select(c => char.IsControl(c) ? '?' : c)) : line;
    }
}
