using System.Runtime.InteropServices;

namespace WasmEngine.Render.Dom.Parsing;

/// <summary>Line numbers by offset: the library's own are 16 bits wide.</summary>
internal sealed class LineIndex
{
    private readonly List<int> _starts = [0];

    public LineIndex(string source)
    {
        for (var at = source.IndexOf('\n', StringComparison.Ordinal); at >= 0; at = source.IndexOf('\n', at + 1)) _starts.Add(at + 1);
    }

    /// <summary>The line, counted from 1, that an offset lies in.</summary>
    public int At(int offset)
    {
        var index = CollectionsMarshal.AsSpan(_starts).BinarySearch(offset);
        return index >= 0 ? index + 1 : ~index;
    }
}
