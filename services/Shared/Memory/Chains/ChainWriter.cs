using System.Runtime.InteropServices;
using System.Text;
using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// The one writer of a surface or a frame chain. The newest frame wins; the writer never waits for a reader. One thread at a
/// time. A successor of a dead writer continues the chain: frame ids go on and readers keep their mappings.
/// </summary>
public sealed unsafe class ChainWriter : IDisposable
{
    private const long WriterRole = 0;
    private readonly ChainMap _map;
    private UInt128 _reserved;
    private int _latestSlot = -1;

    private ChainWriter(ChainMap map) => _map = map;

    /// <summary>Geometry.</summary>
    public ChainSpec Spec => _map.Spec;

    /// <summary>Name of the region.</summary>
    public RegionName Name => _map.Region.Name;

    /// <summary>Generation of the region.</summary>
    public ulong Generation => _map.Region.Generation;

    /// <summary>The region's file, for mapping its slots as windows of a guest.</summary>
    public SharedFile File => _map.Region.File;

    /// <summary>Id of the newest frame; 0 before the first.</summary>
    public ulong LatestFrameId { get; private set; }

    /// <summary>The pace-setting reader's word: changes when it has taken a frame.</summary>
    public WakeWord Consumed => new(&_map.Reader(0)->Consumed);

    /// <summary>Creates a chain.</summary>
    /// <exception cref="RegionException">NameTaken or NoSpace.</exception>
    public static ChainWriter Create(RegionDirectory directory, RegionName name, ChainSpec spec)
    {
        var region = Region.Create(directory, name, spec.Kind, ChainParameters.LayoutVersion, spec.TotalSize, spec.PixelsOffset,
            r => *(ChainParameters*)(r.Base + ChainParameters.Offset) = spec.ToParameters());
        return TakeOver(new ChainMap(region, spec));
    }

    /// <summary>Continues the chain of that name if there is one of the same geometry, else creates it.</summary>
    /// <exception cref="RegionException">RoleTaken: it has a live writer. Corrupt: it has another geometry.</exception>
    public static ChainWriter OpenOrCreate(RegionDirectory directory, RegionName name, ChainSpec spec)
    {
        if (!directory.Exists(name)) return Create(directory, name, spec);
        var map = ChainMap.Open(directory, name, spec.Kind, PageAccess.ReadWrite);
        if (map.Spec == spec) return TakeOver(map);
        map.Dispose();
        throw new RegionException(RegionFault.Corrupt, $"region {name} is {map.Spec.Width}x{map.Spec.Height}, {spec.Width}x{spec.Height} is needed");
    }

