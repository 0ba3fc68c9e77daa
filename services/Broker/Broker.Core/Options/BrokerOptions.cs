namespace WasmEngine.Broker;

/// <summary>Settings of the broker. Taken as a whole at start: <see cref="Problems"/> names every value out of range.</summary>
public sealed record BrokerOptions
{
    /// <summary>Sessions at once, 1 to 65536.</summary>
    public int MaxSessions { get; init; } = 1024;

    /// <summary>Apps at once, 1 to 1024.</summary>
    public int MaxApps { get; init; } = 64;

    /// <summary>Views at once, 1 to 1024.</summary>
    public int MaxViews { get; init; } = 64;

    /// <summary>Buffers at once, of all sessions, 1 to 65536.</summary>
    public int MaxBuffers { get; init; } = 256;

    /// <summary>Days after which an unused session is dropped, 1 to 3650.</summary>
    public int SessionDays { get; init; } = 30;

    /// <summary>Bytes of an input ring, a power of two, 16384 (room for the largest call) to 16777216.</summary>
    public int InputRingBytes { get; init; } = 64 * 1024;

    /// <summary>Milliseconds that a request waits for a layer that is restarting, 0 to 60000.</summary>
    public int LayerWaitMs { get; init; } = 2000;

    /// <summary>Deadline of a call to a layer in milliseconds, 100 to 60000.</summary>
    public int CallDeadlineMs { get; init; } = 5000;

    /// <summary>Deadline of an app's start (compilation and init) in milliseconds, 1000 to 600000.</summary>
    public int StartDeadlineMs { get; init; } = 30000;

    /// <summary>Milliseconds that an app gets to end by itself, 0 to 10000.</summary>
    public int StopGraceMs { get; init; } = 1000;

    /// <summary>First delay before connecting to a layer again, in milliseconds, 1 to 1000.</summary>
    public int ReconnectMinMs { get; init; } = 5;

    /// <summary>Longest such delay in milliseconds, 1 to 10000, not below the first.</summary>
    public int ReconnectMaxMs { get; init; } = 200;

    /// <summary>Starts of one app in a row that may take the compute layer down before the app counts as failed, 1 to 100.</summary>
    public int MaxStartAttempts { get; init; } = 5;

    /// <summary>Milliseconds that clients have to attach again after a broker start, before unwatched views are hidden, 0 to 60000.</summary>
    public int ReattachGraceMs { get; init; } = 3000;

    /// <summary>Jobs that wait or run, of all sessions, 1 to 1000000.</summary>
    public int MaxJobs { get; init; } = 100_000;

    /// <summary>Jobs of one session that wait or run, 1 to 1000000.</summary>
    public int MaxSessionJobs { get; init; } = 8_192;

    /// <summary>MiB that the calls of jobs that wait or run may take, 1 to 65536.</summary>
    public int MaxJobMiB { get; init; } = 256;

    /// <summary>Ended jobs that are kept whole, 1 to 100000.</summary>
    public int MaxEndedJobs { get; init; } = 1000;

    /// <summary>MiB that results of ended jobs may take, 1 to 65536; the oldest go first.</summary>
    public int MaxEndedMiB { get; init; } = 128;

    /// <summary>Idempotency keys of older jobs that are remembered, 0 to 10000000.</summary>
    public int MaxJobKeys { get; init; } = 100_000;

    /// <summary>Runs of one session that are open on compute at once, 1 to 1024; 0: four for each core.</summary>
    public int RunsPerSession { get; init; }

    /// <summary>Runs that are open on compute at once, 1 to 4096; 0: sixteen for each core.</summary>
    public int MaxRuns { get; init; }

    /// <summary>Deaths of compute that a job may see while it runs, 1 to 1000.</summary>
    public int MaxLostAttempts { get; init; } = 20;

    /// <summary>MiB of the module store, 1 to 1048576.</summary>
    public int ModuleStoreMiB { get; init; } = 4096;

    /// <summary>Lanes at once, 1 to 4096.</summary>
    public int MaxLanes { get; init; } = 64;

    internal long MaxJobBytes => (long)MaxJobMiB << 20;

    internal long MaxEndedBytes => (long)MaxEndedMiB << 20;

    internal int RunsAtOncePerSession => RunsPerSession > 0 ? RunsPerSession : 4 * Environment.ProcessorCount;

    internal int RunsAtOnce => MaxRuns > 0 ? MaxRuns : 16 * Environment.ProcessorCount;

    internal TimeSpan LayerWait => TimeSpan.FromMilliseconds(LayerWaitMs);

    internal TimeSpan StopGrace => TimeSpan.FromMilliseconds(StopGraceMs);

    /// <summary>Every setting that is out of range, a sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        foreach (var setting in BrokerSetting.All)
        {
            var value = setting.Get(this);
            if (value < setting.Min || value > setting.Max) problems.Add($"{setting.Name} is {value}: it must be {setting.Min} to {setting.Max}");
        }

        if (!int.IsPow2(InputRingBytes)) problems.Add($"{nameof(InputRingBytes)} is {InputRingBytes}: it must be a power of two");
        if (ReconnectMaxMs < ReconnectMinMs) problems.Add($"{nameof(ReconnectMaxMs)} is {ReconnectMaxMs}, below {nameof(ReconnectMinMs)}, which is {ReconnectMinMs}");
        return problems;
    }
}

