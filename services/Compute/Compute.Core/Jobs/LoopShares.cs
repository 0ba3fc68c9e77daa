namespace WasmEngine.Compute.Core;

/// <summary>
/// Divides the units 0 to n-1 of a loop between workers. Each has a share [begin, end), takes from its front, and, when it has
/// nothing left, steals the upper half of the largest share of another. A share is two 32-bit numbers in one 64-bit word, so taking and
/// stealing are one compare-and-swap each: no lock that a worker which lost its core could hold up the others with, no
/// storage that grows, and neighbours in memory stay with one worker. Thread-safe; each share has one owner.
/// </summary>
internal sealed class LoopShares
{
    private const int Padding = 16; // words: no two shares in one cache line, nor in neighbouring ones that are fetched together
    private readonly ulong[] _shares;
    private readonly int _workers;

    /// <summary>Gives each worker an equal part.</summary>
    internal LoopShares(uint units, int workers)
    {
        _workers = workers;
        _shares = new ulong[(workers + 1) * Padding];
        for (var i = 0; i < workers; i++)
            _shares[At(i)] = Pack((uint)((ulong)units * (ulong)i / (ulong)workers), (uint)((ulong)units * (ulong)(i + 1) / (ulong)workers));
    }

    /// <summary>Takes units from the front of the worker's own share, stealing some first if it is empty.</summary>
    /// <param name="worker">Whose share.</param>
    /// <param name="wanted">1 and up; of what is left never more than half is taken, as long as there are two.</param>
    /// <param name="begin">First unit.</param>
    /// <param name="count">How many, at least 1.</param>
    /// <returns>False when nothing is left that is not in somebody's hands.</returns>
    internal bool TryTake(int worker, uint wanted, out uint begin, out uint count)
    {
        do
        {
            if (TryTakeOwn(worker, wanted, out begin, out count)) return true;
        }
        while (TrySteal(worker));
        return false;
    }

    private bool TryTakeOwn(int worker, uint wanted, out uint begin, out uint count)
    {
        while (true)
        {
            // SYNC: pairs with the thieves' compare-and-swap: of two that take at once, one sees that the word has changed.
            var share = Volatile.Read(ref _shares[At(worker)]);
            (begin, var end) = Unpack(share);
            count = Math.Min(wanted, (end - begin + 1) / 2);
            if (count == 0) return false;
            if (Interlocked.CompareExchange(ref _shares[At(worker)], Pack(begin + count, end), share) == share) return true;
        }
    }

    /// <summary>
    /// Fills the worker's empty share; false when all others are empty. What a thief has between its two steps is seen by
    /// nobody: another one may then end early, but no unit is lost.
    /// </summary>
    private bool TrySteal(int worker)
    {
        while (true)
        {
            var victim = FindLargest(worker);
            if (victim < 0) return false;
            // SYNC: pairs with the owner's and other thieves' compare-and-swap.
            var share = Volatile.Read(ref _shares[At(victim)]);
            var (begin, end) = Unpack(share);
            if (begin == end) continue;
            var middle = begin + ((end - begin) / 2); // of a single unit, all
            if (Interlocked.CompareExchange(ref _shares[At(victim)], Pack(begin, middle), share) != share) continue;
            // SYNC: release; thieves leave an empty share alone, so only its owner stores here.
            Volatile.Write(ref _shares[At(worker)], Pack(middle, end));
            return true;
        }
    }

    private int FindLargest(int except)
    {
        var (found, most) = (-1, 0u);
        for (var i = 0; i < _workers; i++)
        {
            // SYNC: acquire; only a hint, the compare-and-swap that follows decides.
            var (begin, end) = Unpack(Volatile.Read(ref _shares[At(i)]));
            if (i != except && end - begin > most) (found, most) = (i, end - begin);
        }

        return found;
    }

    private static int At(int worker) => (worker + 1) * Padding - 1;

    private static ulong Pack(uint begin, uint end) => ((ulong)begin << 32) | end;

    private static (uint Begin, uint End) Unpack(ulong share) => ((uint)(share >> 32), (uint)share);
}
