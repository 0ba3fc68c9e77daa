using Microsoft.Extensions.Logging.Abstractions;
using WasmEngine.Bench.Measuring;
using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi;
using WasmEngine.Compute.Wasmtime;

namespace WasmEngine.Bench.Preempt;

/// <summary>
/// From "stop" to the end of calls that never end by themselves, each kind in turn: once with the other cores idle, once with
/// a thread of normal priority spinning on each of them.
/// </summary>
internal sealed class PreemptBench : IBench
{
    private const int DefaultRounds = 250, WarmUp = 5, StackBytes = 8 << 20;
    private const long FileBytes = 1L << 30;

    /// <inheritdoc/>
    public string Name => "preempt";

    /// <inheritdoc/>
    public string Summary => "From \"stop\" to the end of calls that never end by themselves; busy: the other cores spin";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        var directory = Directory.CreateTempSubdirectory("wasmengine-bench-");
        try
        {
            return await Task.Factory.StartNew(
                () => Measure(directory.FullName, context), context.Cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private BenchReport Measure(string directory, BenchContext context)
    {
        var path = Path.Combine(directory, "guest.wasm");
        File.WriteAllBytes(path, WasmtimeEngine.Assemble(PreemptGuest.Text));
        using (var data = File.Create(Path.Combine(directory, PreemptGuest.File))) data.SetLength(FileBytes);
        using var engine = new WasmtimeEngine(new WasmtimeOptions(), TimeProvider.System, NullLogger<WasmtimeEngine>.Instance);
        using var module = engine.Load(path);
        if (module.Description.EpochsBecause is { Length: > 0 } reason) throw new BenchException($"the guest does not run with the guard page: {reason}");
        var figures = new Figures();
        var rounds = context.Rounds ?? DefaultRounds;
        foreach (var isBusy in (bool[])[false, true])
        {
            using var load = isBusy ? new Spinners(Environment.ProcessorCount - 1) : null;
            foreach (var (name, what) in PreemptGuest.Cases)
            {
                context.Progress.Report($"stopping {rounds} times{(isBusy ? ", other cores busy" : "")}: {what}");
                AddTo(figures, isBusy ? $"{name}.busy" : $"{name}.", OnThread(() => Measure(module, name, directory, rounds, context.Cancellation)));
            }
        }

        return figures.ToReport(Name, rounds);
    }

    private static Samples Measure(IGuestModule module, string export, string directory, int rounds, CancellationToken cancel)
    {
        var wasi = new WasiFactory();
        var random = new Random(7);
        var samples = new Samples();
        for (var round = -WarmUp; round < rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var runs = TimeSpan.FromMicroseconds(random.Next(300, 3000));
            var ms = export == PreemptGuest.Control ? StopRound.MeasureControl(runs) : StopRound.Measure(module, export, wasi, directory, runs);
            if (round < 0) continue;
            samples.BeginRound();
            samples.Add(ms);
        }

        return samples;
    }

    private static void AddTo(Figures figures, string prefix, Samples samples)
    {
        var isBusy = !prefix.EndsWith('.');
        figures.AddPercentile(prefix + (isBusy ? "P50Ms" : "p50Ms"), samples, 0.5);
        figures.AddPercentile(prefix + (isBusy ? "P99Ms" : "p99Ms"), samples, 0.99);
        figures.AddPercentile(prefix + (isBusy ? "MaxMs" : "maxMs"), samples, 1);
    }

    /// <summary>Runs on a thread with the stack that guests are given.</summary>
    private static T OnThread<T>(Func<T> work)
    {
        T? result = default;
        Exception? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception e) // told to who waits
                {
                    failure = e;
                }
            },
            StackBytes);
        thread.Start();
        thread.Join();
        if (failure is not null) throw failure is BenchException or OperationCanceledException ? failure : new BenchException(failure.Message, failure);
        return result!;
    }

    /// <summary>Threads that do nothing but take processor time.</summary>
    private sealed class Spinners : IDisposable
    {
        private readonly Thread[] _threads;
        private volatile bool _done; // SYNC: volatile; the threads look at it, Dispose sets it

        internal Spinners(int count)
        {
            _threads = [.. Enumerable.Range(0, count).Select(_ => new Thread(Spin) { IsBackground = true })];
            foreach (var thread in _threads) thread.Start();
        }

        private void Spin()
        {
            while (!_done)
            {
            }
        }

        public void Dispose()
        {
            _done = true;
            foreach (var thread in _threads) thread.Join();
        }
    }
}
