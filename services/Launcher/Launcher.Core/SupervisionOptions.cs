using System.Globalization;

namespace WasmEngine.Launcher.Core;

/// <summary>The times and limits of supervision. Validated as a whole by <see cref="Read"/>.</summary>
public sealed record SupervisionOptions
{
    /// <summary>Without a report for as long, a ready layer is degraded. More than the layers' interval of 1 s.</summary>
    public TimeSpan HeartbeatLate { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Without a report for as long, a layer is taken to hang and is killed.</summary>
    public TimeSpan HeartbeatLost { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A layer that does not serve by then is killed.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Between the request to end and SIGKILL.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A layer that served for as long was healthy: its next restart is immediate.</summary>
    public TimeSpan HealthyRun { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait before the first restart after a run that was not healthy; doubles with each further one.</summary>
    public TimeSpan BackoffFirst { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait.</summary>
    public TimeSpan BackoffLongest { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Each wait varies by up to this share, so that layers that died together do not start together. 0 to 0.9.</summary>
    public double Jitter { get; init; } = 0.2;

    /// <summary>More deaths than this within <see cref="DeathWindow"/> and the layer is failed.</summary>
    public int MaxDeaths { get; init; } = 10;

    /// <summary>See <see cref="MaxDeaths"/>.</summary>
    public TimeSpan DeathWindow { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Whether each layer has a spare process that takes over at its death.</summary>
    public bool Spares { get; init; } = true;

    /// <summary>From a layer's readiness to the start of its spare: recovery and start-up come first.</summary>
    public TimeSpan SpareDelay { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>
    /// Reads options from settings (keys such as HEARTBEAT_LOST_MS; absent ones keep their default) and checks them all.
    /// </summary>
    /// <returns>The options, and one sentence for each error; use the options only if there is none.</returns>
    public static (SupervisionOptions Options, IReadOnlyList<string> Errors) Read(Func<string, string?> setting)
    {
        var errors = new List<string>();
        var given = new SupervisionOptions();
        var options = new SupervisionOptions
        {
            HeartbeatLate = Time("HEARTBEAT_LATE_MS", given.HeartbeatLate),
            HeartbeatLost = Time("HEARTBEAT_LOST_MS", given.HeartbeatLost),
            StartTimeout = Time("START_TIMEOUT_MS", given.StartTimeout),
            Grace = Time("GRACE_MS", given.Grace),
            HealthyRun = Time("HEALTHY_RUN_MS", given.HealthyRun),
            BackoffFirst = Time("BACKOFF_FIRST_MS", given.BackoffFirst),
            BackoffLongest = Time("BACKOFF_LONGEST_MS", given.BackoffLongest),
            MaxDeaths = (int)Number("MAX_DEATHS", given.MaxDeaths, 1, 1000),
            DeathWindow = Time("DEATH_WINDOW_MS", given.DeathWindow),
            Spares = Number("SPARES", given.Spares ? 1 : 0, 0, 1) == 1,
            SpareDelay = Time("SPARE_DELAY_MS", given.SpareDelay),
        };
        if (options.HeartbeatLate < TimeSpan.FromMilliseconds(1500)) errors.Add("WASMENGINE_HEARTBEAT_LATE_MS must be at least 1500: layers report each 1000 ms");
        if (options.HeartbeatLost <= options.HeartbeatLate) errors.Add("WASMENGINE_HEARTBEAT_LOST_MS must be more than WASMENGINE_HEARTBEAT_LATE_MS");
        if (options.BackoffLongest < options.BackoffFirst) errors.Add("WASMENGINE_BACKOFF_LONGEST_MS must not be less than WASMENGINE_BACKOFF_FIRST_MS");
        return (options, errors);

        TimeSpan Time(string key, TimeSpan standard) => TimeSpan.FromMilliseconds(Number(key, (long)standard.TotalMilliseconds, 1, 3_600_000));

        long Number(string key, long standard, long least, long most)
        {
            if (setting(key) is not { Length: > 0 } text) return standard;
            if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
            errors.Add($"WASMENGINE_{key} is \"{text}\"; it must be a whole number from {least} to {most}");
            return standard;
        }
    }
}
