using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Bench.Measuring;
using WasmEngine.Compute.Wasmtime;

namespace WasmEngine.Bench.Kernels;

/// <summary>
/// The price of being stoppable: each kernel in four ways, in turns within one process: native (clang -O3), bare Wasmtime,
/// this engine, and Wasmtime with epochs. Checksums must agree.
/// </summary>
internal sealed class KernelsBench : IBench
{
    private const int DefaultRounds = 21;
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(40);
    private static readonly string[] Names = ["fill", "mandelbrot", "blur", "nbody", "sgemm", "sha256", "hashmap"];

    /// <inheritdoc/>
    public string Name => "kernels";

    /// <inheritdoc/>
    public string Summary => "Seven kernels: the engine (stoppable) against native code, bare Wasmtime and Wasmtime with epochs";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        context.Progress.Report("compiling the kernels");
        var directory = await KernelFiles.BuildAsync(context.Cancellation);
        using var engine = new WasmtimeEngine(new WasmtimeOptions(), TimeProvider.System, NullLogger<WasmtimeEngine>.Instance);
        var figures = new Figures();
        var results = new List<Result>();
        foreach (var name in Names)
        {
            context.Progress.Report($"running {name}");
            results.Add(await MeasureAsync(Path.Combine(directory, name), engine, context));
            AddTo(figures, name, results[^1]);
        }

        figures.Add("overBareGeomean", Geomean(results, r => r.Engine.Over(r.Bare).Value));
        figures.Add("overNativeGeomean", Geomean(results, r => r.Engine.Over(r.Native).Value));
        figures.Add("bareOverNativeGeomean", Geomean(results, r => r.Bare.Over(r.Native).Value));
        figures.Add("epochsOverBareGeomean", Geomean(results, r => r.Epochs.Over(r.Bare).Value));
        return figures.ToReport(Name, results.Sum(r => r.Engine.All.Count));
    }

    private static async Task<Result> MeasureAsync(string file, WasmtimeEngine engine, BenchContext context)
    {
        using var native = new NativeKernel(file + ".so");
        using var bare = new WasmtimeKernel(file + ".wasm", epochs: false);
        using var ours = new EngineKernel(engine, file + ".wasm");
        using var epochs = new WasmtimeKernel(file + ".wasm", epochs: true);
        var repeats = Repeats(native);
        var expected = native.Run(repeats);
        var result = new Result();
        await Interleaved.RunAsync(2, context.Rounds ?? DefaultRounds,
            [Turn(native, result.Native), Turn(bare, result.Bare), Turn(ours, result.Engine), Turn(epochs, result.Epochs)], context.Cancellation);
        return result;

        Func<bool, Task> Turn(IKernel kernel, Samples samples) => counts =>
        {
            var start = Stopwatch.GetTimestamp();
            var sum = kernel.Run(repeats);
            var ms = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (sum != expected) throw new BenchException($"{file}: {kernel.GetType().Name} computed {sum}, native code {expected}");
            if (!counts) return Task.CompletedTask;
            samples.BeginRound();
            samples.Add(ms / repeats);
            return Task.CompletedTask;
        };
    }

    /// <summary>Rounds of a kernel that take about as long as a turn should.</summary>
    private static int Repeats(NativeKernel native)
    {
        native.Run(1);
        for (var repeats = 1; ; repeats *= 2)
        {
            var start = Stopwatch.GetTimestamp();
            native.Run(repeats);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (elapsed > TurnTime / 4) return Math.Max(1, (int)(repeats * (TurnTime / elapsed)));
        }
    }

    private static void AddTo(Figures figures, string name, Result result)
    {
        figures.AddMedian(name + ".nativeMs", result.Native);
        figures.AddRatio(name + ".overBare", result.Engine.Over(result.Bare));
        figures.AddRatio(name + ".overNative", result.Engine.Over(result.Native));
        figures.AddRatio(name + ".epochsOverBare", result.Epochs.Over(result.Bare));
    }

    private static double Geomean(IEnumerable<Result> results, Func<Result, double> ratio)
    {
        var logs = results.Select(r => Math.Log(ratio(r))).ToArray();
        return Math.Exp(logs.Average());
    }

    private sealed record Result
    {
        internal Samples Native { get; } = new();

        internal Samples Bare { get; } = new();

        internal Samples Engine { get; } = new();

        internal Samples Epochs { get; } = new();
    }
}
