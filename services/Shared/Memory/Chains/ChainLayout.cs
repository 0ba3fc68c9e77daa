using System.Runtime.InteropServices;

namespace WasmEngine.Memory;

/// <summary>
/// Parameters of a chain of pixel slots, at byte 64 of the header page; surfaces and frame chains share this layout.
/// docs/memory-layouts.md has the diagram, a golden test holds the offsets.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 64)]
public record struct ChainParameters
{
    /// <summary>Version of the layout.</summary>
    public const uint LayoutVersion = 1;

    /// <summary>Offset of the parameters in the region.</summary>
    public const int Offset = 64;

    /// <summary>The only pixel format: BGRA, 8 bits each, premultiplied.</summary>
    public const uint FormatBgra8888Premultiplied = 1;

    /// <summary>Slots, 3 to 128.</summary>
    [FieldOffset(0)] public uint SlotCount;

    /// <summary>Readers at once, 1 to 62.</summary>
    [FieldOffset(4)] public uint MaxReaders;

    /// <summary>Pixels across, 1 to 16384.</summary>
    [FieldOffset(8)] public uint Width;

    /// <summary>Pixels down, 1 to 16384.</summary>
    [FieldOffset(12)] public uint Height;

    /// <summary>Bytes from one row to the next, a multiple of 64.</summary>
    [FieldOffset(16)] public uint Stride;

    /// <summary><see cref="FormatBgra8888Premultiplied"/>.</summary>
    [FieldOffset(20)] public uint Format;

    /// <summary>Bytes from one slot to the next, a multiple of 65536 (a WebAssembly page).</summary>
    [FieldOffset(24)] public ulong SlotBytes;

    /// <summary>Offset of the first slot's pixels, a multiple of 65536.</summary>
    [FieldOffset(32)] public ulong PixelsOffset;

    /// <summary>Offset of the first reader's page.</summary>
    [FieldOffset(40)] public ulong ReadersOffset;
}

/// <summary>The writer's page, at byte 4096. One writer; readers map it read-only. Hot words have a cache line each.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4096)]
public struct ChainControl
{
    /// <summary>Offset in the region.</summary>
    public const int Offset = 4096;

    /// <summary>The newest frame: frame id in the upper 56 bits, slot number + 1 in the lower 8; 0 before the first frame.</summary>
    [FieldOffset(0)] public ulong Latest;

    /// <summary>Wake word: changes with each publish and when the chain is closed.</summary>
    [FieldOffset(64)] public uint PublishWord;

    /// <summary>1 when no more frames will come.</summary>
    [FieldOffset(128)] public uint Closed;

    /// <summary>A note of the writer's to its successor, first place.</summary>
    [FieldOffset(256)] public ChainNote Note0;

    /// <summary>Second place; of two intact notes the one with the greater stamp counts.</summary>
    [FieldOffset(256 + ChainNote.Size)] public ChainNote Note1;
}

/// <summary>What a writer notes for its successor.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct ChainNote
{
    /// <summary>Bytes of this struct.</summary>
    public const int Size = 1920;

    /// <summary>Most bytes of a note.</summary>
    public const int MaxLength = Size - 32;

    /// <summary>Counts up from 1; 0: none.</summary>
    [FieldOffset(0)] public ulong Stamp;

    /// <summary>A number that belongs to the note.</summary>
    [FieldOffset(8)] public ulong Position;

    /// <summary>Bytes of the note, 0 to <see cref="MaxLength"/>.</summary>
    [FieldOffset(16)] public ulong Length;

    /// <summary>FNV-1a over stamp, position and bytes, as of a ring's checkpoint.</summary>
    [FieldOffset(24)] public ulong Checksum;

    /// <summary>The bytes.</summary>
    [FieldOffset(32)] public ChainNoteBytes Bytes;
}

/// <summary>Room for a note.</summary>
[System.Runtime.CompilerServices.InlineArray(ChainNote.MaxLength)]
public struct ChainNoteBytes
{
    private byte _first;
}

