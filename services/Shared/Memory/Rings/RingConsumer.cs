using WasmEngine.Platform;

namespace WasmEngine.Memory;

/// <summary>A record; the payload lies in shared memory and is valid until the record is released.</summary>
public readonly ref struct RingRecord
{
    internal RingRecord(uint type, ReadOnlySpan<byte> payload)
    {
        Type = type;
        Payload = payload;
    }

    /// <summary>Meaning of the payload.</summary>
    public uint Type { get; }

    /// <summary>The bytes. The producer could still change them: copy what you check.</summary>
    public ReadOnlySpan<byte> Payload { get; }
}

/// <summary>
/// The reading end of a ring. A successor of a dead consumer starts from its last checkpoint and reads again what came
/// after. One thread at a time. A hostile producer can make reads fail with Corrupt, never read outside the region.
/// </summary>
public sealed unsafe class RingConsumer : IDisposable
{
    private const long ConsumerRole = 1;
    private readonly RingMap _map;
    private ulong _position;
    private ulong _stamp;
    private ulong _saved; // up to where the restored checkpoint stands for the records
    private readonly int[] _reserved = new int[2];

    private RingConsumer(RingMap map) => _map = map;

    /// <summary>Name of the region.</summary>
    public RegionName Name => _map.Region.Name;

    /// <summary>Generation of the region.</summary>
    public ulong Generation => _map.Region.Generation;

    /// <summary>Size.</summary>
    public RingSpec Spec => _map.Spec;

    /// <summary>Changes with each record.</summary>
    public WakeWord Written => new(&_map.Producer->HeadWord);

    /// <summary>Bytes of records ever read or skipped; where the next one begins.</summary>
    public ulong Position => _position;

    /// <summary>
    /// Whether records before the first one that can be read were let go of without a saved state: what the records lead to is not whole.
    /// </summary>
    public bool IsGapped { get; private set; }

    /// <summary>Bytes of records that are kept for a successor.</summary>
    public long RetainedBytes => (long)(_position - _map.Consumer->Retained);

    /// <summary>Opens the reading end.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="name">Its region.</param>
    /// <param name="checkpoint">The last saved state, empty when there is none: apply it first, then read on.</param>
    /// <exception cref="RegionException">Missing, Corrupt, Truncated, WrongVersion; RoleTaken: it has a live consumer.</exception>
    public static RingConsumer Open(RegionDirectory directory, RegionName name, out byte[] checkpoint)
    {
        var map = RingMap.Open(directory, name);
        try
        {
            map.Region.TakeRole(ConsumerRole, "consumer");
            map.Region.Protect(RingProducerPage.Offset, RegionHeader.PageSize, PageAccess.Read);
            map.Region.Protect(map.Spec.DataOffset, map.Spec.DataCapacity, PageAccess.Read);
            var consumer = new RingConsumer(map) { _position = map.Consumer->Retained };
            checkpoint = consumer.RestoreCheckpoint();
            consumer.IsGapped = map.Consumer->Retained > consumer._saved;
            // A header at any other position could reach over the end of the mapping.
            if (consumer._position % RingRecordHeader.Size != 0) throw map.Corrupt($"its reader stands at {consumer._position}");
            new WakeWord(&map.Consumer->SpaceWord).Ring(); // the former consumer may have died between making room and waking
            return consumer;
        }
        catch
        {
            map.Dispose();
            throw;
        }
    }

    private byte[] RestoreCheckpoint()
    {
        byte[] newest = [];
        Restore(0, _map.Consumer->Checkpoint0, ref newest);
        Restore(1, _map.Consumer->Checkpoint1, ref newest);
        return newest;
    }

    private void Restore(int half, RingCheckpoint found, ref byte[] newest)
    {
        if (found.Stamp <= _stamp || found.Length > (ulong)Spec.CheckpointCapacity || found.Position % RingRecordHeader.Size != 0) return;
        var state = _map.Checkpoint(half, (int)found.Length).ToArray();
        if (RingMap.Checksum(found.Stamp, found.Position, state) != found.Checksum) return;
        newest = state;
        _stamp = found.Stamp;
        _saved = found.Position;
        _position = Math.Max(found.Position, _map.Consumer->Retained);
    }