/// <summary>One setting, so that reading and range checks are one table.</summary>
/// <param name="Name">Name of the property.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Greatest value.</param>
/// <param name="Get">Reads it.</param>
/// <param name="With">Options with another value.</param>
public sealed record BrokerSetting(string Name, int Min, int Max, Func<BrokerOptions, int> Get, Func<BrokerOptions, int, BrokerOptions> With)
{
    /// <summary>All settings.</summary>
    public static IReadOnlyList<BrokerSetting> All { get; } =
    [
        new(nameof(BrokerOptions.MaxSessions), 1, 65536, o => o.MaxSessions, (o, v) => o with { MaxSessions = v }),
        new(nameof(BrokerOptions.MaxApps), 1, 1024, o => o.MaxApps, (o, v) => o with { MaxApps = v }),
        new(nameof(BrokerOptions.MaxViews), 1, 1024, o => o.MaxViews, (o, v) => o with { MaxViews = v }),
        new(nameof(BrokerOptions.MaxBuffers), 1, 65536, o => o.MaxBuffers, (o, v) => o with { MaxBuffers = v }),
        new(nameof(BrokerOptions.SessionDays), 1, 3650, o => o.SessionDays, (o, v) => o with { SessionDays = v }),
        new(nameof(BrokerOptions.InputRingBytes), 16384, 16 * 1024 * 1024, o => o.InputRingBytes, (o, v) => o with { InputRingBytes = v }),
        new(nameof(BrokerOptions.LayerWaitMs), 0, 60000, o => o.LayerWaitMs, (o, v) => o with { LayerWaitMs = v }),
        new(nameof(BrokerOptions.CallDeadlineMs), 100, 60000, o => o.CallDeadlineMs, (o, v) => o with { CallDeadlineMs = v }),
        new(nameof(BrokerOptions.StartDeadlineMs), 1000, 600000, o => o.StartDeadlineMs, (o, v) => o with { StartDeadlineMs = v }),
        new(nameof(BrokerOptions.StopGraceMs), 0, 10000, o => o.StopGraceMs, (o, v) => o with { StopGraceMs = v }),
        new(nameof(BrokerOptions.ReconnectMinMs), 1, 1000, o => o.ReconnectMinMs, (o, v) => o with { ReconnectMinMs = v }),
        new(nameof(BrokerOptions.ReconnectMaxMs), 1, 10000, o => o.ReconnectMaxMs, (o, v) => o with { ReconnectMaxMs = v }),
        new(nameof(BrokerOptions.MaxStartAttempts), 1, 100, o => o.MaxStartAttempts, (o, v) => o with { MaxStartAttempts = v }),
        new(nameof(BrokerOptions.ReattachGraceMs), 0, 60000, o => o.ReattachGraceMs, (o, v) => o with { ReattachGraceMs = v }),
        new(nameof(BrokerOptions.MaxJobs), 1, 1_000_000, o => o.MaxJobs, (o, v) => o with { MaxJobs = v }),
        new(nameof(BrokerOptions.MaxSessionJobs), 1, 1_000_000, o => o.MaxSessionJobs, (o, v) => o with { MaxSessionJobs = v }),
        new(nameof(BrokerOptions.MaxJobMiB), 1, 65536, o => o.MaxJobMiB, (o, v) => o with { MaxJobMiB = v }),
        new(nameof(BrokerOptions.MaxEndedJobs), 1, 100_000, o => o.MaxEndedJobs, (o, v) => o with { MaxEndedJobs = v }),
        new(nameof(BrokerOptions.MaxEndedMiB), 1, 65536, o => o.MaxEndedMiB, (o, v) => o with { MaxEndedMiB = v }),
        new(nameof(BrokerOptions.MaxJobKeys), 0, 10_000_000, o => o.MaxJobKeys, (o, v) => o with { MaxJobKeys = v }),
        new(nameof(BrokerOptions.RunsPerSession), 0, 1024, o => o.RunsPerSession, (o, v) => o with { RunsPerSession = v }),
        new(nameof(BrokerOptions.MaxRuns), 0, 4096, o => o.MaxRuns, (o, v) => o with { MaxRuns = v }),
        new(nameof(BrokerOptions.MaxLostAttempts), 1, 1000, o => o.MaxLostAttempts, (o, v) => o with { MaxLostAttempts = v }),
        new(nameof(BrokerOptions.ModuleStoreMiB), 1, 1_048_576, o => o.ModuleStoreMiB, (o, v) => o with { ModuleStoreMiB = v }),
        new(nameof(BrokerOptions.MaxLanes), 1, 4096, o => o.MaxLanes, (o, v) => o with { MaxLanes = v }),
    ];

    /// <summary>
    /// Reads options from pairs of name and text; names are compared without case.
    /// </summary>
    /// <param name="pairs">What was configured.</param>
    /// <param name="problems">Every problem: unknown names, values that are no numbers, values out of range.</param>
    /// <returns>The options, to be used only when there is no problem.</returns>
    public static BrokerOptions Read(IEnumerable<KeyValuePair<string, string?>> pairs, out IReadOnlyList<string> problems)
    {
        var options = new BrokerOptions();
        var found = new List<string>();
        foreach (var (name, text) in pairs)
        {
            var setting = All.FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
            if (setting is null) found.Add($"{name} is no setting of the broker: there are {string.Join(", ", All.Select(s => s.Name))}");
            else if (!int.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value)) found.Add($"{setting.Name} is \"{text}\": it must be a whole number, {setting.Min} to {setting.Max}");
            else options = setting.With(options, value);
        }

        found.AddRange(options.Problems());
        problems = found;
        return options;
    }
}
