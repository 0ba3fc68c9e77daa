namespace WasmEngine.Memory;

/// <summary>The geometry of a chain, checked.</summary>
public sealed record ChainSpec
{
    /// <summary>Longest side in pixels.</summary>
    public const int MaxSide = 16384;

    private const int WasmPage = 65536;

    /// <summary>Creates a specification.</summary>
    /// <param name="kind">Surface or FrameChain.</param>
    /// <param name="width">Pixels across, 1 to 16384.</param>
    /// <param name="height">Pixels down, 1 to 16384.</param>
    /// <param name="maxReaders">Readers at once, 1 to 62.</param>
    public ChainSpec(RegionKind kind, int width, int height, int maxReaders)
    {
        if (kind is not (RegionKind.Surface or RegionKind.FrameChain)) throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a chain");
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(width, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(height, MaxSide);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxReaders, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxReaders, 62);
        Kind = kind;
        Width = width;
        Height = height;
        MaxReaders = maxReaders;
    }

    /// <summary>Surface or FrameChain.</summary>
    public RegionKind Kind { get; }

    /// <summary>Pixels across.</summary>
    public int Width { get; }

    /// <summary>Pixels down.</summary>
    public int Height { get; }

    /// <summary>Readers at once.</summary>
    public int MaxReaders { get; }

    /// <summary>Bytes from row to row: 64-byte-aligned, so that rows begin on cache lines.</summary>
    public int Stride => (Width * 4 + 63) & ~63;

    /// <summary>
    /// Every reader may hold two slots, one more is the newest and one is being written: with so many the writer always
    /// finds a free one. The file is sparse; slots that were never needed cost nothing.
    /// </summary>
    public int SlotCount => (MaxReaders * ReaderPage.LeaseCount) + 2;

    /// <summary>Bytes from slot to slot, whole WebAssembly pages so that slots can be windows of a guest.</summary>
    public long SlotBytes => RoundUp((long)Stride * Height, WasmPage);

    /// <summary>Offset of the readers' pages.</summary>
    public long ReadersOffset => RoundUp(SlotDescriptor.Offset + ((long)SlotCount * SlotDescriptor.Stride), RegionHeader.PageSize);

    /// <summary>Offset of the first slot.</summary>
    public long PixelsOffset => RoundUp(ReadersOffset + ((long)MaxReaders * RegionHeader.PageSize), WasmPage);

    /// <summary>Bytes of the region.</summary>
    public long TotalSize => PixelsOffset + (SlotCount * SlotBytes);

    internal ChainParameters ToParameters() => new()
    {
        SlotCount = (uint)SlotCount,
        MaxReaders = (uint)MaxReaders,
        Width = (uint)Width,
        Height = (uint)Height,
        Stride = (uint)Stride,
        Format = ChainParameters.FormatBgra8888Premultiplied,
        SlotBytes = (ulong)SlotBytes,
        PixelsOffset = (ulong)PixelsOffset,
        ReadersOffset = (ulong)ReadersOffset,
    };

    /// <summary>Recomputes everything from the few free parameters, so that a hostile header can't name offsets of its own.</summary>
    internal static ChainSpec FromParameters(RegionName name, RegionKind kind, ChainParameters given, long size)
    {
        var possible = given is { Width: >= 1 and <= MaxSide, Height: >= 1 and <= MaxSide, MaxReaders: >= 1 and <= 62 };
        if (possible)
        {
            var spec = new ChainSpec(kind, (int)given.Width, (int)given.Height, (int)given.MaxReaders);
            if (spec.ToParameters() == given && spec.TotalSize <= size) return spec;
        }

        throw new RegionException(RegionFault.Corrupt, $"the parameters of {kind} region {name} contradict each other");
    }

    private static long RoundUp(long value, long unit) => (value + unit - 1) / unit * unit;
}
