using CsCheck;

namespace WasmEngine.Memory.Tests;

public sealed class RingTests : MemoryTest
{
    [Fact]
    public void Open_SecondProducerOrConsumer_RoleTaken()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 0));
        Assert.Equal(RegionFault.RoleTaken, FaultOf(() => RingProducer.OpenOrCreate(Regions, name, new RingSpec(4096, 0))));
        using var consumer = RingConsumer.Open(Regions, name, out _);
        Assert.Equal(RegionFault.RoleTaken, FaultOf(() => RingConsumer.Open(Regions, name, out _)));
        var (otherConsumer, otherProducer) = (Sandbox.Start("consume", name.Value), Sandbox.Start("produce", name.Value, "4096", "0"));
        Assert.Equal("fault RoleTaken", otherConsumer.Ask("open"));
        Assert.Equal("fault RoleTaken", otherProducer.Ask("open"));
        consumer.Dispose();
        Assert.Equal("opened 0 0", otherConsumer.Ask("open"));
    }

    [Fact]
    public void Hold_SeveralRecords_AreSeenTogether()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 0));
        using var consumer = RingConsumer.Open(Regions, name, out _);
        var word = consumer.Written.Value;
        producer.IsHeld = true;
        Assert.True(producer.TryWrite(1, Payload(0, 20)));
        Assert.True(producer.TryWrite(2, Payload(1, 20)));
        Assert.Equal(2 * RingProducer.RecordBytes(20), producer.HeldBytes);
        Assert.False(consumer.TryRead(out _));
        Assert.Equal(word, consumer.Written.Value);
        producer.Publish();
        Assert.True(consumer.TryRead(out var first) && first.Type == 1);
        Assert.True(consumer.TryRead(out var second) && second.Type == 2);
    }

    [Fact]
    public void Hold_ProducerDies_RecordsWereNeverThere()
    {
        var name = Sandbox.Name("ring");
        using (var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 0)))
        {
            producer.IsHeld = true;
            Assert.True(producer.TryWrite(1, Payload(0, 20)));
        }

        using var successor = RingProducer.OpenOrCreate(Regions, name, new RingSpec(4096, 0));
        using var consumer = RingConsumer.Open(Regions, name, out _);
        Assert.True(successor.TryWrite(7, Payload(1, 4)));
        Assert.True(consumer.TryRead(out var record) && record.Type == 7);
        Assert.False(consumer.TryRead(out _));
    }

    [Fact]
    public void MarkShown_AllThatWasRead_IsToldToTheProducer()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 0));
        using var consumer = RingConsumer.Open(Regions, name, out _);
        producer.TryWrite(1, Payload(0, 20));
        var word = producer.ShownWord.Value;
        consumer.MarkShown(); // nothing was read yet
        Assert.False(producer.IsShown);
        Assert.True(consumer.TryRead(out _));
        consumer.MarkShown();
        Assert.True(producer.IsShown);
        Assert.NotEqual(word, producer.ShownWord.Value);
        producer.TryWrite(1, Payload(0, 20));
        Assert.False(producer.IsShown);
    }

    [Fact]
    public void Open_EachEnd_MapsTheOthersPagesReadOnly()
    {
        var name = Sandbox.Name("ring");
        using (RingProducer.Create(Regions, name, new RingSpec(4096, 100)))
            Assert.Equal(["0 rw-s", "8192 r--s", "12288 rw-s", "16384 r--s"], Permissions(name)); // not the consumer's page, nor its checkpoints
        using (RingConsumer.Open(Regions, name, out _))
            Assert.Equal(["0 rw-s", "4096 r--s", "8192 rw-s", "12288 r--s", "16384 rw-s"], Permissions(name)); // not the producer's page, nor the records
    }

    [Fact]
    public void WriteReadCheckpoint_AnySequence_KeepsEveryRecordInOrder() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 1008]).Array[1, 300].Sample(steps =>
        {
            var name = Sandbox.Name("ring");
            Regions.Delete(name);
            using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 16));
            var consumer = RingConsumer.Open(Regions, name, out _);
            var written = new List<(uint Type, byte[] Payload)>();
            var (read, safe) = (0, 0);
            foreach (var (action, size) in steps)
            {
                switch (action)
                {
                    case 0 or 1 when producer.TryWrite((uint)written.Count + 1, Payload(written.Count, size)):
                        written.Add(((uint)written.Count + 1, Payload(written.Count, size)));
                        break;
                    case 2 when consumer.TryRead(out var record):
                        Require(record.Type == written[read].Type && record.Payload.SequenceEqual(written[read].Payload), "another record");
                        read++;
                        break;
                    case 2:
                        Require(read == written.Count, "a record is missing");
                        break;
                    case 3 when size % 3 == 0: // dies
                        consumer.Dispose();
                        consumer = RingConsumer.Open(Regions, name, out var state);
                        Require((state.Length == 0 ? 0 : BitConverter.ToInt32(state)) <= safe, "a checkpoint of the future");
                        read = safe;
                        break;
                    case 3 when size % 3 == 1:
                        consumer.Release();
                        safe = read;
                        break;
                    case 3:
                        consumer.SaveCheckpoint(BitConverter.GetBytes(read));
                        safe = read;
                        break;
                }
            }

            consumer.Dispose();
        }, iter: 150, threads: 1);

    private static byte[] Payload(int number, int size)
    {
        var payload = new byte[size];
        new Random(number).NextBytes(payload);
        return payload;
    }

    private static void Require(bool holds, string what)
    {
        if (!holds) throw new InvalidOperationException(what);
    }

    [Fact]
    public void TryWrite_LongestRecordOnAnEmptyRing_FitsWhereverItBegins()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 0));
        using var consumer = RingConsumer.Open(Regions, name, out _);
        for (var i = 0; i < 600; i++)
        {
            var length = i % 2 == 0 ? producer.Spec.MaxPayload : i % 40;
            Assert.True(producer.TryWrite(9, new byte[length]));
            Assert.True(consumer.TryRead(out var record));
            Assert.Equal(length, record.Payload.Length);
            consumer.Release();
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => producer.TryWrite(1, new byte[producer.Spec.MaxPayload + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => producer.TryWrite(0, []));
        Assert.Throws<ArgumentOutOfRangeException>(() => consumer.SaveCheckpoint(new byte[1]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Open_NewestCheckpointTorn_TheOneBeforeCountsAndItsRecordsAreThere(int spoil)
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 100));
        using (var consumer = RingConsumer.Open(Regions, name, out _))
        {
            for (uint i = 1; i <= 3; i++) producer.TryWrite(i, []);
            Assert.True(consumer.TryRead(out _));
            consumer.SaveCheckpoint([1, 1, 1]);
        }

        // A successor dies while it writes the other half: into its state, or into its description.
        var half = 0; // stamp 1 went to half 1
        if (spoil == 0) Poke(name, 16384 + (half * 4096), [9, 9]);
        else Poke(name, RingConsumerPage.Offset + 128 + (half * 32), [2, 0, 0, 0, 0, 0, 0, 0, 48, 0, 0, 0, 0, 0, 0, 0, 3]);
        using var successor = RingConsumer.Open(Regions, name, out var checkpoint);
        Assert.Equal([1, 1, 1], checkpoint);
        Assert.True(successor.TryRead(out var record));
        Assert.Equal(2U, record.Type);
        successor.SaveCheckpoint([2, 2]);
        successor.Dispose();
        using var third = RingConsumer.Open(Regions, name, out checkpoint);
        Assert.Equal([2, 2], checkpoint);
        Assert.True(third.TryRead(out record));
        Assert.Equal(3U, record.Type);
    }

    [Fact]
    public void Open_CheckpointWhoseRecordsWereStillRetained_GoesOnFromTheCheckpoint()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 100));
        using (var consumer = RingConsumer.Open(Regions, name, out _))
        {
            for (uint i = 1; i <= 3; i++) producer.TryWrite(i, []);
            Assert.True(consumer.TryRead(out _));
            Assert.True(consumer.TryRead(out _));
            consumer.SaveCheckpoint([7]);
        }

        Poke(name, RingConsumerPage.Offset, 0UL); // it died before it let go of the records
        using var successor = RingConsumer.Open(Regions, name, out var checkpoint);
        Assert.Equal([7], checkpoint);
        Assert.True(successor.TryRead(out var record));
        Assert.Equal(3U, record.Type);
    }

    [Fact]
    public void Dispose_ThenUse_ThrowsInsteadOfTouchingUnmappedMemory()
    {
        var name = Sandbox.Name("ring");
        var producer = RingProducer.Create(Regions, name, new RingSpec(4096, 0));
        var consumer = RingConsumer.Open(Regions, name, out _);
        producer.Dispose();
        consumer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => producer.TryWrite(1, []));
        Assert.Throws<ObjectDisposedException>(() => consumer.TryRead(out _));
        Assert.Throws<ObjectDisposedException>(consumer.Release);
        Assert.Throws<ObjectDisposedException>(() => consumer.SaveCheckpoint([]));
        Assert.Throws<ObjectDisposedException>(() => consumer.Written.Value);
    }

    [Theory]
    [InlineData(4095, 0)]
    [InlineData(4097, 0)]
    [InlineData(0, 0)]
    [InlineData(-4096, 0)]
    [InlineData(1 << 29, 0)]
    [InlineData(4096, -1)]
    [InlineData(4096, (1 << 28) + 1)]
    public void RingSpec_OutOfRange_Throws(int data, int checkpoint) => Assert.Throws<ArgumentOutOfRangeException>(() => new RingSpec(data, checkpoint));
}
