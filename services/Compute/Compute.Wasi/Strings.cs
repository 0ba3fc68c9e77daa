using System.Buffers.Binary;
using System.Text;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasi;

/// <summary>Arguments or environment variables as a guest gets them: text with a 0 after each, and an address for each.</summary>
internal sealed class Strings
{
    private readonly byte[] _text;
    private readonly int[] _starts;

    internal Strings(IReadOnlyCollection<string> strings)
    {
        _starts = new int[strings.Count];
        var text = new List<byte>();
        var next = 0;
        foreach (var one in strings)
        {
            _starts[next++] = text.Count;
            text.AddRange(Encoding.UTF8.GetBytes(one));
            text.Add(0);
        }

        _text = [.. text];
    }

    internal int WriteSizes(IGuestMemory memory, uint count, uint bytes)
    {
        var error = memory.Write32(count, (uint)_starts.Length);
        return error != Errno.Success ? error : memory.Write32(bytes, (uint)_text.Length);
    }

    internal int Write(IGuestMemory memory, uint addresses, uint buffer)
    {
        if (!memory.TryWrite(buffer, _text.Length, out var text) || !memory.TryWrite(addresses, _starts.Length * 4L, out var list)) return Errno.Fault;
        _text.CopyTo(text);
        for (var i = 0; i < _starts.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(list[(i * 4)..], buffer + (uint)_starts[i]);
        return Errno.Success;
    }
}
