using System.Globalization;
using System.Text;

namespace WasmEngine.Memory.Tests;

/// <summary>
/// Whole regions, byte for byte: lines of 16 bytes that are not all zero, random and time-dependent fields masked.
/// </summary>
public sealed class GoldenBytesTests : MemoryTest
{
    [Fact]
    public void FrameChain_FreshlyCreated()
    {
        var name = Sandbox.Name("r");
        ChainWriter.Create(Regions, name, new ChainSpec(RegionKind.FrameChain, 300, 200, 2)).Dispose();
        AssertDump(name, """
            1638400 bytes
            0: 5741534d454e4731 0200000001000000
            16: 0000190000000000 0000000000000000
            64: 0600000002000000 2c010000c8000000
            80: c004000001000000 0000040000000000
            96: 0000010000000000 0030000000000000
            4160: 0100000000000000 0000000000000000
            """);
    }

    [Fact]
    public void Surface_TwoFramesPublishedAndOneHeld()
    {
        var name = Sandbox.Name("r");
        using var writer = ChainWriter.Create(Regions, name, new ChainSpec(RegionKind.Surface, 3, 2, 1));
        for (var i = 1; i <= 2; i++)
        {
            Assert.True(writer.TryBegin(out var slot));
            writer.Pixels(slot)[0] = (byte)(0xA0 + i);
            writer.Publish(slot, new FrameStamp(0x11, 0x22, 0x33, 0x44), [new PixelRect(1, 0, 2, 1)]);
        }

        using var reader = ChainReader.Open(Regions, name, RegionKind.Surface, setsPace: true);
        Assert.True(reader.TryTakeLatest(0, out _));
        reader.MarkConsumed(2);
        // Published: at 40 of each descriptor. Owner: at 0 of the reader's page.
        AssertDump(name, """
            327680 bytes
            0: 5741534d454e4731 0100000001000000
            16: 0000050000000000 0000000000000000
            64: 0400000001000000 0300000002000000
            80: 4000000001000000 0000010000000000
            96: 0000010000000000 0030000000000000
            4096: 0202000000000000 0000000000000000
            4160: 0300000000000000 0000000000000000
            8192: 0100000000000000 1100000000000000
            8208: 2200000000000000 3300000000000000
            8224: 4400000000000000 0000000000000000
            8256: 0000000000000000 0100000000000000
            8272: 0100000000000000 0200000001000000
            8704: 0200000000000000 1100000000000000
            8720: 2200000000000000 3300000000000000
            8736: 4400000000000000 0000000000000000
            8768: 0000000000000000 0100000000000000
            8784: 0100000000000000 0200000001000000
            12352: 0200000000000000 0000000000000000
            12416: 0200000000000000 0000000000000000
            65536: a100000000000000 0000000000000000
            131072: a200000000000000 0000000000000000
            """, 8192 + 40, 8192 + 512 + 40, 12288);
    }

    [Fact]
    public void FrameChain_Scanout()
    {
        var name = Sandbox.Name("r");
        using var writer = ChainWriter.Create(Regions, name, new ChainSpec(RegionKind.FrameChain, 3, 2, 1));
        Assert.True(writer.TryBegin(out var slot));
        writer.PublishScanout(slot, default, [], new ScanoutSource(RegionName.Parse("surface-7"), 0x1122334455667789, 5, 2));
        writer.Close();
        AssertDump(name, """
            327680 bytes
            0: 5741534d454e4731 0200000001000000
            16: 0000050000000000 0000000000000000
            64: 0400000001000000 0300000002000000
            80: 4000000001000000 0000010000000000
            96: 0000010000000000 0030000000000000
            4096: 0101000000000000 0000000000000000
            4160: 0300000000000000 0000000000000000
            4224: 0100000000000000 0000000000000000
            8192: 0100000000000000 0000000000000000
            8240: 8977665544332211 0500000000000000
            8256: 0200000009000000 0000000000000000
            8400: 737572666163652d 3700000000000000
            """, 8192 + 40);
    }

