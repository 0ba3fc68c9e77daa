using System.Runtime.InteropServices;

namespace WasmEngine.Memory;

/// <summary>Kinds of region.</summary>
public enum RegionKind : uint
{
    /// <summary>Pixels that an app writes.</summary>
    Surface = 1,

    /// <summary>Finished frames of a view.</summary>
    FrameChain = 2,

    /// <summary>Bulk bytes.</summary>
    Buffer = 3,

    /// <summary>Records from one producer to one consumer.</summary>
    Ring = 4,
}

/// <summary>
/// The first 64 bytes of each region, little-endian; docs/memory-layouts.md has the diagram. Bytes 64 to 4095 hold the
/// parameters of the layout. All of it is constant once <see cref="Version"/> is set.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
public struct RegionHeader
{
    /// <summary>Bytes of this struct.</summary>
    public const int Size = 64;

    /// <summary>Bytes before the first page of a layout's own.</summary>
    public const int PageSize = 4096;

    /// <summary>"WASMENG1" in ASCII.</summary>
    public const ulong MagicValue = 0x31474E454D534157;

    /// <summary><see cref="MagicValue"/>.</summary>
    [FieldOffset(0)] public ulong Magic;

    /// <summary>A <see cref="RegionKind"/>.</summary>
    [FieldOffset(8)] public uint Kind;

    /// <summary>Version of the layout, written last; 0 while the creator is at work.</summary>
    [FieldOffset(12)] public uint Version;

    /// <summary>Bytes of the file.</summary>
    [FieldOffset(16)] public ulong TotalSize;

    /// <summary>Random; differs for each creation, so a name that was reused is noticed.</summary>
    [FieldOffset(24)] public ulong Generation;

    /// <summary>Process that created the region.</summary>
    [FieldOffset(32)] public int OwnerPid;

    /// <summary>Its start time in clock ticks since boot.</summary>
    [FieldOffset(40)] public ulong OwnerStartTicks;
}
