using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Bench.Measuring;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.Memory;

namespace WasmEngine.Bench.Jobs;

/// <summary>Calls through a lane, making instances, and parallel loops.</summary>
internal sealed class JobsBench : IBench
{
    private const int DefaultRounds = 7, CallsPerRound = 20_000, InstancesPerRound = 2000;
    private const long LoopNumbers = 60_000;

    /// <inheritdoc/>
    public string Name => "jobs";

    /// <inheritdoc/>
    public string Summary => "Round trips of calls, making instances, and the speed-up of parallel loops";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        await using var compute = new ComputeUnderTest();
        var rounds = context.Rounds ?? DefaultRounds;
        var (lane, pipelined, instance, one, all) = (new Samples(), new Samples(), new Samples(), new Samples(), new Samples());
        context.Progress.Report("opening a lane");
        using var client = await compute.OpenLaneAsync(context.Cancellation);
        context.Progress.Report($"measuring {rounds} rounds");
        await Interleaved.RunAsync(
            1,
            rounds,
            [
                measures => Measured(lane, measures, () => RoundTrips(client, lane, measures)),
                measures => Measured(pipelined, measures, () => Pipelined(client, pipelined, measures)),
                measures => Measured(instance, measures, () => compute.MakeInstances(InstancesPerRound, us => Take(instance, measures, us))),
                async measures => await LoopAsync(compute, 1, one, measures),
                async measures => await LoopAsync(compute, 0, all, measures),
            ],
            context.Cancellation);
        var figures = new Figures();
        figures.AddMedian("fastLaneP50Us", lane);
        figures.AddPercentile("fastLaneP99Us", lane, 0.99);
        figures.AddMedian("pipelinedCallsPerSecond", pipelined);
        figures.AddMedian("instanceP50Us", instance);
        figures.AddPercentile("instanceP99Us", instance, 0.99);
        figures.AddRatio("parallelSpeedup", one.Over(all));
        figures.Add("cores", Environment.ProcessorCount);
        return figures.ToReport(Name, rounds);
    }

    private static async Task Measured(Samples samples, bool measures, Action work)
    {
        if (measures) samples.BeginRound();
        await Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static void Take(Samples samples, bool measures, double value)
    {
        if (measures) samples.Add(value);
    }

    private static void RoundTrips(LaneClient lane, Samples samples, bool measures)
    {
        Span<ulong> results = stackalloc ulong[1];
        for (var i = 0; i < CallsPerRound; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var answer = lane.Call([(ulong)i, 1], results);
            Take(samples, measures, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (answer.Fault != LaneFault.None || results[0] != (ulong)i + 1) throw new BenchException($"call {i} was answered with {results[0]} {answer.Message}");
        }
    }

    private static void Pipelined(LaneClient lane, Samples samples, bool measures)
    {
        Span<ulong> results = stackalloc ulong[1];
        var start = Stopwatch.GetTimestamp();
        for (var (submitted, collected) = (0, 0); collected < CallsPerRound; collected++)
        {
            while (submitted < CallsPerRound && lane.TrySubmit([(ulong)submitted, 1], out _)) submitted++;
            if (!lane.Collect(results, -1, out var answer) || answer.Fault != LaneFault.None) throw new BenchException($"a call failed: {answer.Message}");
        }

        Take(samples, measures, CallsPerRound / Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    private static async Task LoopAsync(ComputeUnderTest compute, int workers, Samples samples, bool measures)
    {
        if (measures) samples.BeginRound();
        var result = await compute.RunAsync(JobsGuest.Iterate, new LoopRange(0, LoopNumbers, 0, workers));
        Take(samples, measures, result.Wall.TotalMilliseconds);
    }

    /// <summary>The compute layer's parts in this process: no control plane, the same rings.</summary>
    private sealed class ComputeUnderTest : IAsyncDisposable
    {
        private static readonly RegionName Calls = RegionName.Parse("lane.calls"), Answers = RegionName.Parse("lane.answers");
        private readonly string _directory;
        private readonly RegionDirectory _regions;
        private readonly WasmtimeEngine _engine = new(new WasmtimeOptions(), TimeProvider.System, NullLogger<WasmtimeEngine>.Instance);
        private readonly ModuleCatalog _modules;
        private readonly FunctionRuns _runs;
        private readonly CancellationTokenSource _end = new();
        private readonly string _module;
        private Task<string?> _lane = Task.FromResult<string?>(null);
        private int _next;

        internal ComputeUnderTest()
        {
            var root = System.IO.Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
            _directory = Path.Combine(root, "wasmengine-bench-" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture));
            _regions = new RegionDirectory(_directory);
            _regions.Ensure();
            _modules = new ModuleCatalog(_engine, new ModuleCatalogOptions(), TimeProvider.System);
            _runs = new FunctionRuns(_modules, _regions, new RunSchedulerOptions(), TimeProvider.System, NullLogger<FunctionRuns>.Instance, new WasiFactory());
            _module = Path.Combine(_directory, "guest.wasm");
            File.WriteAllBytes(_module, WasmtimeEngine.Assemble(JobsGuest.Text));
        }

        private FunctionSpec Call(string export) => new() { Session = "bench", ModulePath = _module, Export = export };

        internal async Task<LaneClient> OpenLaneAsync(CancellationToken cancel)
        {
            RingProducer.Create(_regions, Calls, LaneRecord.RingSpec).Dispose();
            RingProducer.Create(_regions, Answers, LaneRecord.RingSpec).Dispose();
            var ready = new TaskCompletionSource<LaneShape>(TaskCreationOptions.RunContinuationsAsynchronously);
            _lane = new Lanes(_runs, new LaneOptions()).ServeAsync(
                new LaneSpec(Call(JobsGuest.Add) with { WallLimit = TimeSpan.FromSeconds(30) }, Calls, Answers),
                shape =>
                {
                    ready.SetResult(shape);
                    return Task.CompletedTask;
                },
                _end.Token);
            if (await Task.WhenAny(ready.Task, _lane).WaitAsync(cancel) == _lane) throw new BenchException($"the lane did not open: {await _lane}");
            var shape = await ready.Task;
            return LaneClient.Open(_regions, Calls, Answers, shape.Parameters, shape.Results);
        }

        internal async Task<RunResult> RunAsync(string export, LoopRange range)
        {
            var run = _runs.Start(new RunSpec($"run-{_next++}", Call(export) with { Range = range }));
            var result = await run.Ended;
            return result.Fault == RunFault.None ? result : throw new BenchException($"{export} failed: {result.Detail}");
        }

        internal void MakeInstances(int count, Action<double> took)
        {
            using var lease = _modules.Acquire(_module);
            using var stop = new StopSignal();
            var setup = new GuestSetup(new NoCalls(), new InstanceLimits(), stop);
            for (var i = 0; i < count; i++)
            {
                var start = Stopwatch.GetTimestamp();
                var instance = lease.Module.InstantiateFunctions(setup);
                took(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                if (i == 0) CheckWorks(instance);
                instance.Dispose();
            }
        }

        private static void CheckWorks(IFunctionInstance instance)
        {
            Span<WasmValue> results = stackalloc WasmValue[1];
            instance.Find(JobsGuest.Add)!.Invoke([WasmValue.FromI32(20), WasmValue.FromI32(22)], results);
            if (results[0].I32 != 42) throw new BenchException($"an instance says that 20 + 22 is {results[0].I32}");
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _lane;
            await _runs.DrainAsync(TimeSpan.FromSeconds(10));
            _runs.Dispose();
            _modules.Dispose();
            _engine.Dispose();
            _end.Dispose();
            Directory.Delete(_directory, recursive: true);
        }
    }

    /// <summary>Imports that nobody calls.</summary>
    private sealed class NoCalls : IGuestCalls
    {
        public void Log(int level, ReadOnlySpan<byte> text)
        {
        }

        public int SurfaceCreate(int width, int height) => GuestError.State;

        public int SurfaceStride(int surface) => GuestError.State;

        public uint SurfaceBegin(int surface) => 0;

        public int SurfacePresent(int surface, PixelRect damage) => GuestError.State;

        public int SurfaceDestroy(int surface) => GuestError.State;

        public void RequestFrame()
        {
        }

        public int SceneBackground(uint argb) => GuestError.State;

        public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags) => GuestError.State;

        public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text) => GuestError.State;

        public int SceneRemove(uint node) => GuestError.State;
    }
}
