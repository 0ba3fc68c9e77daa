using WasmEngine.Compute.Modules.Binary;

namespace WasmEngine.Compute.Modules.Rewriting;

/// <summary>Copies a module with changes, from its beginning to its end, and remembers which bytes came from where.</summary>
internal ref struct ModuleEditor
{
    private const int SectionLengthBytes = 5;
    private readonly ReadOnlySpan<byte> _original;
    private readonly WasmWriter _output;
    private readonly OffsetMap.Builder _map;
    private int _copied, _mapped, _lengthAt;

    internal ModuleEditor(ReadOnlySpan<byte> original, int expectedLength, int guardLength)
    {
        _original = original;
        _output = new WasmWriter(expectedLength);
        _map = new OffsetMap.Builder(guardLength);
    }

    /// <summary>Copies up to an offset of the original.</summary>
    internal void CopyTo(int offset)
    {
        _output.Bytes(_original[_copied..offset]);
        _copied = offset;
    }

    /// <summary>Puts bytes in place of the next ones of the original.</summary>
    internal void Replace(int removed, ReadOnlySpan<byte> inserted)
    {
        _output.Bytes(inserted);
        Changed(removed, inserted.Length);
    }

    /// <summary>Puts a number in place of the number that comes next in the original.</summary>
    internal void ReplaceU32(uint value)
    {
        var reader = new WasmReader(_original, _copied);
        reader.SkipLeb(5);
        var before = _output.Length;
        _output.U32(value);
        Changed(reader.Position - _copied, _output.Length - before);
    }

    /// <summary>Copies a section's id and leaves room for its length.</summary>
    internal void BeginSection(Section section)
    {
        CopyTo(section.Start + 1);
        _lengthAt = _output.Length;
        _output.Bytes(0, 0, 0, 0, 0);
        Changed(section.Content - section.Start - 1, SectionLengthBytes);
    }

    /// <summary>Copies the rest of a section, appends to it and sets its length.</summary>
    internal void EndSection(Section section, ReadOnlySpan<byte> appended)
    {
        CopyTo(section.End);
        if (appended.Length > 0) Replace(0, appended);
        _output.PatchU32(_lengthAt, (uint)(_output.Length - _lengthAt - SectionLengthBytes));
    }

    internal (byte[] Bytes, OffsetMap Map) Finish()
    {
        CopyTo(_original.Length);
        return (_output.ToArray(), _map.Finish(_output.Length, _original.Length));
    }

    private void Changed(int removed, int inserted)
    {
        _map.Add(_copied - _mapped, removed, inserted);
        _copied += removed;
        _mapped = _copied;
    }
}