    private static ChainWriter TakeOver(ChainMap map)
    {
        try
        {
            map.Region.TakeRole(WriterRole, "writer");
            var writer = new ChainWriter(map);
            // SYNC: acquire; pairs with the release in Publish of the former writer.
            var latest = Volatile.Read(ref map.Control->Latest);
            var slot = (int)(latest & 0xFF) - 1;
            if (slot >= map.Spec.SlotCount) throw new RegionException(RegionFault.Corrupt, $"region {map.Region.Name} names slot {slot} of {map.Spec.SlotCount}");
            writer.LatestFrameId = latest >> 8;
            writer._latestSlot = slot;
            Volatile.Write(ref map.Control->Closed, 0); // SYNC: pairs with ChainReader.IsClosed
            new WakeWord(&map.Control->PublishWord).Ring(); // the former writer may have died between publishing and waking
            return writer;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Finds a slot that no reader holds and takes it for writing. With readers that keep the rules there always is one.
    /// </summary>
    /// <returns>False when hostile or dead-and-unreclaimable readers hold everything: skip this frame.</returns>
    public bool TryBegin(out int slot) => TryFindFree(out slot) || (ReclaimDeadReaders() > 0 && TryFindFree(out slot));

    // Readers that come through Latest leave one scan a free slot. Those that come through a frame chain's scan-out
    // descriptors can move a lease from a slot that was passed to one that is next; with the newest frame standing still they
    // can do so a few times only, so a few more scans find one. docs/memory-layouts.md has the argument.
    private bool TryFindFree(out int slot)
    {
        for (var scan = 0; scan < 3 * Spec.SlotCount; scan++)
        {
            if (TryScan(out slot, out var lostRace)) return true;
            if (!lostRace) break; // every slot was held from the start: not a matter of timing
        }

        slot = -1;
        return false;
    }

    private bool TryScan(out int slot, out bool lostRace)
    {
        lostRace = false;
        var held = HeldSlots();
        for (slot = 0; slot < Spec.SlotCount; slot++)
        {
            if (slot == _latestSlot || (held >> slot & 1) != 0) continue;
            var descriptor = _map.Descriptor(slot);
            var former = descriptor->FrameId;
            Volatile.Write(ref descriptor->FrameId, 0); // SYNC: ordered by the fence below
            // SYNC: Dekker with ChainReader.TryHold: we write FrameId, fence, read leases; it writes its lease, fences, reads
            // FrameId. At least one of us sees the other.
            Interlocked.MemoryBarrier();
            if ((HeldSlots() >> slot & 1) == 0) return true;
            Volatile.Write(ref descriptor->FrameId, former); // SYNC: pairs with the same read in TryHold
            lostRace = true;
        }

        slot = -1;
        return false;
    }

    private UInt128 HeldSlots()
    {
        UInt128 held = 0;
        for (var place = 0; place < Spec.MaxReaders; place++)
        {
            var page = _map.Reader(place);
            // SYNC: acquire; pairs with the lease stores of ChainReader.
            var lease0 = Volatile.Read(ref page->Lease0);
            var lease1 = Volatile.Read(ref page->Lease1);
            if (lease0 - 1 < (uint)Spec.SlotCount) held |= UInt128.One << (int)(lease0 - 1);
            if (lease1 - 1 < (uint)Spec.SlotCount) held |= UInt128.One << (int)(lease1 - 1);
        }

        return held;
    }

    /// <summary>Offset of a slot's pixels in the region.</summary>
    public long PixelsOffset(int slot) => _map.PixelsOffset(slot);

    /// <summary>
    /// Sets memory for a slot's pixels aside, once. Call it before a guest gets the slot's pages as a window; on a full file
    /// system a page that is touched first would end the process otherwise (SIGBUS). The members that give out addresses do it
    /// themselves.
    /// </summary>
    /// <returns>False when shared memory is full: the slot can't be written, skip this frame.</returns>
    public bool TryReserve(int slot)
    {
        if ((_reserved >> slot & 1) != 0) return true;
        if (!File.TryReserve(_map.PixelsOffset(slot), Spec.SlotBytes)) return false;
        _reserved |= UInt128.One << slot;
        return true;
    }

    /// <summary>The same, for those who take a refusal as an error.</summary>
    /// <exception cref="RegionException">NoSpace.</exception>
    public void Reserve(int slot)
    {
        if (!TryReserve(slot)) throw new RegionException(RegionFault.NoSpace, $"there is no memory left for {Spec.SlotBytes} bytes of region {Name}: free some in its file system");
    }

    /// <summary>Address of a slot's pixels; valid until this object is disposed.</summary>
    /// <exception cref="RegionException">NoSpace.</exception>
    public nint PixelsAddress(int slot)
    {
        Reserve(slot);
        return (nint)_map.Pixels(slot);
    }

    /// <summary>Pixels of a slot that <see cref="TryBegin"/> gave; rows are <see cref="ChainSpec.Stride"/> bytes apart.</summary>
    /// <exception cref="RegionException">NoSpace.</exception>
    public Span<byte> Pixels(int slot) => new((byte*)PixelsAddress(slot), Spec.Stride * Spec.Height);

    /// <summary>Makes a slot the newest frame and wakes the readers. Allocates nothing.</summary>
    /// <param name="slot">From <see cref="TryBegin"/>.</param>
    /// <param name="stamp">Times of its stages.</param>
    /// <param name="damage">What differs from the previous frame; empty: everything may. More than 8 are merged.</param>
    /// <returns>The frame's id, one above the previous.</returns>
    public ulong Publish(int slot, FrameStamp stamp, ReadOnlySpan<PixelRect> damage)
    {
        _map.Descriptor(slot)->SourceGeneration = 0;
        return Finish(slot, stamp, damage);
    }

    /// <summary>Makes a surface's slot the newest frame as it is; the slot given here stays empty.</summary>
    public ulong PublishScanout(int slot, FrameStamp stamp, ReadOnlySpan<PixelRect> damage, ScanoutSource source)
    {
        var descriptor = _map.Descriptor(slot);
        descriptor->SourceGeneration = source.Generation;
        descriptor->SourceFrameId = source.FrameId;
        descriptor->SourceSlot = (uint)source.Slot;
        descriptor->SourceNameLength = (uint)Encoding.ASCII.GetBytes(source.Surface.Value, descriptor->SourceName);
        return Finish(slot, stamp, damage);
    }

    private ulong Finish(int slot, FrameStamp stamp, ReadOnlySpan<PixelRect> damage)
    {
        var descriptor = _map.Descriptor(slot);
        descriptor->KernelStartNs = stamp.KernelStartNs;
        descriptor->KernelEndNs = stamp.KernelEndNs;
        descriptor->RasterStartNs = stamp.RasterStartNs;
        descriptor->RasterEndNs = stamp.RasterEndNs;
        WriteDamage(descriptor, damage);
        descriptor->PublishNs = MonotonicClock.NowNs;
        var id = LatestFrameId + 1;
        // SYNC: releases, in this order; pair with the acquires in ChainReader.TryTakeLatest and TryHold.
        Volatile.Write(ref descriptor->FrameId, id);
        Volatile.Write(ref _map.Control->Latest, (id << 8) | (uint)(slot + 1));
        LatestFrameId = id;
        _latestSlot = slot;
        new WakeWord(&_map.Control->PublishWord).Ring();
        return id;
    }

    private static void WriteDamage(SlotDescriptor* descriptor, ReadOnlySpan<PixelRect> damage)
    {
        Span<PixelRect> target = MemoryMarshal.CreateSpan(ref descriptor->Damage[0], SlotDescriptor.MaxDamage);
        descriptor->DamageCount = (uint)Math.Min(damage.Length, target.Length);
        for (var i = 0; i < damage.Length; i++)
        {
            if (i < target.Length) target[i] = damage[i];
            else target[^1] = target[^1].Union(damage[i]);
        }
    }

    /// <summary>Places taken by readers, dead ones included until they are reclaimed.</summary>
    public int ReaderCount
    {
        get
        {
            var count = 0;
            for (var place = 0; place < Spec.MaxReaders; place++)
            {
                // SYNC: acquire; pairs with ReaderOwner.TryClaim.
                if (Volatile.Read(ref _map.Reader(place)->Owner) != 0) count++;
            }

            return count;
        }
    }

    /// <summary>Whether a reader can't map the surfaces of scan-out frames.</summary>
    public bool AnyReaderNeedsComposed
    {
        get
        {
            for (var place = 0; place < Spec.MaxReaders; place++)
            {
                // SYNC: acquire; pairs with ChainReader.RequireComposed.
                if (Volatile.Read(ref _map.Reader(place)->NeedsComposed) != 0) return true;
            }

            return false;
        }
    }

    /// <summary>Frees the places of readers that died; costs a look into /proc for each place that is taken.</summary>
    public int ReclaimDeadReaders()
    {
        var reclaimed = 0;
        for (var place = 0; place < Spec.MaxReaders; place++)
        {
            if (ReaderOwner.TryReclaim(_map.Reader(place))) reclaimed++;
        }

        return reclaimed;
    }

    /// <summary>
    /// Leaves a note for a successor, in place of the former one. Whole or not at all: when the writer is killed meanwhile the former one is found. Allocates nothing.
    /// </summary>
    /// <param name="position">A number that belongs to it.</param>
    /// <param name="note">At most <see cref="ChainNote.MaxLength"/> bytes.</param>
    public void SaveNote(ulong position, ReadOnlySpan<byte> note) => ChainNotes.Save(ref *_map.Control, position, note);

    /// <summary>The note that this or a former writer left.</summary>
    /// <param name="position">The number that belongs to it.</param>
    /// <param name="note">At least <see cref="ChainNote.MaxLength"/> bytes, gets it.</param>
    /// <returns>Bytes of the note; 0 when there is none.</returns>
    public int LoadNote(out ulong position, Span<byte> note) => ChainNotes.Load(ref *_map.Control, out position, note);

    /// <summary>Tells the readers that no more frames will come on this chain.</summary>
    public void Close()
    {
        Volatile.Write(ref _map.Control->Closed, 1); // SYNC: pairs with ChainReader.IsClosed
        new WakeWord(&_map.Control->PublishWord).Ring();
    }

    /// <summary>Unmaps the chain; the region and its last frame stay.</summary>
    public void Dispose() => _map.Dispose();
}
