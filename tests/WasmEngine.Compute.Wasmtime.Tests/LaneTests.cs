using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Memory;
using WasmEngine.Platform;
using WasmEngine.Testing;
using static WasmEngine.Compute.Wasmtime.Tests.Support.RunBench;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Lanes, from the caller's ring to the guest and back, over the real engine.</summary>
[TestClass(DisableParallelization = true)] // some calls have to end within a tenth of a second
public sealed class LaneTests : IDisposable
{
    private const string Module = """
        (module
          (import "wasmengine_v1" "job_attempt" (func $host (result i32)))
          (import "wasmengine_v1" "log" (func $log (param i32 i32 i32)))
          (memory (export "memory") 1 1024)
          (data (i32.const 16) "zero is not allowed")
          (global $calls (mut i32) (i32.const 0))
          (func (export "mix") (param i32 i64 f32 f64) (result f64 i32)
            (f64.add (f64.add (f64.convert_i32_s (local.get 0)) (f64.convert_i64_s (local.get 1))) (f64.add (f64.promote_f32 (local.get 2)) (local.get 3)))
            (local.get 0))
          (func (export "count") (param i32) (result i32)
            (if (i32.eqz (local.get 0)) (then (call $log (i32.const 2) (i32.const 16) (i32.const 19)) unreachable))
            (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
            (global.get $calls))
          (func (export "spin") (param i32) (if (local.get 0) (then (loop (br 0)))))
          (func (export "hosted") (param $n i32) (block (loop (br_if 1 (i32.eqz (local.get $n))) (drop (call $host)) (local.set $n (i32.sub (local.get $n) (i32.const 1))) (br 0))))
          (func (export "peek") (param $p i32) (param $n i32) (param $at i32) (result i32) (i32.load8_u (i32.add (local.get $p) (local.get $at)))))
        """;

    private const long PatienceNs = 60_000_000_000;
    private static readonly RegionName Calls = RegionName.Parse("lane.calls"), Answers = RegionName.Parse("lane.answers");
    private readonly CountingEngine _engine = new();
    private readonly RunBench _bench;
    private readonly Lanes _lanes;
    private readonly string _module;
    private readonly CancellationTokenSource _cancel = new();
    private Task<string?>? _served;

    public LaneTests()
    {
        _bench = new RunBench(engine: _engine);
        _module = _bench.Module(Module);
        _lanes = new Lanes(_bench.Runs, new LaneOptions { PerSession = 2 });
    }

    public void Dispose()
    {
        _cancel.Cancel();
        if (_served is { IsFaulted: false }) Assert.Null(_served.WaitAsync(Patience).GetAwaiter().GetResult());
        _cancel.Dispose();
        _bench.Dispose();
    }

    private FunctionSpec Call(string export, params FunctionArgument[] arguments) => _bench.Call(_module, export, arguments);

    private async Task<LaneClient> OpenAsync(FunctionSpec call)
    {
        RingProducer.Create(_bench.Regions, Calls, LaneRecord.RingSpec).Dispose();
        RingProducer.Create(_bench.Regions, Answers, LaneRecord.RingSpec).Dispose();
        var ready = new TaskCompletionSource<LaneShape>(TaskCreationOptions.RunContinuationsAsynchronously);
        _served = _lanes.ServeAsync(
            new LaneSpec(call, Calls, Answers),
            shape =>
            {
                ready.SetResult(shape);
                return Task.CompletedTask;
            },
            _cancel.Token);
        await Task.WhenAny(ready.Task, _served).WaitAsync(Patience);
        if (_served.IsCompleted) await _served;
        var shape = await ready.Task;
        return LaneClient.Open(_bench.Regions, Calls, Answers, shape.Parameters, shape.Results);
    }

    private static ulong Bits(double value) => WasmValue.FromF64(value).Bits;

    [Fact]
    public async Task Call_AllTypes_ArriveAndReturn()
    {
        using var lane = await OpenAsync(Call("mix"));
        var results = new ulong[2];

        var answer = lane.Call([WasmValue.FromI32(-3).Bits, WasmValue.FromI64(1L << 33).Bits, WasmValue.FromF32(0.25f).Bits, Bits(0.5)], results, PatienceNs);

        Assert.Equal(LaneFault.None, answer.Fault);
        Assert.Equal((Bits(-3 + (1L << 33) + 0.75), -3), (results[0], new WasmValue(results[1]).I32));
    }

    [Fact]
    public async Task Call_ArgumentsOfTheLane_ComeFirst()
    {
        using var buffer = _bench.Buffer("data", 100);
        buffer.Payload[42] = 17;
        using var lane = await OpenAsync(Call("peek", new BufferArgument("data", 0, 0, true)));
        var results = new ulong[1];

        Assert.Equal(LaneFault.None, lane.Call([42], results, PatienceNs).Fault);
        Assert.Equal(17ul, results[0]);
        buffer.Payload[42] = 18;
        lane.Call([42], results, PatienceNs);
        Assert.Equal(18ul, results[0]);
    }

    [Fact]
    public async Task Submit_ThousandsUnderWay_AreAnsweredInOrder()
    {
        const int calls = 20_000;
        using var lane = await OpenAsync(Call("count"));
        var results = new ulong[1];
        var (submitted, collected) = (0, 0);

        while (collected < calls)
        {
            while (submitted < calls && lane.TrySubmit([1], out _)) submitted++;
            Assert.True(lane.Collect(results, PatienceNs, out var answer));
            collected++;
            Assert.Equal(((ulong)collected, LaneFault.None, (ulong)collected), (answer.Id, answer.Fault, results[0]));
        }

        Assert.Equal(0ul, lane.Pending);
    }

