using System.Diagnostics;
using WasmEngine.Bench.Engine;
using WasmEngine.Client;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.Platform;

namespace WasmEngine.Bench.Chaos;

/// <summary>
/// Compute and broker are killed again and again while durable jobs are submitted and collected: none may be lost, none may have
/// two effects.
/// </summary>
internal sealed class ChaosBench : IBench
{
    private const int DefaultKills = 200, MostBetweenKills = 24;
    private static readonly TimeSpan ClientPatience = TimeSpan.FromMinutes(2), LongestBetweenKills = TimeSpan.FromSeconds(3);

    /// <summary>Kills are frequent here, which is no reason for the launcher to give up.</summary>
    private static readonly (string Name, string Value)[] Settings =
        [("WASMENGINE_MAX_DEATHS", "1000"), ("WASMENGINE_DEATH_WINDOW_MS", "1000"), ("WASMENGINE_HEALTHY_RUN_MS", "100"), ("WASMENGINE_BACKOFF_LONGEST_MS", "200"), ("WASMENGINE_SPARE_DELAY_MS", "50")];

    private static readonly string[] Victims = ["compute", "broker"];

    /// <inheritdoc/>
    public string Name => "chaos";

    /// <inheritdoc/>
    public string Summary => "Durable jobs while compute and broker are killed: lost ones and double effects (both 0, or it fails); --rounds is the number of kills";

    /// <inheritdoc/>
    public async Task<BenchReport> RunAsync(BenchContext context)
    {
        var kills = context.Rounds ?? DefaultKills;
        var seed = Environment.TickCount;
        context.Progress.Report($"seed {seed}; starting a daemon");
        var folder = Directory.CreateTempSubdirectory("wasmengine-chaos-");
        try
        {
            var module = Path.Combine(folder.FullName, "chaos.wasm");
            await File.WriteAllBytesAsync(module, WasmtimeEngine.Assemble(ChaosGuest.Text), context.Cancellation);
            await using var engine = await EngineUnderTest.StartAsync("bench-chaos", new EngineClientOptions { ReconnectFor = ClientPatience }, Settings, context.Cancellation);
            return await RunAsync(engine, new ChaosLoad(engine.Client, module), kills, new Random(seed), context);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<BenchReport> RunAsync(EngineUnderTest engine, ChaosLoad load, int kills, Random random, BenchContext context)
    {
        var start = Stopwatch.GetTimestamp();
        var killed = Victims.ToDictionary(v => v, _ => 0, StringComparer.Ordinal);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(context.Cancellation);
        var working = load.RunAsync(enough.Token, context.Cancellation);
        for (var i = 0; i < kills && !working.IsCompleted; i++)
        {
            var victim = Victims[random.Next(Victims.Length)];
            await LetWorkAsync(load, random, context.Cancellation);
            await KillAsync(engine, victim, context.Cancellation);
            killed[victim]++;
            if ((i + 1) % 10 == 0) context.Progress.Report($"{i + 1} kills, {load.Submitted} jobs accepted, {load.Ended} ended");
        }

        await engine.WaitUntilReadyAsync();
        await enough.CancelAsync();
        await working;
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await load.VerifyAsync(context.Cancellation);
        return Report(load, killed, seconds);
    }

    /// <summary>A kill comes at any moment, but after some jobs have ended, so that the run is more than restarts.</summary>
    private static async Task LetWorkAsync(ChaosLoad load, Random random, CancellationToken cancellation)
    {
        var enough = load.Ended + random.Next(MostBetweenKills);
        var start = Stopwatch.GetTimestamp();
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(1 + random.Next(40)));
        do
        {
            await glance.WaitForNextTickAsync(cancellation);
        }
        while (load.Ended < enough && Stopwatch.GetElapsedTime(start) < LongestBetweenKills);
    }

    /// <summary>Kills a layer that serves; one that is still coming back from the kill before is waited for.</summary>
    private static async Task KillAsync(EngineUnderTest engine, string victim, CancellationToken cancellation)
    {
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        do
        {
            await engine.WaitUntilReadyAsync();
            var layer = (await engine.Supervisor.GetStatusAsync(cancellation)).Layers.Single(l => l.Name == victim);
            if (layer.Pid > 0 && ProcessIdentity.TryFind(layer.Pid)?.Signal(ProcessSignal.Kill) == true) return;
        }
        while (await glance.WaitForNextTickAsync(cancellation));
    }

    private BenchReport Report(ChaosLoad load, Dictionary<string, int> killed, double seconds)
    {
        var figures = new Figures();
        figures.Add("kills", killed.Values.Sum());
        foreach (var (victim, count) in killed) figures.Add(victim + "Kills", count);
        figures.Add("jobs", load.Submitted);
        figures.Add("outputs", load.Outputs);
        figures.Add("attempts", load.Attempts);
        figures.Add("mostAttempts", load.MostAttempts);
        figures.Add("repeatedSubmissions", load.Repeated);
        figures.Add("seconds", seconds);
        figures.Add("lost", load.Lost.Count);
        figures.Add("doubleEffects", load.Doubled.Count);
        return load.Lost.Count + load.Doubled.Count == 0
            ? figures.ToReport(Name, load.Submitted)
            : throw new BenchException($"{load.Lost.Count} jobs were lost, {load.Doubled.Count} had two effects: {string.Join("; ", load.Lost.Concat(load.Doubled).Take(20))}");
    }
}

/// <summary>The guest: takes a while, and leaves its seed in its output and, squared, in its result.</summary>
internal static class ChaosGuest
{
    internal const string Text = """
        (module
          (memory (export "memory") 1)
          (func $spin (param $times i64)
            (loop $again
              (local.set $times (i64.sub (local.get $times) (i64.const 1)))
              (br_if $again (i64.gt_s (local.get $times) (i64.const 0)))))
          (func $square (param $seed i32) (result i64)
            (i64.mul (i64.extend_i32_u (local.get $seed)) (i64.extend_i32_u (local.get $seed))))
          (func (export "plain") (param $seed i32) (param $times i64) (result i64)
            (call $spin (local.get $times))
            (call $square (local.get $seed)))
          (func (export "output") (param $seed i32) (param $times i64) (param $at i32) (param $length i32) (result i64)
            (local $end i32)
            (local.set $end (i32.add (local.get $at) (local.get $length)))
            (loop $again
              (i32.store (local.get $at) (local.get $seed))
              (local.set $at (i32.add (local.get $at) (i32.const 4)))
              (br_if $again (i32.lt_u (local.get $at) (local.get $end))))
            (call $spin (local.get $times))
            (call $square (local.get $seed))))
        """;
}
