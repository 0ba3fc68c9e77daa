using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WasmEngine.Hosting;
using WasmEngine.Platform;

namespace WasmEngine.TestLayer;

/// <summary>
/// How the layer misbehaves: WASMENGINE_TEST_LAYERNAME holds a comma-separated list of
/// <c>hang-at-start</c>, <c>never-ready</c>, <c>crash:MS</c> (SIGKILL to itself MS milliseconds after serving began),
/// <c>exit-at-start</c>, <c>ignore-term</c>, <c>mute:MS</c> (the thread pool stops, as in a deadlock), <c>fail-in-serving</c>,
/// <c>background-failure</c>, and <c>spare-too</c> (spares misbehave as well).
/// </summary>
internal sealed class Behaviour
{
    private readonly Dictionary<string, string> _flags = new(StringComparer.Ordinal);

    internal static Behaviour FromEnvironment(string layer, bool standby)
    {
        var behaviour = new Behaviour();
        var text = Environment.GetEnvironmentVariable("WASMENGINE_TEST_" + layer.ToUpperInvariant()) ?? "";
        foreach (var flag in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = flag.Split(':', 2);
            behaviour._flags[parts[0]] = parts.Length > 1 ? parts[1] : "0";
        }

        if (standby && !behaviour._flags.ContainsKey("spare-too")) behaviour._flags.Clear();
        return behaviour;
    }

    internal void BeforeStart()
    {
        if (_flags.ContainsKey("hang-at-start")) BlockForever();
    }

    internal void Configure(LayerBuilder builder)
    {
        builder.MapGrpcService<EchoService>();
        builder.Services.AddSingleton<ServedMark>();
        if (_flags.ContainsKey("background-failure")) builder.Services.AddHostedService<FailingService>();
        builder.Warm((_, cancel) => _flags.ContainsKey("never-ready") ? Task.Delay(Timeout.Infinite, cancel) : Task.CompletedTask);
        builder.OnServing((services, _) =>
        {
            services.GetRequiredService<ILogger<ServedMark>>().LogInformation("serving as test layer");
            if (_flags.ContainsKey("exit-at-start")) ProcessIdentity.Current.Signal(ProcessSignal.Kill);
            if (_flags.ContainsKey("fail-in-serving")) throw new InvalidOperationException("told to fail");
            if (_flags.TryGetValue("crash", out var crash)) After(crash, () => ProcessIdentity.Current.Signal(ProcessSignal.Kill));
            if (_flags.TryGetValue("mute", out var mute)) After(mute, StopThreadPool);
            return Task.CompletedTask;
        });
        builder.OnDrain((_, _) =>
        {
            if (_flags.ContainsKey("ignore-term")) BlockForever();
            return Task.CompletedTask;
        });
    }

    private static void After(string milliseconds, Action action)
    {
        var delay = int.Parse(milliseconds, CultureInfo.InvariantCulture);
        new Thread(() =>
        {
            using var never = new ManualResetEventSlim();
            never.Wait(delay);
            action();
        })
        { IsBackground = true }.Start();
    }

    private static void StopThreadPool()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        ThreadPool.SetMaxThreads(workers, workers);
        for (var i = 0; i < workers * 4; i++) ThreadPool.UnsafeQueueUserWorkItem(_ => BlockForever(), null);
    }

    private static void BlockForever()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
    }

    internal sealed class ServedMark;

    private sealed class FailingService : Microsoft.Extensions.Hosting.BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("told to fail in the background");
        }
    }
}
