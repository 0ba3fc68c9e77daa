using System.Runtime.InteropServices;

namespace WasmEngine.Memory;

/// <summary>Parameters of a ring, at byte 64 of the header page.</summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
public record struct RingParameters
{
    /// <summary>Version of the layout.</summary>
    public const uint LayoutVersion = 1;

    /// <summary>Offset of the parameters in the region.</summary>
    public const int Offset = 64;

    /// <summary>Bytes of the record area, a power of two.</summary>
    [FieldOffset(0)] public ulong DataCapacity;

    /// <summary>Bytes of one checkpoint, there is room for two; 0: none.</summary>
    [FieldOffset(8)] public ulong CheckpointCapacity;
}

/// <summary>The producer's page, at byte 4096; the consumer maps it read-only.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4096)]
public struct RingProducerPage
{
    /// <summary>Offset in the region.</summary>
    public const int Offset = 4096;

    /// <summary>Bytes ever written, a multiple of 16; positions modulo the capacity are offsets in the record area.</summary>
    [FieldOffset(0)] public ulong Head;

    /// <summary>Wake word: changes with each record.</summary>
    [FieldOffset(64)] public uint HeadWord;
}

/// <summary>The consumer's page, at byte 8192; the producer maps it read-only.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4096)]
public struct RingConsumerPage
{
    /// <summary>Offset in the region.</summary>
    public const int Offset = 8192;

    /// <summary>Records before this position are not needed any more, their bytes may be overwritten.</summary>
    [FieldOffset(0)] public ulong Retained;

    /// <summary>Wake word: changes when there is more room.</summary>
    [FieldOffset(64)] public uint SpaceWord;

    /// <summary>The checkpoint in the first half.</summary>
    [FieldOffset(128)] public RingCheckpoint Checkpoint0;

    /// <summary>The checkpoint in the second half; of two intact ones the greater stamp counts.</summary>
    [FieldOffset(160)] public RingCheckpoint Checkpoint1;

    /// <summary>What records before this position led to has been shown, or needed no showing; 0 where the consumer does not tell.</summary>
    [FieldOffset(192)] public ulong Shown;

    /// <summary>Wake word: changes with Shown.</summary>
    [FieldOffset(256)] public uint ShownWord;
}

/// <summary>A saved state of the consumer that stands for all records before a position.</summary>
[StructLayout(LayoutKind.Sequential, Size = 32)]
public struct RingCheckpoint
{
    /// <summary>Counts up from 1; 0: none.</summary>
    public ulong Stamp;

    /// <summary>Records from here on are to be replayed.</summary>
    public ulong Position;

    /// <summary>Bytes of the state.</summary>
    public ulong Length;

    /// <summary>FNV-1a over stamp, position and state; a half that was being written when its writer died does not match.</summary>
    public ulong Checksum;
}

/// <summary>Begins each record; records are padded to 16 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = Size)]
public struct RingRecordHeader
{
    /// <summary>Bytes of this struct, and the unit of positions.</summary>
    public const int Size = 16;

    /// <summary>Type of a record that only fills the end of the area.</summary>
    public const uint Filler = 0;

    /// <summary>Bytes that follow, without padding.</summary>
    public uint Length;

    /// <summary>Meaning of the payload, above 0.</summary>
    public uint Type;

    /// <summary>The record's own position; anything else means that the ring is corrupt.</summary>
    public ulong Position;
}

/// <summary>The size of a ring, checked.</summary>
public sealed record RingSpec
{
    private const int MaxCapacity = 1 << 28;

    /// <summary>Creates a specification.</summary>
    /// <param name="dataCapacity">Bytes for records, a power of two from 4096 to 256 MiB.</param>
    /// <param name="checkpointCapacity">Most bytes of one checkpoint, 0 to 256 MiB.</param>
    public RingSpec(int dataCapacity, int checkpointCapacity)
    {
        if (dataCapacity is < 4096 or > MaxCapacity || !int.IsPow2(dataCapacity)) throw new ArgumentOutOfRangeException(nameof(dataCapacity), dataCapacity, "a power of two from 4096 to 256 MiB");
        if (checkpointCapacity is < 0 or > MaxCapacity) throw new ArgumentOutOfRangeException(nameof(checkpointCapacity), checkpointCapacity, "0 to 256 MiB");
        DataCapacity = dataCapacity;
        CheckpointCapacity = checkpointCapacity;
    }

    /// <summary>Bytes for records.</summary>
    public int DataCapacity { get; }

    /// <summary>Most bytes of one checkpoint.</summary>
    public int CheckpointCapacity { get; }

    /// <summary>Longest payload of one record.</summary>
    public int MaxPayload => (DataCapacity / 4) - RingRecordHeader.Size;

    /// <summary>Offset of the record area.</summary>
    public long DataOffset => RingConsumerPage.Offset + RegionHeader.PageSize;

    /// <summary>Offset of a checkpoint half.</summary>
    public long CheckpointOffset(int half) => DataOffset + DataCapacity + (half * HalfBytes);

    /// <summary>Bytes of the region.</summary>
    public long TotalSize => CheckpointOffset(2);

    /// <summary>Bytes of both checkpoint halves.</summary>
    internal long CheckpointBytes => 2 * HalfBytes;

    private long HalfBytes => (CheckpointCapacity + RegionHeader.PageSize - 1) / RegionHeader.PageSize * RegionHeader.PageSize;

    internal RingParameters ToParameters() => new() { DataCapacity = (ulong)DataCapacity, CheckpointCapacity = (ulong)CheckpointCapacity };

    internal static RingSpec FromParameters(RegionName name, RingParameters given, long size)
    {
        if (given.DataCapacity is >= 4096 and <= MaxCapacity && ulong.IsPow2(given.DataCapacity) && given.CheckpointCapacity <= MaxCapacity)
        {
            var spec = new RingSpec((int)given.DataCapacity, (int)given.CheckpointCapacity);
            if (spec.TotalSize <= size) return spec;
        }

        throw new RegionException(RegionFault.Corrupt, $"the parameters of ring {name} contradict each other");
    }
}
