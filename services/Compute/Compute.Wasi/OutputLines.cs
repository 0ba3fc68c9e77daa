using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasi;

/// <summary>Cuts what a guest writes to a standard stream into lines. Holds one unfinished line; allocates once. One thread.</summary>
internal sealed class OutputLines(WasiStream stream, WasiLineSink? sink)
{
    /// <summary>Longest line; what is longer comes in parts.</summary>
    internal const int MaxLine = 4096;

    private byte[]? _partial;
    private int _length;
    private bool _wasCut;

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (sink is null || bytes.IsEmpty) return;
        if (_wasCut && bytes[0] == '\n') bytes = bytes[1..]; // the end of a line that was handed on when it was full
        _wasCut = false;
        while (!bytes.IsEmpty)
        {
            var end = bytes[..Math.Min(bytes.Length, MaxLine - _length)].IndexOf((byte)'\n');
            if (end >= 0)
            {
                Emit(bytes[..end]);
                bytes = bytes[(end + 1)..];
                continue;
            }

            var room = Math.Min(bytes.Length, MaxLine - _length);
            if (_length + room < MaxLine)
            {
                _partial ??= new byte[MaxLine];
                bytes[..room].CopyTo(_partial.AsSpan(_length));
                _length += room;
                return;
            }

            Emit(bytes[..room]); // full: this much is a line of its own
            bytes = bytes[room..];
            if (bytes is [(byte)'\n', ..]) bytes = bytes[1..];
            else _wasCut = bytes.IsEmpty;
        }
    }

    /// <summary>Hands on the unfinished line, if there is one.</summary>
    internal void Flush()
    {
        if (_length > 0) Emit([]);
    }

    // What was held back and what follows, as one line.
    private void Emit(ReadOnlySpan<byte> rest)
    {
        if (_length > 0)
        {
            rest.CopyTo(_partial.AsSpan(_length));
            rest = _partial.AsSpan(0, _length + rest.Length);
        }

        _length = 0;
        if (rest is [.., (byte)'\r']) rest = rest[..^1];
        sink!(stream, rest);
    }
}
