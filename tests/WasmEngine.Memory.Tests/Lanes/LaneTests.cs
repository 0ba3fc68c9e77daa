namespace WasmEngine.Memory.Tests;

/// <summary>The caller's end of a lane against a server of the test's, and its records.</summary>
public sealed class LaneTests : MemoryTest
{
    private const long PatienceNs = 60_000_000_000;

    private (LaneClient Client, RingConsumer Calls, RingProducer Answers) Open(int parameters, int results)
    {
        var (calls, answers) = (Sandbox.Name("calls"), Sandbox.Name("answers"));
        RingProducer.Create(Regions, calls, LaneRecord.RingSpec).Dispose();
        var producer = RingProducer.Create(Regions, answers, LaneRecord.RingSpec);
        return (LaneClient.Open(Regions, calls, answers, parameters, results), RingConsumer.Open(Regions, calls, out _), producer);
    }

    /// <summary>Answers each call with the sum of its cells until the ring's end.</summary>
    private static void Serve(RingConsumer calls, RingProducer answers, int count)
    {
        var (cells, payload) = (new ulong[2], new byte[64]);
        for (var served = 0; served < count;)
        {
            var (written, space) = (calls.Written.Value, answers.Space.Value);
            if (!calls.TryRead(out var record))
            {
                calls.Written.Wait(written, PatienceNs);
                continue;
            }

            Assert.True(LaneRecord.TryDecodeCells(record.Payload, out var id, cells));
            var length = LaneRecord.EncodeCells(payload, id, [cells[0] + cells[1]]);
            while (!answers.TryWrite(LaneRecord.Results, payload.AsSpan(0, length)))
            {
                answers.Space.Wait(space, PatienceNs);
                space = answers.Space.Value;
            }

            calls.Release();
            served++;
        }
    }

    [Fact]
    public async Task Call_AndPipelined_AreAnsweredInOrder()
    {
        const int alone = 500, together = 20_000;
        var (client, calls, answers) = Open(2, 1);
        using var closing = client;
        using var closingCalls = calls;
        using var closingAnswers = answers;
        var server = Task.Factory.StartNew(() => Serve(calls, answers, alone + together), TaskCreationOptions.LongRunning);
        var results = new ulong[1];

        for (var i = 0UL; i < alone; i++)
        {
            Assert.Equal((i + 1, LaneFault.None), (client.Call([i, 5], results, PatienceNs).Id, LaneFault.None));
            Assert.Equal(i + 5, results[0]);
        }

        for (var (submitted, collected) = (0UL, 0UL); collected < together; collected++)
        {
            while (submitted < together && client.TrySubmit([submitted, 1], out _)) submitted++;
            Assert.True(client.Collect(results, PatienceNs, out var answer));
            Assert.Equal((alone + collected + 1, collected + 1), (answer.Id, results[0]));
        }

        await server.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0UL, client.Pending);
    }

    [Fact]
    public void TrySubmit_RingFull_IsRefused_NothingIsLost()
    {
        var (client, calls, answers) = Open(2, 1);
        using var closing = client;
        using var closingCalls = calls;
        using var closingAnswers = answers;
        var submitted = 0;

        while (client.TrySubmit([1, 2], out _)) submitted++;

        Assert.Equal((ulong)submitted, client.Submitted);
        for (var i = 0; i < submitted; i++) Assert.True(calls.TryRead(out _));
        Assert.False(calls.TryRead(out _));
        calls.Release();
        Assert.True(client.TrySubmit([1, 2], out var id));
        Assert.Equal((ulong)submitted + 1, id);
    }

    [Fact]
    public async Task End_WhileItWaits_EndsTheWait()
    {
        var (client, calls, answers) = Open(0, 0);
        using var closing = client;
        using var closingCalls = calls;
        using var closingAnswers = answers;
        Assert.True(client.TrySubmit([], out _));
        var waiting = Task.Factory.StartNew(() => Assert.Throws<LaneEndedException>(() => client.Collect([], PatienceNs, out _)), TaskCreationOptions.LongRunning);

        client.End("compute died");

        Assert.Equal("compute died", (await waiting.WaitAsync(TimeSpan.FromSeconds(60))).Message);
        Assert.Throws<LaneEndedException>(() => client.TrySubmit([], out _));
    }

    [Fact]
    public void Collect_Failure_IsTold_Rubbish_IsCorrupt_NothingComes_TimesOut()
    {
        var (client, calls, answers) = Open(0, 1);
        using var closing = client;
        using var closingCalls = calls;
        using var closingAnswers = answers;
        var payload = new byte[LaneRecord.MaxPayload];
        Assert.False(client.Collect(new ulong[1], 1000, out _));

        answers.TryWrite(LaneRecord.Failure, payload.AsSpan(0, LaneRecord.EncodeFailure(payload, 3, LaneFault.HostCalls, "too many")));
        Assert.True(client.Collect(new ulong[1], PatienceNs, out var answer));
        Assert.Equal(new LaneAnswer(3, LaneFault.HostCalls, "too many"), answer);
        answers.TryWrite(LaneRecord.Results, new byte[8]);
        Assert.Equal(RegionFault.Corrupt, Assert.Throws<RegionException>(() => client.Collect(new ulong[1], PatienceNs, out _)).Fault);
    }

    [Fact]
    public void EncodeFailure_LongMessage_IsCutAtACharacter()
    {
        var payload = new byte[LaneRecord.MaxPayload];
        var length = LaneRecord.EncodeFailure(payload, 1, LaneFault.Trapped, new string('ä', 3000));

        Assert.True(LaneRecord.TryDecodeFailure(payload.AsSpan(0, length), out _, out _, out var message));
        Assert.Equal(new string('ä', 2048), message);
    }

    [Fact]
    public void TryDecodeFailure_Rubbish_IsRefused()
    {
        var random = new Random(11);
        var bytes = new byte[64];
        for (var i = 0; i < 10_000; i++)
        {
            random.NextBytes(bytes);
            var part = bytes.AsSpan(0, random.Next(bytes.Length));
            Assert.False(LaneRecord.TryDecodeFailure(part, out _, out _, out _));
            LaneRecord.TryDecodeCells(part, out _, new ulong[random.Next(4)]);
        }
    }
}
