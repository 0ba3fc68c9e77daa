using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// Ownership of readers' places, packed into one word so that a single compare-and-swap claims a place together with the
/// identity that makes it reclaimable.
/// </summary>
internal static unsafe class ReaderOwner
{
    internal static readonly ulong Self = Pack(ProcessIdentity.Current);

    private static ulong Pack(ProcessIdentity identity) => ((ulong)(uint)identity.Pid << 32) | (uint)identity.StartTicks;

    /// <summary>Takes the place if it is free or its owner is dead; leases of the dead are cleared.</summary>
    internal static bool TryClaim(ReaderPage* page)
    {
        // SYNC: pairs with the compare-and-swaps of other claimers and with Release.
        var owner = Volatile.Read(ref page->Owner);
        if (owner != 0 && IsAlive(owner)) return false;
        if (Interlocked.CompareExchange(ref page->Owner, Self, owner) != owner) return false;
        Clear(page);
        return true;
    }

    /// <summary>
    /// Frees a dead reader's place. The claimer takes it over first: if it dies in between, its own death makes the place
    /// reclaimable again.
    /// </summary>
    internal static bool TryReclaim(ReaderPage* page)
    {
        // SYNC: as in TryClaim.
        var owner = Volatile.Read(ref page->Owner);
        if (owner == 0 || IsAlive(owner)) return false;
        if (!TryClaim(page)) return false;
        Release(page);
        return true;
    }

    /// <summary>Gives up a place that this process owns.</summary>
    internal static void Release(ReaderPage* page)
    {
        Clear(page);
        // SYNC: release; pairs with the read in TryClaim.
        Volatile.Write(ref page->Owner, 0);
    }

    private static void Clear(ReaderPage* page)
    {
        // SYNC: release; pairs with the writer's scan of leases.
        Volatile.Write(ref page->Lease0, 0);
        Volatile.Write(ref page->Lease1, 0);
        Volatile.Write(ref page->NeedsComposed, 0);
    }

    private static bool IsAlive(ulong owner)
    {
        try
        {
            return ProcessIdentity.TryFind((int)(owner >> 32)) is { } found && (uint)found.StartTicks == (uint)owner;
        }
        catch (IOException)
        {
            return true; // not known to be dead: a place too few is better than a frame that changes under its reader
        }
    }
}