    [Fact]
    public async Task Call_Trap_IsAnsweredWithTheReason_AndTheNextFindsAFreshInstance()
    {
        using var lane = await OpenAsync(Call("count"));
        var results = new ulong[1];
        lane.Call([1], results, PatienceNs);
        lane.Call([1], results, PatienceNs);
        Assert.Equal(2ul, results[0]);

        var failure = lane.Call([0], results, PatienceNs);
        Assert.Equal(LaneFault.Trapped, failure.Fault);
        Assert.Contains("zero is not allowed", failure.Message, StringComparison.Ordinal);

        Assert.Equal(LaneFault.None, lane.Call([1], results, PatienceNs).Fault);
        Assert.Equal(1ul, results[0]);
    }

    [Fact]
    public async Task Call_BeyondItsTime_IsAnswered_AndTheNextCounts()
    {
        using var lane = await OpenAsync(Call("spin") with { WallLimit = TimeSpan.FromMilliseconds(100) });

        Assert.Equal(LaneFault.Deadline, lane.Call([1], [], PatienceNs).Fault);
        Assert.Equal(LaneFault.None, lane.Call([0], [], PatienceNs).Fault);
    }

    [Fact]
    public async Task Call_BeyondItsProcessorTime_IsAnswered()
    {
        using var lane = await OpenAsync(Call("spin") with { CpuLimit = TimeSpan.FromMilliseconds(50) });

        Assert.Equal(LaneFault.None, lane.Call([0], [], PatienceNs).Fault);
        Assert.Equal(LaneFault.CpuTime, lane.Call([1], [], PatienceNs).Fault);
        Assert.Equal(LaneFault.None, lane.Call([0], [], PatienceNs).Fault);
    }

    [Fact]
    public async Task Call_HostCalls_AreLimitedForEachCall()
    {
        using var lane = await OpenAsync(Call("hosted") with { Limits = new InstanceLimits { HostCalls = 10 } });

        for (var i = 0; i < 5; i++) Assert.Equal(LaneFault.None, lane.Call([9], [], PatienceNs).Fault);
        Assert.Equal(LaneFault.HostCalls, lane.Call([11], [], PatienceNs).Fault);
        Assert.Equal(LaneFault.None, lane.Call([9], [], PatienceNs).Fault);
    }

    [Fact]
    public async Task Cancel_WithinACall_EndsTheLane()
    {
        using var lane = await OpenAsync(Call("spin"));
        Assert.True(lane.TrySubmit([1], out _));

        await _cancel.CancelAsync();

        Assert.Null(await _served!.WaitAsync(Patience));
        Assert.Equal(0, _lanes.Count);
        lane.End("compute is gone");
        Assert.Throws<LaneEndedException>(() => lane.Collect([], PatienceNs, out _));
    }

    [Fact]
    public async Task Call_RubbishRecord_IsAnswered_CorruptRing_EndsTheLane()
    {
        using (var lane = await OpenAsync(Call("spin"))) Assert.Equal(LaneFault.None, lane.Call([0], [], PatienceNs).Fault);
        using var producer = RingProducer.Open(_bench.Regions, Calls);
        using var consumer = RingConsumer.Open(_bench.Regions, Answers, out _);

        Assert.True(producer.TryWrite(9, [1, 2, 3]));
        RingRecord answer;
        while (!consumer.TryRead(out answer)) await Task.Yield();
        Assert.True(LaneRecord.TryDecodeFailure(answer.Payload, out _, out var fault, out _));
        Assert.Equal(LaneFault.Invalid, fault);
        Corrupt();

        Assert.Contains("corrupt", await _served!.WaitAsync(Patience), StringComparison.Ordinal);
        _served = null;
    }

    /// <summary>Claims that there are records where there are none, and wakes the reader.</summary>
    private void Corrupt()
    {
        const int head = 4096, headWord = 4160;
        var path = _bench.Regions.PathOf(Calls);
        using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            RandomAccess.Write(file, [1, 2, 3, 4, 5], head);
            RandomAccess.Write(file, [0xFF, 0xFF], headWord);
        }

        using var shared = SharedFile.Open(path);
        using var map = MappedFile.Map(shared, 8192, PageAccess.Read);
        Waiter.System.Wake(map.Address + headWord);
    }

    [Fact]
    public async Task Serve_TooManyOrUnfit_IsRefused()
    {
        using var lane = await OpenAsync(Call("spin"));
        var spec = new LaneSpec(Call("nothing"), RegionName.Parse("x"), RegionName.Parse("y"));

        Assert.Contains("nothing", (await Assert.ThrowsAsync<CallInvalidException>(() => _lanes.ServeAsync(spec, _ => Task.CompletedTask, default))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RegionException>(() => _lanes.ServeAsync(spec with { Call = Call("spin") }, _ => Task.CompletedTask, default));
        await Assert.ThrowsAsync<RegionException>(() => _lanes.ServeAsync(new LaneSpec(Call("spin"), Calls, Answers), _ => Task.CompletedTask, default));
        var one = new Lanes(_bench.Runs, new LaneOptions { PerSession = 1 });
        one.Drain();
        await Assert.ThrowsAsync<GuestStoppedException>(() => one.ServeAsync(spec, _ => Task.CompletedTask, default));
    }

    [Fact]
    public async Task Call_AllocatesNothingOnEitherThread()
    {
        using var lane = await OpenAsync(Call("count"));
        var results = new ulong[1];
        var arguments = new ulong[] { 1 };

        var least = Allocations.LeastOf(
            20,
            () =>
            {
                for (var i = 0; i < 2000; i++) lane.Call(arguments, results, PatienceNs);
            },
            () => GC.GetAllocatedBytesForCurrentThread() + _engine.Allocated);

        Assert.Equal(0, least);
        Assert.NotEqual(0, _engine.Allocated); // it did count
    }
}
