using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>
/// The writing end of a ring of records. Records stay until the consumer's checkpoint covers them. One thread at a time; a
/// successor of a dead producer goes on where it ended, and a record that it had not finished was never visible.
/// </summary>
public sealed unsafe class RingProducer : IDisposable
{
    private const long ProducerRole = 0;
    private readonly RingMap _map;
    private ulong _head;
    private ulong _published;

    private RingProducer(RingMap map) => _map = map;

    /// <summary>Name of the region.</summary>
    public RegionName Name => _map.Region.Name;

    /// <summary>Size.</summary>
    public RingSpec Spec => _map.Spec;

    /// <summary>Changes when the consumer has made room.</summary>
    public WakeWord Space => new(&_map.Consumer->SpaceWord);

    /// <summary>Changes when the consumer has shown more.</summary>
    public WakeWord ShownWord => new(&_map.Consumer->ShownWord);

    /// <summary>Whether the consumer has shown what all records led to.</summary>
    // SYNC: acquire; pairs with the release in RingConsumer.MarkShown.
    public bool IsShown => Volatile.Read(ref _map.Consumer->Shown) == _head;

    /// <summary>While set, records are written but not told of: <see cref="Publish"/> hands them over together. The consumer sees all of them or none.</summary>
    public bool IsHeld { get; set; }

    /// <summary>Bytes of records that the consumer was not told of.</summary>
    public long HeldBytes => (long)(_head - _published);

    /// <summary>Creates a ring.</summary>
    /// <exception cref="RegionException">NameTaken or NoSpace.</exception>
    public static RingProducer Create(RegionDirectory directory, RegionName name, RingSpec spec)
    {
        var region = Region.Create(directory, name, RegionKind.Ring, RingParameters.LayoutVersion, spec.TotalSize, spec.CheckpointOffset(0),
            r => *(RingParameters*)(r.Base + RingParameters.Offset) = spec.ToParameters());
        return TakeOver(new RingMap(region, spec));
    }

    /// <summary>Continues the ring of that name if there is one, whatever its size, else creates it.</summary>
    /// <exception cref="RegionException">RoleTaken: it has a live producer. Corrupt, Truncated, WrongVersion.</exception>
    public static RingProducer OpenOrCreate(RegionDirectory directory, RegionName name, RingSpec spec) =>
        directory.Exists(name) ? TakeOver(RingMap.Open(directory, name)) : Create(directory, name, spec);

    /// <summary>Continues a ring that somebody else has created.</summary>
    /// <exception cref="RegionException">Missing, Corrupt, Truncated, WrongVersion; RoleTaken: it has a live producer.</exception>
    public static RingProducer Open(RegionDirectory directory, RegionName name) => TakeOver(RingMap.Open(directory, name));

    private static RingProducer TakeOver(RingMap map)
    {
        try
        {
            map.Region.TakeRole(ProducerRole, "producer");
            map.Region.Protect(RingConsumerPage.Offset, RegionHeader.PageSize, PageAccess.Read);
            if (map.Spec.CheckpointBytes > 0) map.Region.Protect(map.Spec.CheckpointOffset(0), map.Spec.CheckpointBytes, PageAccess.Read);
            // SYNC: acquire; pairs with the release in TryWrite of the former producer.
            var head = Volatile.Read(ref map.Producer->Head);
            // A header at any other position could reach over the end of the mapping.
            if (head % RingRecordHeader.Size != 0) throw map.Corrupt($"its head stands at {head}");
            new WakeWord(&map.Producer->HeadWord).Ring(); // the former producer may have died between writing and waking
            return new RingProducer(map) { _head = head, _published = head };
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    /// <summary>Bytes that records may take now, their headers and padding included.</summary>
    public long FreeBytes
    {
        get
        {
            // SYNC: acquire; pairs with the release in RingConsumer.Retain: the consumer is done with those bytes.
            var used = _head - Volatile.Read(ref _map.Consumer->Retained);
            return used <= (ulong)Spec.DataCapacity ? Spec.DataCapacity - (long)used : 0; // a lying consumer only gets less
        }
    }

    /// <summary>Appends a record and wakes the consumer.</summary>
    /// <param name="type">Above 0.</param>
    /// <param name="payload">At most <see cref="RingSpec.MaxPayload"/> bytes.</param>
    /// <returns>False when there is no room; nothing was written.</returns>
    public bool TryWrite(uint type, ReadOnlySpan<byte> payload)
    {
        ArgumentOutOfRangeException.ThrowIfZero(type);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, Spec.MaxPayload);
        var total = RecordBytes(payload.Length);
        var untilEnd = Spec.DataCapacity - (int)(_head & (ulong)(Spec.DataCapacity - 1));
        var filler = total > untilEnd ? untilEnd : 0;
        if (FreeBytes < total + filler) return false;
        var head = _head;
        if (filler > 0)
        {
            *(RingRecordHeader*)_map.Data(head) = new RingRecordHeader { Length = (uint)(filler - RingRecordHeader.Size), Type = RingRecordHeader.Filler, Position = head };
            head += (ulong)filler;
        }

        var record = _map.Data(head);
        *(RingRecordHeader*)record = new RingRecordHeader { Length = (uint)payload.Length, Type = type, Position = head };
        payload.CopyTo(new Span<byte>(record + RingRecordHeader.Size, payload.Length));
        _head = head + (ulong)total;
        if (!IsHeld) Publish();
        return true;
    }

    /// <summary>Hands over what was held, and wakes the consumer.</summary>
    public void Publish()
    {
        if (_published == _head) return;
        _published = _head;
        // SYNC: release; pairs with the acquire in RingConsumer.TryRead.
        Volatile.Write(ref _map.Producer->Head, _head);
        new WakeWord(&_map.Producer->HeadWord).Ring();
    }

    /// <summary>Bytes that a record of this payload takes.</summary>
    public static int RecordBytes(int payloadLength) => (RingRecordHeader.Size + payloadLength + RingRecordHeader.Size - 1) & -RingRecordHeader.Size;

    /// <summary>Unmaps the ring; the region stays.</summary>
    public void Dispose() => _map.Dispose();
}
