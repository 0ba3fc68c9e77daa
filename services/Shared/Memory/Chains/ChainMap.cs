namespace WasmEngine.Memory;

/// <summary>Addresses within a mapped chain; every index is checked against the specification, never against the region.</summary>
internal sealed unsafe class ChainMap(Region region, ChainSpec spec) : IDisposable
{
    internal Region Region { get; } = region;

    internal ChainSpec Spec { get; } = spec;

    internal ChainControl* Control => (ChainControl*)(Region.Base + ChainControl.Offset);

    internal SlotDescriptor* Descriptor(int slot) => (SlotDescriptor*)(Region.Base + SlotDescriptor.Offset + ((long)Checked(slot, Spec.SlotCount) * SlotDescriptor.Stride));

    internal ReaderPage* Reader(int place) => (ReaderPage*)(Region.Base + ReaderOffset(place));

    internal long ReaderOffset(int place) => Spec.ReadersOffset + ((long)Checked(place, Spec.MaxReaders) * RegionHeader.PageSize);

    internal long PixelsOffset(int slot) => Spec.PixelsOffset + (Checked(slot, Spec.SlotCount) * Spec.SlotBytes);

    internal byte* Pixels(int slot) => Region.Base + PixelsOffset(slot);

    internal static ChainMap Open(RegionDirectory directory, RegionName name, RegionKind kind, Platform.PageAccess access)
    {
        var region = Region.Open(directory, name, kind, ChainParameters.LayoutVersion, access);
        try
        {
            var given = *(ChainParameters*)(region.Base + ChainParameters.Offset);
            return new ChainMap(region, ChainSpec.FromParameters(name, kind, given, region.Size));
        }
        catch
        {
            region.Dispose();
            throw;
        }
    }

    private static int Checked(int index, int count) =>
        (uint)index < (uint)count ? index : throw new ArgumentOutOfRangeException(nameof(index), index, $"0 to {count - 1}");

    public void Dispose() => Region.Dispose();
}
