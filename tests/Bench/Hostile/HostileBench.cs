using System.Diagnostics;
using System.Globalization;
using WasmEngine.Bench.Engine;
using WasmEngine.Bench.Measuring;
using WasmEngine.Client;
using WasmEngine.HostileGuests;

namespace WasmEngine.Bench.Hostile;

/// <summary>
/// How long another session's calls take while a hostile guest runs: before it, and during. The hostile session calls its guest
/// on as many callers as the machine has cores, over and over.
/// </summary>
internal sealed class HostileBench : IBench
{
    private const int DefaultRounds = 60, WarmUpCalls = 3000;
    private static readonly TimeSpan GuestTime = TimeSpan.FromMilliseconds(400);

    /// <inheritdoc/>
    public string Name => "hostile";

    /// <inheritdoc/>
    public string Summary => "Latency of one session's calls, alone and beside each hostile guest of another session";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        using var directory = new ModuleDirectory();
        await using var engine = await EngineUnderTest.StartAsync("bench-hostile", context.Cancellation);
        await using var attacker = await EngineClient.ConnectAsync(new EngineClientOptions { Instance = engine.Instance, ClientName = "hostile" }, context.Cancellation);
        await attacker.CreateBufferAsync("data", 65536, context.Cancellation);
        var bystander = FunctionCall.OfFile(directory.Write("bystander", HostileSuite.Bystander()), "add").With(20).With(22);
        var rounds = context.Rounds ?? DefaultRounds;
        context.Progress.Report("warming up");
        await MeasureAsync(engine.Client, bystander, WarmUpCalls, context.Cancellation);

        var figures = new Figures();
        var quiet = await MeasureAsync(engine.Client, bystander, 500, context.Cancellation);
        Add(figures, "quiet", quiet);
        var total = quiet.All.Count;
        var worst = 0.0;
        foreach (var guest in HostileSuite.All)
        {
            context.Progress.Report(guest.Name);
            var samples = await BesideAsync(engine.Client, attacker, guest, directory.Write(guest.Name, guest.Make()), bystander, rounds, context.Cancellation);
            Add(figures, guest.Name, samples);
            worst = Math.Max(worst, Statistics.Percentile(samples.All, 0.99));
            total += samples.All.Count;
        }

        Add(figures, "quietAgain", await MeasureAsync(engine.Client, bystander, 500, context.Cancellation));
        figures.Add("worstP99Ms", worst);
        return figures.ToReport(Name, total);
    }

    private static void Add(Figures figures, string name, Samples samples)
    {
        figures.AddMedian(name + ".p50Ms", samples);
        figures.AddPercentile(name + ".p99Ms", samples, 0.99);
    }

    private static async Task<Samples> BesideAsync(EngineClient victim, EngineClient attacker, HostileGuest guest, string path, FunctionCall bystander, int rounds, CancellationToken cancellation)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var attacks = Enumerable.Range(0, Environment.ProcessorCount).Select(_ => AttackAsync(attacker, guest, path, end.Token)).ToArray();
        var samples = await MeasureAsync(victim, bystander, rounds, cancellation);
        await end.CancelAsync();
        await Task.WhenAll(attacks);
        return samples;
    }

    private static async Task AttackAsync(EngineClient client, HostileGuest guest, string path, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            var call = FunctionCall.OfFile(path, guest.Export).Limited(new FunctionLimits
            {
                Wall = GuestTime,
                MemoryBytes = guest.MemoryBytes == 0 ? null : (long)guest.MemoryBytes,
                HostCalls = guest.HostCalls == 0 ? null : (long)guest.HostCalls,
            });
            if (guest.BufferAccess is { } access) call.WithBuffer("data", access == "read" ? BufferAccess.Read : BufferAccess.ReadWrite);
            try
            {
                await client.Functions.CallAsync(call, end);
            }
            catch (Exception e) when (e is OperationCanceledException || (e is EngineException failure && failure.Reason != EngineReasons.LayerDown))
            {
                // that is how it ends
            }
        }
    }

    private static async Task<Samples> MeasureAsync(EngineClient client, FunctionCall call, int rounds, CancellationToken cancellation)
    {
        var samples = new Samples();
        samples.BeginRound();
        for (var i = 0; i < rounds; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var outcome = await client.Functions.CallAsync(call, cancellation);
            samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (outcome.Results is not [{ Integer: 42 }]) throw new BenchException("a call beside the hostile guest returned something else than 42");
        }

        return samples;
    }

    /// <summary>Holds the modules while the bench runs.</summary>
    private sealed class ModuleDirectory : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("wasmengine-hostile-").FullName;

        internal string Write(string name, byte[] module)
        {
            var path = Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"{name}.wasm"));
            File.WriteAllBytes(path, module);
            return path;
        }

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }
}
