using WasmEngine.Client;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests;

/// <summary>Calls, jobs and lanes through the whole daemon.</summary>
public sealed class JobTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private const string Guest = """
        (module
          (import "wasmengine_v1" "job_progress" (func $progress (param i64 i64) (result i32)))
          (import "wasmengine_v1" "job_attempt" (func $attempt (result i32)))
          (memory (export "memory") 1)
          (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
          (func (export "mixed") (param i32 i64 f32 f64) (result i32 i64 f32 f64) (local.get 0) (local.get 1) (local.get 2) (local.get 3))
          (func (export "crash") (param i32) unreachable)
          (func (export "forever") (loop $again (br $again)))
          (func (export "third") (result i32)
            (if (i32.lt_s (call $attempt) (i32.const 3)) (then unreachable))
            (call $attempt))
          (func (export "fill") (param $at i32) (param $length i32) (param $value i32)
            (memory.fill (local.get $at) (local.get $value) (local.get $length)))
          (func (export "mark") (param $begin i32) (param $end i32) (param $at i32) (param $length i32)
            (memory.fill (i32.add (local.get $at) (local.get $begin)) (i32.const 7) (i32.sub (local.get $end) (local.get $begin))))
          (func (export "count") (param $to i64) (result i64) (local $i i64)
            (loop $again
              (local.set $i (i64.add (local.get $i) (i64.const 1)))
              (if (i64.eqz (i64.and (local.get $i) (i64.const 0xfffff))) (then (drop (call $progress (local.get $i) (local.get $to)))))
              (br_if $again (i64.lt_u (local.get $i) (local.get $to))))
            (local.get $i)))
        """;

    private static readonly Lazy<string> Module = new(() =>
    {
        var path = Path.Combine(TestApp.Create("jobs", WasmtimeEngine.Assemble(Guest), ""), "app.wasm");
        return path;
    });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Call_EachKindOfNumber_ComesBack()
    {
        await using var client = await daemon.ConnectAsync();

        var outcome = await client.Functions.CallAsync(Call("mixed").With(-1).With(long.MinValue).With(0.5f).With(double.MaxValue), Cancellation);

        Assert.Equal([(NumberType.I32, -1.0), (NumberType.I64, long.MinValue), (NumberType.F32, 0.5), (NumberType.F64, double.MaxValue)], outcome.Results.Select(r => (r.Type, r.Float)));
    }

    [Fact]
    public async Task ParallelFor_OverABuffer_EveryPartIsDoneOnce()
    {
        await using var client = await daemon.ConnectAsync();
        var buffer = await client.CreateBufferAsync("parallel", 1_000_000, Cancellation);
        using var mapped = client.MapBuffer(buffer);

        await client.Functions.ParallelForAsync(Call("mark").WithBuffer("parallel", BufferAccess.ReadWrite), 10, 999_990, Cancellation);

        Assert.Equal(-1, mapped.Payload[10..999_990].IndexOfAnyExcept((byte)7));
        Assert.Equal(-1, mapped.Payload[..10].IndexOfAnyExcept((byte)0));
        Assert.Equal(-1, mapped.Payload[999_990..].IndexOfAnyExcept((byte)0));
    }

    [Fact]
    public async Task Call_Trap_NamesTheFunction()
    {
        await using var client = await daemon.ConnectAsync();

        var failure = await Assert.ThrowsAsync<EngineException>(() => client.Functions.CallAsync(Call("crash").With(1), Cancellation));

        Assert.Equal("GUEST_FAILED", failure.Reason);
        Assert.Contains("crash", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WrongSignature_IsRefused()
    {
        await using var client = await daemon.ConnectAsync();

        Assert.Equal("CALL_INVALID", (await Assert.ThrowsAsync<EngineException>(() => client.Functions.CallAsync(Call("add").With(1), Cancellation))).Reason);
        Assert.Equal("CALL_INVALID", (await Assert.ThrowsAsync<EngineException>(() => client.Jobs.SubmitAsync(Call("add").With(1L).With(2), null, Cancellation))).Reason);
        Assert.Equal("CALL_INVALID", (await Assert.ThrowsAsync<EngineException>(() => client.Jobs.SubmitAsync(Call("nothing"), null, Cancellation))).Reason);
    }

    [Fact]
    public async Task Job_WithRetriesAndOutput_PublishesOnce()
    {
        await using var client = await daemon.ConnectAsync();
        var filled = await client.Jobs.SubmitAsync(Call("fill").WithOutput("filled", 100_000).With(9), new JobOptions { Durable = true }, Cancellation);
        var third = await client.Jobs.SubmitAsync(Call("third"), new JobOptions { Retries = 2 }, Cancellation);

        Assert.Equal(JobState.Succeeded, (await client.Jobs.WaitAsync(filled.Job.Id, Cancellation)).State);
        var buffer = Assert.Single(await client.ListBuffersAsync(Cancellation), b => b.Name == "filled");
        using (var mapped = client.MapBuffer(buffer)) Assert.Equal((100_000, -1), (mapped.Payload.Length, mapped.Payload.IndexOfAnyExcept((byte)9)));
        var retried = await client.Jobs.WaitAsync(third.Job.Id, Cancellation);
        Assert.Equal((JobState.Succeeded, 3, 3L), (retried.State, retried.Attempts, Assert.Single(retried.Outcome!.Results).Integer));
    }

    [Fact]
    public async Task Job_Cancelled_EndsThoughItNeverWould()
    {
        await using var client = await daemon.ConnectAsync();
        var job = (await client.Jobs.SubmitAsync(Call("forever"), null, Cancellation)).Job;
        await foreach (var told in client.Jobs.WatchAsync(job.Id, Cancellation))
        {
            if (told.State == JobState.Running) break;
        }

        await client.Jobs.CancelAsync(job.Id, cancellation: Cancellation);

        Assert.Equal(JobState.Cancelled, (await client.Jobs.WaitAsync(job.Id, Cancellation)).State);
    }

    [Theory]
    [InlineData("compute")]
    [InlineData("broker")]
    public async Task DurableJobs_TheirLayerIsKilled_AllEndOnce(string layer)
    {
        await daemon.WaitUntilReadyAsync();
        await using var client = await daemon.ConnectAsync();
        var jobs = new List<SubmittedJob>();
        for (var i = 0; i < 12; i++) jobs.Add(await client.Jobs.SubmitAsync(Call("count").With(50_000_000L), new JobOptions { Durable = true, Key = $"{layer}-{i}" }, Cancellation));
        await foreach (var told in client.Jobs.WatchAsync(jobs[0].Job.Id, Cancellation))
        {
            if (told.Total > 0 || told.HasEnded) break; // it runs
        }

        var pid = (await daemon.PidsAsync())[layer];
        Assert.True(ProcessIdentity.TryFind(pid)!.Value.Signal(ProcessSignal.Kill));

        foreach (var submitted in jobs)
        {
            var job = await client.Jobs.WaitAsync(submitted.Job.Id, Cancellation);
            Assert.Equal((JobState.Succeeded, 50_000_000L), (job.State, Assert.Single(job.Outcome!.Results).Integer));
            var again = await client.Jobs.SubmitAsync(Call("count").With(50_000_000L), new JobOptions { Durable = true, Key = job.Key }, Cancellation);
            Assert.Equal((job.Id, true, job.EndedAt), (again.Job.Id, again.Existed, again.Job.EndedAt));
        }

        await daemon.WaitUntilReplacedAsync(layer, pid);
    }

    [Fact]
    public async Task Lane_Calls_AreAnsweredUntilComputeDies()
    {
        await daemon.WaitUntilReadyAsync();
        await using var client = await daemon.ConnectAsync();
        await using var lane = await client.Functions.OpenLaneAsync(Call("add"), Cancellation);
        var results = new ulong[lane.Calls.Results];
        for (ulong i = 0; i < 1000; i++)
        {
            var answer = lane.Calls.Call([i, 5], results);
            Assert.Equal((LaneFault.None, i + 5), (answer.Fault, results[0]));
        }

        var pid = (await daemon.PidsAsync())["compute"];
        Assert.True(ProcessIdentity.TryFind(pid)!.Value.Signal(ProcessSignal.Kill));

        await lane.Ended.WaitAsync(Cancellation);
        Assert.Throws<LaneEndedException>(() => lane.Calls.Call([1, 2], results));
        await daemon.WaitUntilReplacedAsync("compute", pid);
        await using var again = await client.Functions.OpenLaneAsync(Call("add"), Cancellation);
        again.Calls.Call([1, 2], results);
        Assert.Equal(3UL, results[0]);
    }

    [Fact]
    public async Task CommandLine_CallsAndJobs_ShareASession()
    {
        var input = Path.Combine(Path.GetDirectoryName(Module.Value)!, "input");
        await File.WriteAllBytesAsync(input, new byte[70_000], Cancellation);

        Assert.Equal("42", (await RunAsync("call", Module.Value, "add", "40", "2")).GetProperty("results")[0].GetProperty("value").GetString());
        await RunAsync("buffer", "write", "cli", input);
        await RunAsync("call", Module.Value, "mark", "buf:cli:rw", "--range", "0..70000");
        await RunAsync("buffer", "read", "cli", input);
        Assert.Equal(-1, (await File.ReadAllBytesAsync(input, Cancellation)).AsSpan().IndexOfAnyExcept((byte)7));
        var job = await RunAsync("job", "submit", Module.Value, "count", "5000000", "--durable", "--key", "cli", "--wait");
        Assert.Equal(("succeeded", "5000000"), (job.GetProperty("state").GetString(), job.GetProperty("outcome").GetProperty("results")[0].GetProperty("value").GetString()));
        var again = await RunAsync("job", "submit", Module.Value, "count", "5000000", "--durable", "--key", "cli");
        Assert.Equal((job.GetProperty("id").GetString(), true), (again.GetProperty("id").GetString(), again.GetProperty("existed").GetBoolean()));
        Assert.Contains((await RunAsync("job", "list", "--ended")).GetProperty("jobs").EnumerateArray(), j => j.GetProperty("id").GetString() == job.GetProperty("id").GetString());
        var sha256 = (await RunAsync("module", "install", Module.Value)).GetProperty("sha256").GetString()!;
        Assert.Equal("3", (await RunAsync("call", sha256[..12], "add", "1", "2")).GetProperty("results")[0].GetProperty("value").GetString());
        await RunAsync("buffer", "delete", "cli");
        var failed = await Cli.RunAsync(daemon.Instance, "job", "submit", Module.Value, "crash", "1", "--wait", "--json");
        Assert.Equal((1, "TRAPPED"), (failed.ExitCode, failed.Json.GetProperty("reason").GetString()));
    }

    private async Task<System.Text.Json.JsonElement> RunAsync(params string[] arguments)
    {
        var result = await Cli.RunAsync(daemon.Instance, [.. arguments, "--json"]);
        Assert.True(result.ExitCode == 0, result.All);
        return result.Json;
    }

    private static FunctionCall Call(string export) => FunctionCall.OfFile(Module.Value, export);
}
