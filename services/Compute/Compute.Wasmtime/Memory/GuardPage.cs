using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// The guard memory of an instance: one wasm page which the rewritten code reads wherever it could run on without end. Taking
/// the page away ends the instance's running call, and any later one, with a trap. Any thread may revoke it.
/// </summary>
/// <remarks>
/// Only constant addresses within the page are accessed, so it needs no 4 GiB of its own. Wasmtime takes the addresses behind
/// it for the memory's, too, and wants no others of the same instance there: pages come from one range with room behind it.
/// Between any two pages is an inaccessible one, so that taking a page away needs no further mapping of the kernel's: it must
/// succeed also when the process may have no more of them.
/// </remarks>
internal sealed unsafe class GuardPage : HostMemory
{
    /// <summary>Address of the word that tells rewritten bulk operations to touch pages first.</summary>
    internal const int WindowsFlag = 64;

    /// <summary>Address of the word that memory.size takes off in rewritten code.</summary>
    internal const int HiddenPages = 128;

    private const int WasmPage = 65536, Stride = 2 * WasmPage, MaxPages = 32768;
    private const long Behind = (4L << 30) + (256L << 20);
    private static readonly Lock Growing = new();
    private static readonly ConcurrentStack<int> Free = [];
    private static AddressSpace? _range;
    private static readonly int Accessible = Math.Min(WasmPage, Environment.SystemPageSize); // what is ever touched lies in it
    private static int _opened;
    private readonly Lock _gate = new();
    private readonly int _index;
    private bool _isRevoked, _isMarked, _isDisposed;

    /// <summary>Takes a page.</summary>
    /// <exception cref="IOException">All are taken, or the system refuses.</exception>
    internal GuardPage() => _index = Free.TryPop(out var index) ? index : OpenNext();

    internal override nint Address => _range!.Address + ((nint)_index * Stride);

    internal override long Size => WasmPage;

    protected override long Capacity => WasmPage;

    private static int OpenNext()
    {
        lock (Growing)
        {
            if (_opened == MaxPages) throw new IOException($"{MaxPages} instances exist already: end some of them");
            _range ??= AddressSpace.Reserve(((long)MaxPages * Stride) + Behind);
            _range.Protect((long)_opened * Stride, Accessible, PageAccess.ReadWrite);
            return _opened++;
        }
    }

    /// <summary>Ends running and later calls.</summary>
    internal void Revoke()
    {
        lock (_gate)
        {
            if (_isRevoked || _isDisposed) return;
            _isRevoked = true;
            _range!.Protect((long)_index * Stride, Accessible, PageAccess.None);
        }
    }

    /// <summary>Says that not all of the instance's memory can be read and written any more.</summary>
    internal void MarkWindows()
    {
        lock (_gate) // a page taken away meanwhile would end the process here
        {
            if (_isMarked || _isRevoked || _isDisposed) return;
            _isMarked = true;
            Volatile.Write(ref Unsafe.AsRef<int>((void*)(Address + WindowsFlag)), 1); // SYNC: the guest's atomic load reads it
        }
    }

    /// <summary>Says how many pages at the end of memory 0 are windows. The instance's own thread.</summary>
    internal void HidePages(int pages)
    {
        lock (_gate) // a page taken away meanwhile would end the process here
        {
            if (!_isRevoked && !_isDisposed) Volatile.Write(ref Unsafe.AsRef<int>((void*)(Address + HiddenPages)), pages); // SYNC: the guest's atomic load reads it
        }
    }

    protected override string? TryGrow(long size) => size <= WasmPage ? null : "the guard memory does not grow";

    public override void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            if (_isRevoked && !TryOpen()) return; // the page is lost, the process may have no more mappings
            if (_isMarked) *(int*)(Address + WindowsFlag) = 0;
            *(int*)(Address + HiddenPages) = 0;
        }

        Free.Push(_index);
    }

    private bool TryOpen()
    {
        try
        {
            _range!.Protect((long)_index * Stride, Accessible, PageAccess.ReadWrite);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}
