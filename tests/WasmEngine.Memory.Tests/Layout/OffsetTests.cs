using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WasmEngine.Memory.Tests;

/// <summary>
/// Every offset and size that other processes, other builds and clients in other languages rely on, as literal numbers. A
/// change here is a change of the layout: it needs a new layout version and a new docs/memory-layouts.md.
/// </summary>
public sealed class OffsetTests
{
    [Fact]
    public void RegionHeader_Offsets()
    {
        var header = default(RegionHeader);
        Assert.Equal(64, Unsafe.SizeOf<RegionHeader>());
        Assert.Equal(4096, RegionHeader.PageSize);
        Assert.Equal("WASMENG1"u8.ToArray(), BitConverter.GetBytes(RegionHeader.MagicValue));
        Assert.Equal(0, At(ref header, ref header.Magic));
        Assert.Equal(8, At(ref header, ref header.Kind));
        Assert.Equal(12, At(ref header, ref header.Version));
        Assert.Equal(16, At(ref header, ref header.TotalSize));
        Assert.Equal(24, At(ref header, ref header.Generation));
        Assert.Equal(32, At(ref header, ref header.OwnerPid));
        Assert.Equal(40, At(ref header, ref header.OwnerStartTicks));
    }

    [Fact]
    public void Kinds_Numbers()
    {
        Assert.Equal([1U, 2U, 3U, 4U], new[] { RegionKind.Surface, RegionKind.FrameChain, RegionKind.Buffer, RegionKind.Ring }.Select(k => (uint)k));
        Assert.Equal((1U, 1U, 1U), (ChainParameters.LayoutVersion, RingParameters.LayoutVersion, BufferRegion.LayoutVersion));
    }

    [Fact]
    public void ChainParameters_Offsets()
    {
        var parameters = default(ChainParameters);
        Assert.Equal(64, ChainParameters.Offset);
        Assert.Equal(64, Unsafe.SizeOf<ChainParameters>());
        Assert.Equal(0, At(ref parameters, ref parameters.SlotCount));
        Assert.Equal(4, At(ref parameters, ref parameters.MaxReaders));
        Assert.Equal(8, At(ref parameters, ref parameters.Width));
        Assert.Equal(12, At(ref parameters, ref parameters.Height));
        Assert.Equal(16, At(ref parameters, ref parameters.Stride));
        Assert.Equal(20, At(ref parameters, ref parameters.Format));
        Assert.Equal(24, At(ref parameters, ref parameters.SlotBytes));
        Assert.Equal(32, At(ref parameters, ref parameters.PixelsOffset));
        Assert.Equal(40, At(ref parameters, ref parameters.ReadersOffset));
        Assert.Equal(1U, ChainParameters.FormatBgra8888Premultiplied);
    }

    [Fact]
    public void ChainControl_Offsets()
    {
        var control = default(ChainControl);
        Assert.Equal(4096, ChainControl.Offset);
        Assert.Equal(4096, Unsafe.SizeOf<ChainControl>());
        Assert.Equal(0, At(ref control, ref control.Latest));
        Assert.Equal(64, At(ref control, ref control.PublishWord));
        Assert.Equal(128, At(ref control, ref control.Closed));
        Assert.Equal((256, 2176), (At(ref control, ref control.Note0), At(ref control, ref control.Note1)));
        Assert.Equal((1920, 1888), (Unsafe.SizeOf<ChainNote>(), ChainNote.MaxLength));
        ref var note = ref control.Note0;
        Assert.Equal((0, 8, 16, 24, 32), (At(ref note, ref note.Stamp), At(ref note, ref note.Position), At(ref note, ref note.Length), At(ref note, ref note.Checksum), At(ref note, ref note.Bytes)));
    }

    [Fact]
    public void SlotDescriptor_Offsets()
    {
        var descriptor = default(SlotDescriptor);
        Assert.Equal(8192, SlotDescriptor.Offset);
        Assert.Equal(512, SlotDescriptor.Stride);
        Assert.Equal(512, Unsafe.SizeOf<SlotDescriptor>());
        Assert.Equal(0, At(ref descriptor, ref descriptor.FrameId));
        Assert.Equal(8, At(ref descriptor, ref descriptor.KernelStartNs));
        Assert.Equal(16, At(ref descriptor, ref descriptor.KernelEndNs));
        Assert.Equal(24, At(ref descriptor, ref descriptor.RasterStartNs));
        Assert.Equal(32, At(ref descriptor, ref descriptor.RasterEndNs));
        Assert.Equal(40, At(ref descriptor, ref descriptor.PublishNs));
        Assert.Equal(48, At(ref descriptor, ref descriptor.SourceGeneration));
        Assert.Equal(56, At(ref descriptor, ref descriptor.SourceFrameId));
        Assert.Equal(64, At(ref descriptor, ref descriptor.SourceSlot));
        Assert.Equal(68, At(ref descriptor, ref descriptor.SourceNameLength));
        Assert.Equal(72, At(ref descriptor, ref descriptor.DamageCount));
        Assert.Equal(80, At(ref descriptor, ref descriptor.Damage));
        Assert.Equal(208, At(ref descriptor, ref descriptor.SourceName));
        Assert.Equal(128, Unsafe.SizeOf<DamageRects>());
        Assert.Equal(120, Unsafe.SizeOf<SourceNameBytes>());
    }

