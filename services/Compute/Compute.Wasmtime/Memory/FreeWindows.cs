using System.Runtime.InteropServices;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// Guest addresses of former windows. Neighbours are joined, so that an app which makes a new, larger surface at each step
/// of a resize does not use up its addresses. One thread.
/// </summary>
internal sealed class FreeWindows
{
    private readonly List<(uint Address, long Length)> _ranges = []; // ascending, none touches the next

    internal bool IsEmpty => _ranges.Count == 0;

    /// <summary>Whether any of these addresses are free ones.</summary>
    internal bool Overlaps(long address, long length)
    {
        foreach (var range in CollectionsMarshal.AsSpan(_ranges))
        {
            if (range.Address >= address + length) return false;
            if (range.Address + range.Length > address) return length > 0;
        }

        return false;
    }

    /// <summary>Takes the first range that is long enough.</summary>
    internal bool TryTake(long length, out uint address)
    {
        for (var i = 0; i < _ranges.Count; i++)
        {
            if (_ranges[i].Length < length) continue;
            address = _ranges[i].Address;
            Shorten(i, length);
            return true;
        }

        address = 0;
        return false;
    }

    private void Shorten(int index, long length)
    {
        var (address, available) = _ranges[index];
        if (available == length) _ranges.RemoveAt(index);
        else _ranges[index] = (address + (uint)length, available - length);
    }

    /// <summary>Bytes of the free range that ends at an address; 0 when there is none.</summary>
    internal long LengthBefore(long end) => _ranges is [.., var (address, length)] && address + length == end ? length : 0;

    /// <summary>Gives a range back.</summary>
    internal void Add(uint address, long length)
    {
        var index = 0;
        while (index < _ranges.Count && _ranges[index].Address < address) index++;
        _ranges.Insert(index, (address, length));
        JoinWithNext(index);
        if (index > 0) JoinWithNext(index - 1);
    }

    private void JoinWithNext(int index)
    {
        if (index + 1 >= _ranges.Count) return;
        var (address, length) = _ranges[index];
        var (nextAddress, nextLength) = _ranges[index + 1];
        if (address + length != nextAddress) return;
        _ranges[index] = (address, length + nextLength);
        _ranges.RemoveAt(index + 1);
    }
}
