using System.Runtime.InteropServices;

namespace WasmEngine.Memory;

/// <summary>
/// A finished frame in shared memory, held by a lease from <see cref="ViewFrames.TryTakeLatest"/> to
/// <see cref="ViewFrames.Release"/>. The pixels are the writer's own pages: no byte of them was copied.
/// </summary>
public readonly unsafe struct Frame
{
    private readonly SlotDescriptor _descriptor;
    private readonly byte* _pixels;

    internal Frame(SlotDescriptor descriptor, ChainSpec geometry, nint pixels, SlotLease lease, ChainReader? surface, SlotLease surfaceLease)
    {
        _descriptor = descriptor; // a copy, its damage clipped by ViewFrames
        _pixels = (byte*)pixels;
        Width = geometry.Width;
        Height = geometry.Height;
        Stride = geometry.Stride;
        Lease = lease;
        Surface = surface;
        SurfaceLease = surfaceLease;
    }

    /// <summary>Id, counting up from 1; gaps mean frames that were superseded before they were seen.</summary>
    public ulong Id => Lease.FrameId;

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Bytes from row to row.</summary>
    public int Stride { get; }

    /// <summary>Height × Stride bytes, BGRA 8888 premultiplied.</summary>
    public ReadOnlySpan<byte> Pixels => new(_pixels, Stride * Height);

    /// <summary>Address of <see cref="Pixels"/>, for handing to a graphics library while the frame is held.</summary>
    public nint PixelsAddress => (nint)_pixels;

    /// <summary>When its stages happened.</summary>
    public FrameStamp Stamp => new(_descriptor.KernelStartNs, _descriptor.KernelEndNs, _descriptor.RasterStartNs, _descriptor.RasterEndNs);

    /// <summary>When it was published, CLOCK_MONOTONIC in nanoseconds.</summary>
    public long PublishNs => _descriptor.PublishNs;

    /// <summary>Whether it is a guest's own slot, handed over without raster.</summary>
    public bool IsScanout => Surface is not null;

    /// <summary>What changed against the previous frame, clipped to the frame; empty: everything may have.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<PixelRect> Damage =>
        MemoryMarshal.CreateReadOnlySpan(in _descriptor.Damage[0], (int)_descriptor.DamageCount);

    internal SlotLease Lease { get; }

    internal ChainReader? Surface { get; }

    internal SlotLease SurfaceLease { get; }
}