    [Fact]
    public void PixelRect_Words()
    {
        var rect = new PixelRect(1, 2, 3, 4);
        Assert.Equal([1, 2, 3, 4], MemoryMarshal.Cast<byte, int>(MemoryMarshal.AsBytes(new Span<PixelRect>(ref rect))).ToArray());
    }

    [Fact]
    public void ReaderPage_Offsets()
    {
        var page = default(ReaderPage);
        Assert.Equal(4096, Unsafe.SizeOf<ReaderPage>());
        Assert.Equal(2, ReaderPage.LeaseCount);
        Assert.Equal(0, At(ref page, ref page.Owner));
        Assert.Equal(8, At(ref page, ref page.NeedsComposed));
        Assert.Equal(64, At(ref page, ref page.Lease0));
        Assert.Equal(68, At(ref page, ref page.Lease1));
        Assert.Equal(128, At(ref page, ref page.Consumed));
    }

    [Fact]
    public void Ring_Offsets()
    {
        var (parameters, producer, consumer) = (default(RingParameters), default(RingProducerPage), default(RingConsumerPage));
        Assert.Equal((64, 4096, 8192), (RingParameters.Offset, RingProducerPage.Offset, RingConsumerPage.Offset));
        Assert.Equal((64, 4096, 4096), (Unsafe.SizeOf<RingParameters>(), Unsafe.SizeOf<RingProducerPage>(), Unsafe.SizeOf<RingConsumerPage>()));
        Assert.Equal(0, At(ref parameters, ref parameters.DataCapacity));
        Assert.Equal(8, At(ref parameters, ref parameters.CheckpointCapacity));
        Assert.Equal(0, At(ref producer, ref producer.Head));
        Assert.Equal(64, At(ref producer, ref producer.HeadWord));
        Assert.Equal(0, At(ref consumer, ref consumer.Retained));
        Assert.Equal(64, At(ref consumer, ref consumer.SpaceWord));
        Assert.Equal(192, At(ref consumer, ref consumer.Shown));
        Assert.Equal(256, At(ref consumer, ref consumer.ShownWord));
        Assert.Equal(128, At(ref consumer, ref consumer.Checkpoint0));
        Assert.Equal(160, At(ref consumer, ref consumer.Checkpoint1));
    }

    [Fact]
    public void RingRecord_Offsets()
    {
        var (checkpoint, record) = (default(RingCheckpoint), default(RingRecordHeader));
        Assert.Equal(32, Unsafe.SizeOf<RingCheckpoint>());
        Assert.Equal(0, At(ref checkpoint, ref checkpoint.Stamp));
        Assert.Equal(8, At(ref checkpoint, ref checkpoint.Position));
        Assert.Equal(16, At(ref checkpoint, ref checkpoint.Length));
        Assert.Equal(24, At(ref checkpoint, ref checkpoint.Checksum));
        Assert.Equal(16, Unsafe.SizeOf<RingRecordHeader>());
        Assert.Equal(0, At(ref record, ref record.Length));
        Assert.Equal(4, At(ref record, ref record.Type));
        Assert.Equal(8, At(ref record, ref record.Position));
    }

    [Theory]
    [InlineData(1, 1, 1, 64, 65536, 12288, 65536, 327680)]
    [InlineData(1920, 1080, 4, 7680, 8323072, 16384, 65536, 83296256)]
    [InlineData(1366, 768, 62, 5504, 4259840, 73728, 327680, 537067520)]
    [InlineData(16384, 16384, 62, 65536, 1073741824, 73728, 327680, 135291797504)]
    public void ChainSpec_Geometry(int width, int height, int readers, int stride, long slotBytes, long readersOffset, long pixelsOffset, long total)
    {
        var spec = new ChainSpec(RegionKind.FrameChain, width, height, readers);
        Assert.Equal((stride, slotBytes, (readers * 2) + 2), (spec.Stride, spec.SlotBytes, spec.SlotCount));
        Assert.Equal((readersOffset, pixelsOffset, total), (spec.ReadersOffset, spec.PixelsOffset, spec.TotalSize));
    }

    [Theory]
    [InlineData(4096, 0, 12288, 16384, 16384)]
    [InlineData(65536, 1, 12288, 77824, 86016)]
    [InlineData(1 << 28, 1 << 28, 12288, 268447744, 805318656)]
    public void RingSpec_Geometry(int data, int checkpoint, long dataOffset, long checkpointOffset, long total)
    {
        var spec = new RingSpec(data, checkpoint);
        Assert.Equal((dataOffset, checkpointOffset, total), (spec.DataOffset, spec.CheckpointOffset(0), spec.TotalSize));
    }

    private static long At<TStruct, TField>(ref TStruct start, ref TField field) =>
        Unsafe.ByteOffset(ref Unsafe.As<TStruct, byte>(ref start), ref Unsafe.As<TField, byte>(ref field));
}
