using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// A guest's linear memory on addresses that we own: ordinary pages are anonymous, windows are shared file pages mapped over
/// them. One thread, the instance's.
/// </summary>
internal sealed class LinearMemory : HostMemory
{
    private const int WasmPage = 65536;
    private const long MaxSize = (1L << 32) - WasmPage;
    private readonly AddressSpace _space;
    private readonly MemoryBudget _budget;
    private readonly nint _address;
    private long _size, _growingWindow, _ownEnd;
    private GuardPage? _guard;
    private bool _isDisposed;

    /// <summary>Takes addresses; the budget has been asked.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal LinearMemory(in MemoryRequest request, MemoryBudget budget)
    {
        Capacity = Math.Max(request.Reserved, request.Minimum);
        _budget = budget;
        _space = AddressPool.Rent(Capacity + request.Guard, request.Minimum);
        _address = _space.Address;
        _size = _ownEnd = request.Minimum;
    }

    /// <inheritdoc/>
    internal override nint Address => _address;

    /// <inheritdoc/>
    internal override long Size => _size;

    /// <summary>Its windows.</summary>
    internal Windows Windows { get; } = new();

    /// <inheritdoc/>
    protected override long Capacity { get; }

    /// <summary>Makes room for a window, at addresses of former ones or new ones, and maps it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="fileOffset">First byte, a multiple of 65536.</param>
    /// <param name="length">Bytes, a multiple of 65536.</param>
    /// <param name="access">What the guest may do.</param>
    /// <param name="grow">Grows the guest's memory by wasm pages through Wasmtime; false when it refuses.</param>
    /// <param name="address">Guest address of the window.</param>
    /// <exception cref="IOException">The system refuses.</exception>
    internal bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, Func<long, bool> grow, out uint address)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this); // the addresses may be somebody else's by now
        if (!TryTakeAddresses(length, grow, out address)) return false;
        try
        {
            _space.MapOver(address, file, fileOffset, length, access);
        }
        catch
        {
            Windows.Free.Add(address, length);
            throw;
        }

        Windows.Add(new Windows.Window(address, length, access, Path.GetFileName(file.Path)));
        return true;
    }

    /// <summary>Puts private zero pages where the guest has nothing of its own.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal bool TryMapPrivate(long length, Func<long, bool> grow, out uint address)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        address = 0;
        if (!_budget.TryTake(length)) return false;
        if (TryTakeAddresses(length, grow, out address))
        {
            _space.MapAnonymous(address, length, PageAccess.ReadWrite);
            return true;
        }

        _budget.Return(length);
        return false;
    }

    private bool TryTakeAddresses(long length, Func<long, bool> grow, out uint address)
    {
        address = 0;
        if (length is <= 0 or > MaxSize || length % WasmPage != 0) return false;
        return Windows.Free.TryTake(length, out address) || (TryExtend(length, grow) && Windows.Free.TryTake(length, out address));
    }

    /// <summary>Grows the memory until free addresses of that length end it.</summary>
    private bool TryExtend(long length, Func<long, bool> grow)
    {
        var end = Size;
        var missing = length - Windows.Free.LengthBefore(end);
        if (end + missing > MaxSize) return _budget.RefuseAddresses(length); // wasm32 has no such addresses
        if (end == 0) return false; // a window at address 0 would be NULL to the guest
        _growingWindow = missing; // these bytes are not the guest's own
        try
        {
            if (!grow(missing / WasmPage)) return _budget.RefuseAddresses(length);
        }
        finally
        {
            _growingWindow = 0;
        }

        Windows.Free.Add((uint)end, missing);
        return true;
    }

    /// <summary>Takes a window away and keeps its addresses for later ones.</summary>
    /// <param name="address">Of a window that was mapped.</param>
    /// <param name="length">The same as when it was mapped.</param>
    /// <param name="access">None: touching it traps. Code with epochs has bulk operations in host code, where a fault ends the process: it finds zeros.</param>
    internal void UnmapWindow(uint address, long length, PageAccess access)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        Windows.Release(address, length);
        _space.MapAnonymous(address, length, access);
    }

    /// <inheritdoc/>
    protected override string? TryGrow(long size)
    {
        var more = size - _size;
        if (size > Capacity) return $"a memory can't have {size} bytes";
        if (!_budget.TryTake(more - _growingWindow)) return _budget.Refusal;
        _space.Protect(_size, more, PageAccess.ReadWrite);
        _size = size;
        if (_growingWindow == 0) _ownEnd = size;
        _guard?.HidePages((int)((_size - _ownEnd) / WasmPage));
        return null;
    }

    /// <summary>Has memory.size leave out the windows at this memory's end: it is the module's memory 0.</summary>
    internal void HideWindowsBy(GuardPage guard)
    {
        _guard = guard;
        guard.HidePages((int)((_size - _ownEnd) / WasmPage));
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        AddressPool.Return(_space, _size, Windows.Any);
    }
}
