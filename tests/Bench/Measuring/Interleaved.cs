namespace WasmEngine.Bench.Measuring;

/// <summary>
/// Runs contenders in turns (a, b, c, a, b, c, ...), so that whatever else the machine does in between falls on all of them
/// alike.
/// </summary>
public static class Interleaved
{
    /// <summary>Runs warm-up rounds, whose values are dropped, then the measured ones.</summary>
    /// <param name="warmUpRounds">0 or more.</param>
    /// <param name="rounds">1 or more.</param>
    /// <param name="contenders">Each runs one round; it is told whether the round counts.</param>
    /// <param name="cancellation">Looked at between turns.</param>
    public static async Task RunAsync(int warmUpRounds, int rounds, IReadOnlyList<Func<bool, Task>> contenders, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(warmUpRounds);
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        for (var round = -warmUpRounds; round < rounds; round++)
        {
            foreach (var contender in contenders)
            {
                cancellation.ThrowIfCancellationRequested();
                await contender(round >= 0);
            }
        }
    }
}
