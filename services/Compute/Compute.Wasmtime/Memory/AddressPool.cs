using System.Collections.Concurrent;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// Reserved addresses of former memories, for the next ones of that length: reserving and giving back are most of what a
/// small instance costs. Their pages are zeros. Thread-safe.
/// </summary>
internal sealed class AddressPool
{
    private const int MaxKept = 256;
    private readonly ConcurrentStack<(AddressSpace Space, long Open)> _kept = [];
    private readonly long _length;
    private int _count;

    private AddressPool(long length) => _length = length;

    private static readonly ConcurrentDictionary<long, AddressPool> Pools = new();

    /// <summary>Reserves addresses of which the first bytes can be read and written.</summary>
    /// <exception cref="IOException">The system refuses.</exception>
    internal static AddressSpace Rent(long length, long open)
    {
        var pool = Pools.GetOrAdd(length, static l => new AddressPool(l));
        var (space, opened) = pool.Take();
        try
        {
            if (open > opened) space.Protect(opened, open - opened, PageAccess.ReadWrite);
            else if (open < opened) space.Protect(open, opened - open, PageAccess.None);
            return space;
        }
        catch
        {
            space.Dispose();
            throw;
        }
    }

    private (AddressSpace Space, long Open) Take()
    {
        if (!_kept.TryPop(out var kept)) return (AddressSpace.Reserve(_length), 0);
        Interlocked.Decrement(ref _count); // SYNC: counts what the stack holds, pairs with the increment in Keep
        return kept;
    }

    /// <summary>Takes addresses back.</summary>
    /// <param name="space">The addresses; not the caller's any more.</param>
    /// <param name="used">Bytes from the beginning that may hold anything; behind them nothing is accessible.</param>
    /// <param name="hasForeignPages">Whether pages of files or other protections are among them.</param>
    internal static void Return(AddressSpace space, long used, bool hasForeignPages)
    {
        if (!Pools.TryGetValue(space.Length, out var pool) || !pool.TryKeep(space, used, hasForeignPages)) space.Dispose();
    }

    private bool TryKeep(AddressSpace space, long used, bool hasForeignPages)
    {
        if (Interlocked.Increment(ref _count) > MaxKept) // SYNC: pairs with the decrement in Take
        {
            Interlocked.Decrement(ref _count); // SYNC: takes the increment back
            return false;
        }

        try
        {
            if (hasForeignPages && used > 0) space.MapAnonymous(0, used, PageAccess.None);
            else space.Discard(0, used);
            _kept.Push((space, hasForeignPages ? 0 : used));
            return true;
        }
        catch (IOException) // no room for another mapping: then without it
        {
            Interlocked.Decrement(ref _count); // SYNC: takes the increment back
            return false;
        }
    }
}