/// <summary>
/// What one slot holds, 512 bytes each from byte 8192 on. Written by the writer only while no reader holds the slot.
/// Times are CLOCK_MONOTONIC in nanoseconds, 0 where the stage did not happen.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Stride)]
public struct SlotDescriptor
{
    /// <summary>Offset of slot 0's descriptor in the region.</summary>
    public const int Offset = 8192;

    /// <summary>Bytes from one descriptor to the next.</summary>
    public const int Stride = 512;

    /// <summary>Most damage rectangles; more are merged.</summary>
    public const int MaxDamage = 8;

    /// <summary>Frame in the slot; 0 while it is being written.</summary>
    [FieldOffset(0)] public ulong FrameId;

    /// <summary>When the guest began to draw.</summary>
    [FieldOffset(8)] public long KernelStartNs;

    /// <summary>When the guest presented.</summary>
    [FieldOffset(16)] public long KernelEndNs;

    /// <summary>When raster began.</summary>
    [FieldOffset(24)] public long RasterStartNs;

    /// <summary>When raster ended.</summary>
    [FieldOffset(32)] public long RasterEndNs;

    /// <summary>When the frame was published.</summary>
    [FieldOffset(40)] public long PublishNs;

    /// <summary>Generation of the surface whose slot is this frame (direct scan-out); 0: the pixels are in this slot.</summary>
    [FieldOffset(48)] public ulong SourceGeneration;

    /// <summary>Frame id within that surface.</summary>
    [FieldOffset(56)] public ulong SourceFrameId;

    /// <summary>Slot within that surface.</summary>
    [FieldOffset(64)] public uint SourceSlot;

    /// <summary>Bytes of <see cref="SourceName"/>.</summary>
    [FieldOffset(68)] public uint SourceNameLength;

    /// <summary>Damage rectangles that follow, 0 to <see cref="MaxDamage"/>; 0 means that all may have changed.</summary>
    [FieldOffset(72)] public uint DamageCount;

    /// <summary>Damage rectangles against the previous frame, 16 bytes each.</summary>
    [FieldOffset(80)] public DamageRects Damage;

    /// <summary>Region name of that surface, ASCII.</summary>
    [FieldOffset(208)] public SourceNameBytes SourceName;
}

/// <summary>Room for a slot's damage rectangles.</summary>
[System.Runtime.CompilerServices.InlineArray(SlotDescriptor.MaxDamage)]
public struct DamageRects
{
    private PixelRect _first;
}

/// <summary>Room for a region's name.</summary>
[System.Runtime.CompilerServices.InlineArray(RegionName.MaxLength)]
public struct SourceNameBytes
{
    private byte _first;
}

/// <summary>One reader's page. Only that reader writes it; it maps no other page writable.</summary>
[StructLayout(LayoutKind.Explicit, Size = 4096)]
public struct ReaderPage
{
    /// <summary>Leases of one reader: the frame that it shows, and the next one that it is taking.</summary>
    public const int LeaseCount = 2;

    /// <summary>Pid in the upper 32 bits, lower 32 bits of the start ticks in the lower; 0: the place is free.</summary>
    [FieldOffset(0)] public ulong Owner;

    /// <summary>1: the reader can't map the surfaces of scan-out frames; the writer composes while it is there.</summary>
    [FieldOffset(8)] public uint NeedsComposed;

    /// <summary>Slot number + 1 that lease 0 holds; 0: none.</summary>
    [FieldOffset(64)] public uint Lease0;

    /// <summary>Slot number + 1 that lease 1 holds; 0: none.</summary>
    [FieldOffset(68)] public uint Lease1;

    /// <summary>Wake word: lower 32 bits of the id of the last frame that the reader took. Reader 0 sets the writer's pace.</summary>
    [FieldOffset(128)] public uint Consumed;
}
