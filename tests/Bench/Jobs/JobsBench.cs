using System.Diagnostics;
using WasmEngine.Bench.Engine;
using WasmEngine.Bench.Measuring;
using WasmEngine.Client;
using WasmEngine.Memory;

namespace WasmEngine.Bench.Jobs;

/// <summary>
/// Calls of a trivial function through a lane and through gRPC, jobs, and parallel loops, all from this process through the
/// whole daemon; making instances, in this process.
/// </summary>
internal sealed class JobsBench : IBench
{
    private const int DefaultRounds = 9, WarmUpRounds = 2, LaneCalls = 20_000, GrpcCalls = 300, JobsPerRound = 500, SubmittersAtOnce = 16, InstancesPerRound = 2000;
    private const long LoopNumbers = 60_000;

    /// <inheritdoc/>
    public string Name => "jobs";

    /// <inheritdoc/>
    public string Summary => "Round trips of calls through lanes and gRPC, jobs per second, making instances, the speed-up of parallel loops";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        var directory = Directory.CreateTempSubdirectory("wasmengine-bench-");
        try
        {
            var module = JobsGuest.Write(directory.FullName);
            context.Progress.Report("starting a daemon");
            await using var engine = await EngineUnderTest.StartAsync("bench-jobs", context.Cancellation);
            using var instances = new InstanceMaker(module);
            await using var lane = await engine.Client.Functions.OpenLaneAsync(FunctionCall.OfFile(module, JobsGuest.Add), context.Cancellation);
            return await MeasureAsync(new Subjects(engine.Client, lane.Calls, instances, module), context);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private sealed record Subjects(EngineClient Client, LaneClient Lane, InstanceMaker Instances, string Module);

    private async Task<BenchReport> MeasureAsync(Subjects subjects, BenchContext context)
    {
        var rounds = context.Rounds ?? DefaultRounds;
        var (lane, pipelined, grpc, jobs, instance, one, all) = (new Samples(), new Samples(), new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
        context.Progress.Report($"measuring {rounds} rounds");
        await Interleaved.RunAsync(
            WarmUpRounds,
            rounds,
            [
                counts => OnThread(lane, counts, take => RoundTrips(subjects.Lane, take)),
                counts => OnThread(pipelined, counts, take => Pipelined(subjects.Lane, take)),
                counts => Async(grpc, counts, take => CallsAsync(subjects, take, context.Cancellation)),
                counts => Async(jobs, counts, take => JobsAsync(subjects, take, context.Cancellation)),
                counts => OnThread(instance, counts, take => subjects.Instances.Make(InstancesPerRound, take)),
                counts => Async(one, counts, take => LoopAsync(subjects, 1, take, context.Cancellation)),
                counts => Async(all, counts, take => LoopAsync(subjects, 0, take, context.Cancellation)),
            ],
            context.Cancellation);
        var figures = new Figures();
        figures.AddMedian("fastLaneP50Us", lane);
        figures.AddPercentile("fastLaneP99Us", lane, 0.99);
        figures.AddMedian("fastLanePipelinedPerSecond", pipelined);
        figures.AddMedian("grpcP50Us", grpc);
        figures.AddPercentile("grpcP99Us", grpc, 0.99);
        figures.AddMedian("jobsPerSecond", jobs);
        figures.AddMedian("instanceP50Us", instance);
        figures.AddPercentile("instanceP99Us", instance, 0.99);
        figures.AddRatio("parallelSpeedup", one.Over(all));
        figures.Add("cores", Environment.ProcessorCount);
        return figures.ToReport(Name, rounds);
    }

    private static Task OnThread(Samples samples, bool counts, Action<Action<double>> work)
    {
        if (counts) samples.BeginRound();
        return Task.Factory.StartNew(() => work(counts ? samples.Add : static _ => { }), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static Task Async(Samples samples, bool counts, Func<Action<double>, Task> work)
    {
        if (counts) samples.BeginRound();
        return work(counts ? samples.Add : static _ => { });
    }

    private static void RoundTrips(LaneClient lane, Action<double> take)
    {
        Span<ulong> results = stackalloc ulong[1];
        for (var i = 0UL; i < LaneCalls; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = lane.Call([i, 1], results);
            take(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (answer.Fault != LaneFault.None || results[0] != i + 1) throw new BenchException($"call {i} was answered with {results[0]} {answer.Message}");
        }
    }

    private static void Pipelined(LaneClient lane, Action<double> take)
    {
        Span<ulong> results = stackalloc ulong[1];
        var start = Stopwatch.GetTimestamp();
        for (var (submitted, collected) = (0UL, 0); collected < LaneCalls; collected++)
        {
            while (submitted < LaneCalls && lane.TrySubmit([submitted, 1], out _)) submitted++;
            if (!lane.Collect(results, -1, out var answer) || answer.Fault != LaneFault.None) throw new BenchException($"a call failed: {answer.Message}");
        }

        take(LaneCalls / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task CallsAsync(Subjects subjects, Action<double> take, CancellationToken cancel)
    {
        for (var i = 0; i < GrpcCalls; i++)
        {
            var call = FunctionCall.OfFile(subjects.Module, JobsGuest.Add).With(i).With(1);
            var start = Stopwatch.GetTimestamp();
            var outcome = await subjects.Client.Functions.CallAsync(call, cancel);
            take(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (outcome.Results[0].Integer != i + 1) throw new BenchException($"call {i} was answered with {outcome.Results[0]}");
        }
    }

    /// <summary>From the first submission to the last end.</summary>
    private static async Task JobsAsync(Subjects subjects, Action<double> take, CancellationToken cancel)
    {
        var call = FunctionCall.OfFile(subjects.Module, JobsGuest.Add).With(20).With(22);
        var start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, JobsPerRound),
            new ParallelOptions { MaxDegreeOfParallelism = SubmittersAtOnce, CancellationToken = cancel },
            async (_, token) =>
            {
                var job = await subjects.Client.Jobs.SubmitAsync(call, cancellation: token);
                var ended = await subjects.Client.Jobs.WaitAsync(job.Job.Id, token);
                if (ended.Outcome?.Results[0].Integer != 42) throw new BenchException($"a job ended with {ended.State}: {ended.Detail}");
            });
        take(JobsPerRound / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task LoopAsync(Subjects subjects, int workers, Action<double> take, CancellationToken cancel)
    {
        var outcome = await subjects.Client.Functions.CallAsync(FunctionCall.OfFile(subjects.Module, JobsGuest.Iterate).Over(0, LoopNumbers, workers: workers), cancel);
        take(outcome.Wall.TotalMilliseconds);
    }
}
