using WasmEngine.MemoryTesting;

namespace WasmEngine.Memory.Tests;

public sealed class RingDeathTests(ITestOutputHelper output) : MemoryTest
{
    private const int Capacity = 8192, Checkpoint = 64;

    [Fact]
    public void TryWrite_ProducerKilledAtRandomPoints_RecordsWholeInOrderNoneLost()
    {
        const int rounds = 30;
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var name = Sandbox.Name("ring");
        RingProducer.Create(Regions, name, new RingSpec(Capacity, Checkpoint)).Dispose();
        using var consumer = RingConsumer.Open(Regions, name, out _);
        var next = StartProducer(name);
        ulong last = 0;
        for (var round = 0; round < rounds; round++)
        {
            var producer = next;
            Assert.Equal("opened", producer.Ask("open"));
            producer.Send($"run {last + 1}");
            next = StartProducer(name);
            last = Read(consumer, last, count: random.Next(1, 300));
            PassRandomTime(random);
            producer.Kill();
            last = Read(consumer, last, count: 0);
            producer.Dispose();
        }

        output.WriteLine($"{last} records");
    }

    // Reads at least so many records, then whatever is there; lets go of them in between.
    private static ulong Read(RingConsumer consumer, ulong last, int count)
    {
        while (true)
        {
            var written = consumer.Written.Value;
            if (consumer.TryRead(out var record))
            {
                Assert.Equal(last + 1, RecordPattern.Read(record.Type, record.Payload));
                last++;
                count--;
                if (last % 7 == 0) consumer.Release();
                continue;
            }

            consumer.Release();
            if (count <= 0) return last;
            consumer.Written.Wait(written, 10_000_000);
        }
    }

    [Fact]
    public void SaveCheckpoint_ConsumerKilledAtRandomPoints_SuccessorsTakeEveryRecordOnceInEffect()
    {
        const int rounds = 30;
        var seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(Capacity, Checkpoint));
        var next = Sandbox.Start("consume", name.Value);
        ulong written = 0;
        var replayed = 0;
        for (var round = 0; round < rounds; round++)
        {
            var consumer = next;
            var opened = consumer.Ask("open").Split(' ');
            var state = new ConsumerState(ulong.Parse(opened[1]), ulong.Parse(opened[2]));
            Assert.Equal(ConsumerState.Expected(state.Sequence), state); // exactly the records up to its position
            if (state.Sequence < written) replayed++;
            Assert.Equal("running", consumer.Ask($"run {random.Next(1, 12)} {ulong.MaxValue}"));
            next = Sandbox.Start("consume", name.Value);
            written = Write(producer, written, random.Next(1, 400));
            PassRandomTime(random);
            consumer.Kill();
            consumer.Dispose();
        }

        Assert.StartsWith("opened", next.Ask("open"), StringComparison.Ordinal);
        Assert.Equal("running", next.Ask($"run 5 {written + 1}"));
        written = Write(producer, written, 1); // there is at least one for the last of them
        var expected = ConsumerState.Expected(written);
        Assert.Equal($"done {expected.Sequence} {expected.Hash}", next.Ask("join"));
        output.WriteLine($"{written} records, {replayed} of {rounds} successors had something to replay");
        Assert.True(replayed > 0);
    }

    private static ulong Write(RingProducer producer, ulong written, int count)
    {
        Span<byte> payload = stackalloc byte[RecordPattern.MaxLength];
        while (count > 0)
        {
            var space = producer.Space.Value;
            var (type, length) = RecordPattern.Write(payload, written + 1);
            if (producer.TryWrite(type, payload[..length]))
            {
                written++;
                count--;
            }
            else
            {
                producer.Space.Wait(space, 10_000_000);
            }
        }

        return written;
    }

    [Fact]
    public void Open_ConsumerKilledBetweenReadAndCheckpoint_ReplaysExactlyFromTheCheckpoint()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(Capacity, Checkpoint));
        Write(producer, 0, 30);
        var first = Sandbox.Start("consume", name.Value);
        Assert.Equal("opened 0 0", first.Ask("open"));
        var ten = ConsumerState.Expected(10);
        Assert.StartsWith("read 10 ", first.Ask("read 10"), StringComparison.Ordinal);
        Assert.Equal($"saved 10 {ten.Hash}", first.Ask("checkpoint"));
        Assert.StartsWith("read 17 ", first.Ask("read 7"), StringComparison.Ordinal);
        first.Kill();
        var second = Sandbox.Start("consume", name.Value);
        Assert.Equal($"opened 10 {ten.Hash}", second.Ask("open"));
        var thirty = ConsumerState.Expected(30);
        Assert.Equal($"read 30 {thirty.Hash}", second.Ask("read 20")); // fails unless record 11 comes next
    }

    [Fact]
    public void TryWrite_RecordsReadButNotCheckpointed_AreNotOverwritten()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(4096, Checkpoint));
        using (var consumer = RingConsumer.Open(Regions, name, out _))
        {
            ulong written = 0;
            Span<byte> payload = stackalloc byte[RecordPattern.MaxLength];
            while (true)
            {
                var (type, length) = RecordPattern.Write(payload, written + 1);
                if (!producer.TryWrite(type, payload[..length])) break;
                written++;
                Assert.True(consumer.TryRead(out _));
            }

            Assert.InRange(written, 10UL, 400UL);
            Assert.True(consumer.RetainedBytes > 3000);
        }

        using var successor = RingConsumer.Open(Regions, name, out var checkpoint);
        Assert.Empty(checkpoint);
        Assert.True(successor.TryRead(out var record));
        Assert.Equal(1UL, RecordPattern.Read(record.Type, record.Payload));
    }

    [Fact]
    public void OpenOrCreate_FormerProducerDiedBeforeItWoke_WakesTheConsumer()
    {
        var name = Sandbox.Name("ring");
        RingProducer.Create(Regions, name, new RingSpec(Capacity, Checkpoint)).Dispose();
        using var consumer = RingConsumer.Open(Regions, name, out _);
        var seen = consumer.Written.Value; // then it sleeps until this changes
        using var producer = RingProducer.OpenOrCreate(Regions, name, new RingSpec(Capacity, Checkpoint));
        Assert.NotEqual(seen, consumer.Written.Value);
    }

    [Fact]
    public void Open_FormerConsumerDiedBeforeItWoke_WakesTheProducer()
    {
        var name = Sandbox.Name("ring");
        using var producer = RingProducer.Create(Regions, name, new RingSpec(Capacity, Checkpoint));
        RingConsumer.Open(Regions, name, out _).Dispose();
        var seen = producer.Space.Value;
        using var consumer = RingConsumer.Open(Regions, name, out _);
        Assert.NotEqual(seen, producer.Space.Value);
    }

    private PeerProcess StartProducer(RegionName name) => Sandbox.Start("produce", name.Value, Text(Capacity), Text(Checkpoint));
}
