using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>A frame that a reader holds: its slot stays as it is until the lease is released.</summary>
/// <param name="FrameId">Id of the frame.</param>
/// <param name="Slot">Its slot.</param>
/// <param name="Place">Which of the reader's two leases holds it.</param>
public readonly record struct SlotLease(ulong FrameId, int Slot, int Place);

/// <summary>
/// One reader of a surface or a frame chain. Maps everything read-only but its own page. One thread at a time.
/// Whatever the writer does, slot numbers are checked and nothing outside the region is touched.
/// </summary>
public sealed unsafe class ChainReader : IDisposable
{
    private const int Attempts = 1024;
    private readonly ChainMap _map;
    private readonly int _place;
    private int _heldMask;

    private ChainReader(ChainMap map, int place)
    {
        _map = map;
        _place = place;
    }

    private ReaderPage* Page => _map.Reader(_place);

    /// <summary>Geometry.</summary>
    public ChainSpec Spec => _map.Spec;

    /// <summary>Name of the region.</summary>
    public RegionName Name => _map.Region.Name;

    /// <summary>Generation of the region.</summary>
    public ulong Generation => _map.Region.Generation;

    /// <summary>Changes with each frame, and when the chain is closed.</summary>
    public WakeWord Published => new(&_map.Control->PublishWord);

    /// <summary>Whether no more frames will come.</summary>
    public bool IsClosed => Volatile.Read(ref _map.Control->Closed) != 0; // SYNC: pairs with ChainWriter.Close

    /// <summary>Id of the newest frame; 0 before the first.</summary>
    public ulong LatestFrameId => Volatile.Read(ref _map.Control->Latest) >> 8; // SYNC: acquire; pairs with the release in ChainWriter.Finish

    /// <summary>Whether a frame is held.</summary>
    public bool IsHolding => _heldMask != 0;

    /// <summary>Opens a chain as one of its readers.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="name">Its region.</param>
    /// <param name="kind">Surface or FrameChain.</param>
    /// <param name="setsPace">Takes place 0 of a surface, whose progress the writer follows; only the render layer does.</param>
    /// <exception cref="RegionException">Missing, Corrupt, Truncated, WrongVersion, TooManyReaders, RoleTaken.</exception>
    public static ChainReader Open(RegionDirectory directory, RegionName name, RegionKind kind, bool setsPace = false)
    {
        var map = ChainMap.Open(directory, name, kind, PageAccess.Read);
        try
        {
            var first = kind == RegionKind.Surface && !setsPace ? 1 : 0;
            var end = setsPace ? 1 : map.Spec.MaxReaders;
            for (var place = first; place < end; place++)
            {
                if (TryTakePlace(map, place)) return new ChainReader(map, place);
            }
        }
        catch
        {
            map.Dispose();
            throw;
        }

        map.Dispose();
        throw setsPace
            ? new RegionException(RegionFault.RoleTaken, $"region {name} has a compositor already")
            : new RegionException(RegionFault.TooManyReaders, $"region {name} has {map.Spec.MaxReaders} readers, as many as it has places for");
    }

    private static bool TryTakePlace(ChainMap map, int place)
    {
        map.Region.Protect(map.ReaderOffset(place), RegionHeader.PageSize, PageAccess.ReadWrite);
        if (ReaderOwner.TryClaim(map.Reader(place))) return true;
        map.Region.Protect(map.ReaderOffset(place), RegionHeader.PageSize, PageAccess.Read);
        return false;
    }

    /// <summary>Takes a lease on the newest frame if its id is above <paramref name="newerThan"/>. Never blocks.</summary>
    /// <exception cref="RegionException">Corrupt: the writer names a slot that does not exist.</exception>
    /// <exception cref="InvalidOperationException">Both leases are held.</exception>
    public bool TryTakeLatest(ulong newerThan, out SlotLease lease)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // SYNC: acquire; pairs with the release in ChainWriter.Finish.
            var latest = Volatile.Read(ref _map.Control->Latest);
            var id = latest >> 8;
            if (latest == 0 || id <= newerThan) break;
            var slot = (int)(latest & 0xFF) - 1;
            if ((uint)slot >= (uint)Spec.SlotCount) throw new RegionException(RegionFault.Corrupt, $"region {Name} names slot {slot} of {Spec.SlotCount}");
            if (TryHold(slot, id, out lease)) return true;
        }

        lease = default;
        return false;
    }

    /// <summary>Takes a lease on a slot if it still holds that frame.</summary>
    public bool TryHold(int slot, ulong frameId, out SlotLease lease)
    {
        lease = default;
        if ((uint)slot >= (uint)Spec.SlotCount || frameId == 0) return false;
        var place = (_heldMask & 1) == 0 ? 0 : (_heldMask & 2) == 0 ? 1 : throw new InvalidOperationException("both leases are held: release a frame first");
        SetLease(place, slot + 1);
        // SYNC: Dekker with ChainWriter.TryScan, explained there.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _map.Descriptor(slot)->FrameId) != frameId)
        {
            SetLease(place, 0);
            return false;
        }

        _heldMask |= 1 << place;
        lease = new SlotLease(frameId, slot, place);
        return true;
    }

    private void SetLease(int place, int value)
    {
        // SYNC: release; pairs with ChainWriter.HeldSlots.
        if (place == 0) Volatile.Write(ref Page->Lease0, (uint)value);
        else Volatile.Write(ref Page->Lease1, (uint)value);
    }

    /// <summary>Lets the writer have the slot again; its pixels must not be used any more. Nothing happens after <see cref="Dispose"/>.</summary>
    public void Release(SlotLease lease)
    {
        if (_map.Region.IsDisposed) return; // Dispose has given up all leases
        SetLease(lease.Place, 0);
        _heldMask &= ~(1 << lease.Place);
    }

    /// <summary>A copy of what the writer says of a slot that is held.</summary>
    public SlotDescriptor Describe(SlotLease lease) => *_map.Descriptor(lease.Slot);

    /// <summary>Address of the pixels of a slot; readable, and constant while the slot is held.</summary>
    public nint PixelsAddress(int slot) => (nint)_map.Pixels(slot);

    /// <summary>Says that frames up to this one were taken, which wakes a writer that keeps the pace.</summary>
    public void MarkConsumed(ulong frameId)
    {
        // SYNC: pairs with the acquire of ChainWriter.Consumed.
        var consumed = &Page->Consumed;
        Volatile.Write(ref *consumed, (uint)frameId);
        Waiter.System.Wake((nint)consumed);
    }

    /// <summary>Says whether this reader can't map surfaces, so that the writer composes every frame.</summary>
    public void RequireComposed(bool required) => Volatile.Write(ref Page->NeedsComposed, required ? 1u : 0); // SYNC: pairs with ChainWriter.AnyReaderNeedsComposed

    /// <summary>Gives up the place and all leases.</summary>
    public void Dispose()
    {
        if (_map.Region.IsDisposed) return;
        ReaderOwner.Release(Page);
        _map.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => $"reader {_place} of {Name}";
}
