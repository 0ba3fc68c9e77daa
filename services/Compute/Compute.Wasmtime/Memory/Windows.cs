using System.Runtime.InteropServices;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// Which parts of a linear memory are windows, and what may be done there: host functions ask before they touch guest
/// memory, for a fault in host code would end the process. One thread.
/// </summary>
internal sealed class Windows
{
    private readonly List<Window> _open = []; // ascending addresses
    private readonly List<Window> _released = []; // the latest ones, for messages
    private readonly FreeWindows _free = new();
    private int _readOnly;

    /// <summary>A window.</summary>
    internal readonly record struct Window(uint Address, long Length, PageAccess Access, string Name)
    {
        internal bool Overlaps(long address, long length) => address < Address + Length && Address < address + length;
    }

    /// <summary>Windows that are open now.</summary>
    internal int Count => _open.Count;

    /// <summary>Whether there ever was one.</summary>
    internal bool Any => _open.Count > 0 || !_free.IsEmpty || _released.Count > 0;

    /// <summary>Addresses that belong to no window any more.</summary>
    internal FreeWindows Free => _free;

    /// <summary>Notes a window that was mapped.</summary>
    internal void Add(Window window)
    {
        _open.Insert(IndexOf(window.Address), window);
        if (window.Access != PageAccess.ReadWrite) _readOnly++;
        _released.RemoveAll(r => r.Overlaps(window.Address, window.Length));
    }

    /// <summary>Notes that a window is gone; its addresses are free.</summary>
    /// <exception cref="ArgumentException">There is no such window.</exception>
    internal void Release(uint address, long length)
    {
        const int remembered = 64;
        var index = IndexOf(address);
        if (index == _open.Count || _open[index].Address != address || _open[index].Length != length)
            throw new ArgumentException($"there is no window of {length} bytes at {address}");
        if (_open[index].Access != PageAccess.ReadWrite) _readOnly--;
        if (_released.Count == remembered) _released.RemoveAt(0);
        _released.Add(_open[index]);
        _open.RemoveAt(index);
        _free.Add(address, length);
    }

    /// <summary>Whether the host may read there.</summary>
    internal bool MayRead(long address, long length) => _free.IsEmpty || !_free.Overlaps(address, length);

    /// <summary>Whether the host may write there.</summary>
    internal bool MayWrite(long address, long length)
    {
        if (!MayRead(address, length)) return false;
        if (_readOnly == 0 || length == 0) return true;
        for (var i = Math.Max(0, IndexOf(address + 1) - 1); i < _open.Count && _open[i].Address < address + length; i++)
        {
            if (_open[i].Access != PageAccess.ReadWrite && _open[i].Overlaps(address, length)) return false;
        }

        return true;
    }

    /// <summary>What a guest did wrong that trapped at an address; null when no window has to do with it.</summary>
    internal string? Explain(long address)
    {
        foreach (var window in _open)
        {
            if (window.Overlaps(address, 1) && window.Access != PageAccess.ReadWrite) return "wrote to " + Named(window, "read-only window");
        }

        for (var i = _released.Count - 1; i >= 0; i--)
        {
            if (_released[i].Overlaps(address, 1)) return $"touched {Named(_released[i], "window")}, which was released";
        }

        return !MayRead(address, 1) ? "touched a window that was released" : null;
    }

    // A file that is not yet in its place is nothing that the guest's author knows by name.
    private static string Named(in Window window, string kind) => window.Name.StartsWith('.') ? "a " + kind : $"the {kind} of {window.Name}";

    /// <summary>Index of the first open window at this address or above.</summary>
    private int IndexOf(long address)
    {
        var windows = CollectionsMarshal.AsSpan(_open);
        int low = 0, high = windows.Length;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (windows[middle].Address < address) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
