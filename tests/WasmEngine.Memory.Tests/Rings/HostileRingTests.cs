using CsCheck;

namespace WasmEngine.Memory.Tests;

public sealed class HostileRingTests : MemoryTest
{
    private const int Data = 12288;

    public static TheoryData<ulong> HostilePositions =>
    [
        1, 7, 15, 17, 4095, 4097, 4096, 8192, ulong.MaxValue, ulong.MaxValue - 14, ulong.MaxValue - 15, 1UL << 63, (1UL << 63) + 4095,
    ];

    [Theory]
    [MemberData(nameof(HostilePositions))]
    public void TryRead_HostileHead_CorruptOrNothing(ulong head)
    {
        var name = Sandbox.Name("ring");
        RingProducer.Create(Regions, name, new RingSpec(4096, 0)).Dispose();
        using var consumer = RingConsumer.Open(Regions, name, out _);
        Poke(name, RingProducerPage.Offset, head);
        Assert.Equal(RegionFault.Corrupt, FaultOf(() => consumer.TryRead(out _)));
        Assert.Equal(RegionFault.Corrupt, FaultOf(() => consumer.TryRead(out _))); // and goes on saying so
    }

    /// <summary>Positions that are no multiple of a header would let one reach over the end of the mapping.</summary>
    [Theory]
    [MemberData(nameof(HostilePositions))]
    public void Open_HostileRetainedAndHead_CorruptOrWorks(ulong position)
    {
        var name = Sandbox.Name("ring");
        RingProducer.Create(Regions, name, new RingSpec(4096, 0)).Dispose();
        Poke(name, RingConsumerPage.Offset, position);
        Poke(name, RingProducerPage.Offset, position + 16);
        Poke(name, Data + (long)(position % 4096 / 16 * 16), BitConverter.GetBytes(position));
        try
        {
            using var consumer = RingConsumer.Open(Regions, name, out _);
            while (consumer.TryRead(out _))
            {
            }
        }
        catch (RegionException exception)
        {
            Assert.Equal(RegionFault.Corrupt, exception.Fault);
        }
    }

    [Theory]
    [MemberData(nameof(HostilePositions))]
    public void OpenOrCreate_HostileHead_CorruptOrWorks(ulong position)
    {
        var name = Sandbox.Name("ring");
        RingProducer.Create(Regions, name, new RingSpec(4096, 0)).Dispose();
        Poke(name, RingProducerPage.Offset, position);
        Poke(name, RingConsumerPage.Offset, position);
        try
        {
            using var producer = RingProducer.OpenOrCreate(Regions, name, new RingSpec(4096, 0));
            for (var i = 0; i < 30; i++) producer.TryWrite(1, new byte[i * 30]);
        }
        catch (RegionException exception)
        {
            Assert.Equal(RegionFault.Corrupt, exception.Fault);
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(32UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(17UL)]
    public void TryWrite_LyingConsumer_NeverWritesOutsideTheRecords(ulong retained)
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 100));
        for (var i = 0; i < 100; i++)
        {
            Poke(name, RingConsumerPage.Offset, retained);
            producer.TryWrite(1, new byte[100]);
            Assert.InRange(producer.FreeBytes, 0, 4096);
        }

        Assert.Equal(new byte[8192], Peek(name, Data + 4096, 8192));
    }

    [Theory]
    [InlineData(uint.MaxValue, 1U, 0UL)] // longer than the ring
    [InlineData(4096U, 1U, 0UL)]
    [InlineData(65U, 1U, 0UL)] // longer than what was written
    [InlineData(0U, 1U, 16UL)] // another position
    [InlineData(0x80000000U, 0U, 0UL)] // a filler
    public void TryRead_HostileRecordHeader_Corrupt(uint length, uint type, ulong position)
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 0));
        using var consumer = RingConsumer.Open(Regions, name, out _);
        producer.TryWrite(5, new byte[64]);
        Poke(name, Data, [.. BitConverter.GetBytes(length), .. BitConverter.GetBytes(type), .. BitConverter.GetBytes(position)]);
        Assert.Equal(RegionFault.Corrupt, FaultOf(() => consumer.TryRead(out _)));
    }

    [Fact]
    public void TryRead_AnyBytesInTheRing_RecordsOrCorruptInBoundedTime() =>
        Gen.Select(Gen.Byte.Array[64], Gen.Byte.Array[32], Gen.UInt[0, 256], Gen.Byte.Array[64]).Sample((records, head, retained, checkpoints) =>
        {
            var name = Sandbox.Name("ring");
            Regions.Delete(name);
            RingProducer.Create(Regions, name, new RingSpec(4096, 100)).Dispose();
            using (var handle = File.OpenHandle(Regions.PathOf(name), FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            {
                for (var i = 0; i < 64; i++) RandomAccess.Write(handle, records, Data + (i * 64));
                RandomAccess.Write(handle, BitConverter.GetBytes((ulong)head[0] * 16), RingProducerPage.Offset);
                RandomAccess.Write(handle, BitConverter.GetBytes((ulong)retained), RingConsumerPage.Offset);
                RandomAccess.Write(handle, checkpoints, RingConsumerPage.Offset + 128);
            }

            try
            {
                using var consumer = RingConsumer.Open(Regions, name, out _);
                for (var i = 0; consumer.TryRead(out var record); i++)
                {
                    if (i > 256) throw new InvalidOperationException("more records than fit");
                    if (record.Payload.Length > 4080) throw new InvalidOperationException("a record longer than the ring");
                    _ = record.Payload.IndexOf((byte)1);
                }
            }
            catch (RegionException)
            {
                // as it should be
            }
        }, iter: 400, threads: 1);
}
