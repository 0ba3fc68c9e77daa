namespace WasmEngine.Compute.Core;

/// <summary>Bounds of the run scheduler.</summary>
public sealed record RunSchedulerOptions
{
    /// <summary>Workers that one session may have at once, 1 to 1024.</summary>
    public int Cores { get; init; } = Environment.ProcessorCount;

    /// <summary>Workers of all sessions at once, beyond which only sessions that have none get one; 1 to 4096.</summary>
    public int Workers { get; init; } = Math.Max(16, 4 * Environment.ProcessorCount);

    /// <summary>Workers at once whatever happens, at least <see cref="Workers"/>, to 4096.</summary>
    public int MaxWorkers { get; init; } = Math.Max(256, 4 * Environment.ProcessorCount);

    /// <summary>Runs of one session that may wait, 1 to 1,000,000.</summary>
    public int QueuePerSession { get; init; } = 1024;

    /// <summary>Runs of all sessions that may wait, 1 to 1,000,000.</summary>
    public int Queue { get; init; } = 8192;

    /// <summary>Bytes that waiting runs may hold, all together.</summary>
    public long QueueBytes { get; init; } = 256 << 20;

    /// <summary>A run that takes longer yields its core to shorter ones.</summary>
    public TimeSpan Long { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>How often running ones are looked at.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How much a long run's thread yields, 0 to 19.</summary>
    public int LongNice { get; init; } = 5;

    /// <summary>Checks all settings.</summary>
    /// <exception cref="ArgumentException">One or more are not allowed; the message names each.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        Check(Cores is >= 1 and <= 1024, $"{nameof(Cores)} {Cores} is not between 1 and 1024");
        Check(Workers is >= 1 and <= 4096, $"{nameof(Workers)} {Workers} is not between 1 and 4096");
        Check(MaxWorkers >= Workers && MaxWorkers <= 4096, $"{nameof(MaxWorkers)} {MaxWorkers} is not between {nameof(Workers)} ({Workers}) and 4096");
        Check(QueuePerSession is >= 1 and <= 1_000_000, $"{nameof(QueuePerSession)} {QueuePerSession} is not between 1 and 1000000");
        Check(Queue is >= 1 and <= 1_000_000, $"{nameof(Queue)} {Queue} is not between 1 and 1000000");
        Check(QueueBytes >= FunctionSpec.MaxDataBytes, $"{nameof(QueueBytes)} {QueueBytes} is below {FunctionSpec.MaxDataBytes}");
        Check(Long > TimeSpan.Zero, $"{nameof(Long)} {Long} is not above 0");
        Check(Look > TimeSpan.Zero, $"{nameof(Look)} {Look} is not above 0");
        Check(LongNice is >= 0 and <= 19, $"{nameof(LongNice)} {LongNice} is not between 0 and 19");
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors));

        void Check(bool isRight, string error)
        {
            if (!isRight) errors.Add(error);
        }
    }
}

/// <summary>There is no room for another run.</summary>
/// <param name="message">Which bound is reached.</param>
/// <param name="retryAfter">When there will probably be room.</param>
public sealed class QueueFullException(string message, TimeSpan retryAfter) : Exception(message)
{
    /// <summary>When there will probably be room.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
