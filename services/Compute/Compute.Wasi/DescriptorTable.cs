namespace WasmEngine.Compute.Wasi;

/// <summary>Open descriptors by number, the lowest free one first. One thread.</summary>
internal sealed class DescriptorTable(int limit) : IDisposable
{
    private readonly List<Descriptor?> _entries = [];
    private int _lowestFree;

    /// <summary>Whether one more may be open.</summary>
    internal bool HasRoom => _lowestFree < limit;

    /// <summary>The descriptor of that number; null when there is none.</summary>
    internal Descriptor? this[uint number] => number < (uint)_entries.Count ? _entries[(int)number] : null;

    /// <summary>Gives it the lowest free number; there is room.</summary>
    internal uint Add(Descriptor descriptor)
    {
        if (!HasRoom) throw new InvalidOperationException("the table is full");
        var number = _lowestFree;
        if (number == _entries.Count) _entries.Add(descriptor);
        else _entries[number] = descriptor;
        do _lowestFree++;
        while (_lowestFree < _entries.Count && _entries[_lowestFree] is not null);
        return (uint)number;
    }

    /// <summary>Takes it out and closes it.</summary>
    internal void Close(uint number)
    {
        var descriptor = Take(number);
        descriptor.Dispose();
    }

    /// <summary>Closes what is at <paramref name="to"/> and puts there what is at <paramref name="from"/>.</summary>
    internal void Move(uint from, uint to)
    {
        if (from == to) return;
        Close(to);
        _entries[(int)to] = Take(from);
        if (_lowestFree != (int)to) return;
        do _lowestFree++;
        while (_lowestFree < _entries.Count && _entries[_lowestFree] is not null);
    }

    private Descriptor Take(uint number)
    {
        var descriptor = _entries[(int)number] ?? throw new InvalidOperationException("nothing is open there");
        _entries[(int)number] = null;
        _lowestFree = Math.Min(_lowestFree, (int)number);
        return descriptor;
    }

    public void Dispose()
    {
        foreach (var descriptor in _entries) descriptor?.Dispose();
        _entries.Clear();
        _lowestFree = 0;
    }
}
