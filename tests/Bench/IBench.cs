namespace WasmEngine.Bench;

/// <summary>One measurement that can be asked for by name.</summary>
public interface IBench
{
    /// <summary>What it is called on the command line: lower case.</summary>
    string Name { get; }

    /// <summary>What it measures, in a sentence.</summary>
    string Summary { get; }

    /// <summary>Measures. Leaves nothing behind: no process, no file, no region.</summary>
    /// <exception cref="BenchException">It could not be measured; the message says why.</exception>
    Task<BenchReport> RunAsync(BenchContext context);
}

/// <summary>What a bench is given.</summary>
/// <param name="Instance">Instance of the daemon to measure, for benches that need one; null: the environment's.</param>
/// <param name="Rounds">Rounds to measure instead of the bench's own number, 1 to 10000; null: its own.</param>
/// <param name="Progress">Told what goes on, for people.</param>
/// <param name="Cancellation">Ends the bench early.</param>
public sealed record BenchContext(string? Instance, int? Rounds, IProgress<string> Progress, CancellationToken Cancellation);

/// <summary>A bench could not measure; the message says why and what to do.</summary>
public sealed class BenchException : Exception
{
    /// <summary>Creates the exception.</summary>
    public BenchException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