    /// <summary>Takes the next record. Never blocks.</summary>
    /// <exception cref="RegionException">Corrupt: positions or lengths contradict each other.</exception>
    public bool TryRead(out RingRecord record)
    {
        while (true)
        {
            record = default;
            // SYNC: acquire; pairs with the release in RingProducer.TryWrite.
            var available = Volatile.Read(ref _map.Producer->Head) - _position;
            if (available == 0) return false;
            var untilEnd = (ulong)Spec.DataCapacity - (_position & (ulong)(Spec.DataCapacity - 1));
            if (available > (ulong)Spec.DataCapacity || available % RingRecordHeader.Size != 0) throw _map.Corrupt($"its head is {available} bytes from the reader");
            var header = *(RingRecordHeader*)_map.Data(_position); // judged as a copy
            if (header.Position != _position) throw _map.Corrupt($"a record at {_position} says that it is at {header.Position}");
            if (header.Length > untilEnd - RingRecordHeader.Size || header.Length > available - RingRecordHeader.Size) throw _map.Corrupt($"a record of {header.Length} bytes does not fit");
            var payload = _map.Data(_position) + RingRecordHeader.Size;
            _position += (ulong)RingProducer.RecordBytes((int)header.Length);
            if (header.Type == RingRecordHeader.Filler) continue;
            record = new RingRecord(header.Type, new ReadOnlySpan<byte>(payload, (int)header.Length));
            return true;
        }
    }

    /// <summary>Nothing read so far is needed again: a successor goes on from here.</summary>
    public void Release() => Retain(_position);

    /// <summary>Tells the producer that what was read so far is shown; it keeps to that pace.</summary>
    public void MarkShown()
    {
        if (_map.Consumer->Shown == _position) return;
        // SYNC: release; pairs with the acquire in RingProducer.IsShown.
        Volatile.Write(ref _map.Consumer->Shown, _position);
        new WakeWord(&_map.Consumer->ShownWord).Ring();
    }

    /// <summary>Saves a state that stands for everything read so far, then lets go of the records that it covers.</summary>
    /// <param name="state">At most <see cref="RingSpec.CheckpointCapacity"/> bytes.</param>
    /// <exception cref="RegionException">NoSpace: nothing was saved, the former checkpoint still counts.</exception>
    public void SaveCheckpoint(ReadOnlySpan<byte> state)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(state.Length, Spec.CheckpointCapacity);
        var stamp = _stamp + 1;
        var half = (int)(stamp & 1); // the other half keeps the previous state whole meanwhile
        ReserveHalf(half, state.Length);
        state.CopyTo(_map.Checkpoint(half, state.Length));
        var saved = new RingCheckpoint { Stamp = stamp, Position = _position, Length = (ulong)state.Length, Checksum = RingMap.Checksum(stamp, _position, state) };
        if (half == 0) _map.Consumer->Checkpoint0 = saved;
        else _map.Consumer->Checkpoint1 = saved;
        _stamp = stamp;
        Interlocked.MemoryBarrier(); // SYNC: the checkpoint is whole before Retained lets its records be overwritten
        Retain(_position);
    }

    private void ReserveHalf(int half, int length)
    {
        if (length <= _reserved[half]) return;
        _map.Region.Reserve(Spec.CheckpointOffset(half), length);
        _reserved[half] = length;
    }

    private void Retain(ulong position)
    {
        // SYNC: release; pairs with the acquire in RingProducer.FreeBytes.
        Volatile.Write(ref _map.Consumer->Retained, position);
        new WakeWord(&_map.Consumer->SpaceWord).Ring();
    }

    /// <summary>Unmaps the ring; the region stays.</summary>
    public void Dispose() => _map.Dispose();
}