    [Fact]
    public void Ring_RecordsAndCheckpoints()
    {
        var name = Sandbox.Name("r");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 100));
        using var consumer = RingConsumer.Open(Regions, name, out _);
        Assert.True(producer.TryWrite(3, "abc"u8));
        Assert.True(producer.TryWrite(4, "0123456789abcdefg"u8));
        Assert.True(consumer.TryRead(out _));
        consumer.SaveCheckpoint("state"u8);
        Assert.True(consumer.TryRead(out _));
        consumer.SaveCheckpoint("state two"u8);
        AssertDump(name, """
            24576 bytes
            0: 5741534d454e4731 0400000001000000
            16: 0060000000000000 0000000000000000
            64: 0010000000000000 6400000000000000
            4096: 5000000000000000 0000000000000000
            4160: 0300000000000000 0000000000000000
            8192: 5000000000000000 0000000000000000
            8256: 0300000000000000 0000000000000000
            8320: 0200000000000000 5000000000000000
            8336: 0900000000000000 e2e9036217ff78cf
            8352: 0100000000000000 2000000000000000
            8368: 0500000000000000 196154eadd60d9ad
            12288: 0300000003000000 0000000000000000
            12304: 6162630000000000 0000000000000000
            12320: 1100000004000000 2000000000000000
            12336: 3031323334353637 3839616263646566
            12352: 6700000000000000 0000000000000000
            16384: 7374617465207477 6f00000000000000
            20480: 7374617465000000 0000000000000000
            """);
    }

    [Fact]
    public void Buffer_FreshlyCreated()
    {
        var name = Sandbox.Name("r");
        using var buffer = BufferRegion.Create(Regions, name, 70_000);
        buffer.Payload[0] = 0xAB;
        buffer.Payload[^1] = 0xCD;
        AssertDump(name, """
            196608 bytes
            0: 5741534d454e4731 0300000001000000
            16: 0000030000000000 0000000000000000
            64: 7011010000000000 0000000000000000
            65536: ab00000000000000 0000000000000000
            135520: 0000000000000000 00000000000000cd
            """);
    }

    [Fact]
    public void SceneRecords()
    {
        var bytes = new byte[SceneRecord.MaxPayload];
        Assert.Equal("44332211", Encode(SceneRecord.EncodeBackground(bytes, 0x11223344)));
        Assert.Equal("05000000", Encode(SceneRecord.EncodeRemove(bytes, 5)));
        Assert.Equal(
            "01000000" + "0000803f" + "00000040" + "00004040" + "00008040" + "01000000" + "02000000" + "7331",
            Encode(SceneRecord.EncodeSurface(bytes, new SurfaceNode(1, 1, 2, 3, 4, true, RegionName.Parse("s1")))));
        Assert.Equal(
            "02000000" + "0000803f" + "00000040" + "00008041" + "443322ff" + "03000000" + "61c3a9",
            Encode(SceneRecord.EncodeText(bytes, new TextNode(2, 1, 2, 16, 0xFF223344, "aé"))));
        Assert.Equal([1U, 2U, 3U, 4U, 5U, 6U], Enum.GetValues<SceneRecordType>().Select(t => (uint)t));

        string Encode(int length) => Convert.ToHexStringLower(bytes.AsSpan(0, length));
    }

    [Fact]
    public void InputRecords()
    {
        var bytes = new byte[InputRecord.Size];
        InputRecord.Encode(bytes, InputEventKind.KeyDown, 1, 2, 0x41, 6, 0x1122334455667788);
        Assert.Equal("05000000" + "0000803f" + "00000040" + "41000000" + "06000000" + "00000000" + "8877665544332211", Convert.ToHexStringLower(bytes));
        Assert.Equal(1U, InputRecord.RecordType);
        Assert.Equal(Enumerable.Range(1, 8), Enum.GetValues<InputEventKind>().Select(k => (int)k));
    }

    [Fact]
    public void LaneRecords()
    {
        var bytes = new byte[LaneRecord.MaxPayload];
        Assert.Equal("0700000000000000" + "0100000000000080" + "0200000000000000", Encode(LaneRecord.EncodeCells(bytes, 7, [0x8000000000000001, 2])));
        Assert.Equal("0800000000000000" + "02000000" + "06000000" + "6ac3a1206f6b", Encode(LaneRecord.EncodeFailure(bytes, 8, LaneFault.Deadline, "já ok")));
        Assert.Equal((1U, 2U, 3U), (LaneRecord.Call, LaneRecord.Results, LaneRecord.Failure));
        Assert.Equal(Enumerable.Range(0, 7), Enum.GetValues<LaneFault>().Select(f => (int)f));
        Assert.Equal((65536, 0), (LaneRecord.RingSpec.DataCapacity, LaneRecord.RingSpec.CheckpointCapacity));

        string Encode(int length) => Convert.ToHexStringLower(bytes.AsSpan(0, length));
    }

    private void AssertDump(RegionName name, string expected, params ReadOnlySpan<long> masked)
    {
        using var file = File.OpenRead(Regions.PathOf(name));
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        foreach (var offset in (ReadOnlySpan<long>)[24, 32, 40, .. masked]) // generation, creator's pid, its start
        {
            Assert.NotEqual(0UL, BitConverter.ToUInt64(bytes, (int)offset));
            bytes.AsSpan((int)offset, 8).Clear();
        }

        var actual = Dump(bytes);
        Assert.True(expected.ReplaceLineEndings("\n") == actual, $"the region holds other bytes:\n{actual}");
    }

    private static string Dump(ReadOnlySpan<byte> bytes)
    {
        var lines = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes"));
        for (var offset = 0; offset < bytes.Length; offset += 16)
        {
            var line = bytes.Slice(offset, 16);
            if (line.ContainsAnyExcept((byte)0)) lines.Append(CultureInfo.InvariantCulture, $"\n{offset}: {Convert.ToHexStringLower(line[..8])} {Convert.ToHexStringLower(line[8..])}");
        }

        return lines.ToString();
    }
}
