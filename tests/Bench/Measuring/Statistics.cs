namespace WasmEngine.Bench.Measuring;

/// <summary>Order statistics of measured values. Pure.</summary>
public static class Statistics
{
    /// <summary>
    /// The value below which a share of the values lies, between neighbours in proportion (so that the median of two values is
    /// half-way between them).
    /// </summary>
    /// <param name="values">One or more, in any order; not changed.</param>
    /// <param name="share">0 (least) to 1 (greatest).</param>
    /// <exception cref="ArgumentException">There are no values, or one of them is not a number.</exception>
    public static double Percentile(IReadOnlyCollection<double> values, double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        var sorted = values.ToArray();
        if (sorted.Length == 0) throw new ArgumentException("no values were measured", nameof(values));
        if (sorted.Any(double.IsNaN)) throw new ArgumentException("a measured value is not a number", nameof(values));
        Array.Sort(sorted);
        var position = share * (sorted.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (position - below));
    }

    /// <summary>The middle value.</summary>
    public static double Median(IReadOnlyCollection<double> values) => Percentile(values, 0.5);

    /// <summary>The middle half.</summary>
    public static Spread Spread(IReadOnlyCollection<double> values) => new(Percentile(values, 0.25), Percentile(values, 0.75));
}

/// <summary>How much longer one thing takes than another.</summary>
/// <param name="Value">The median of all its values over the median of all the other's.</param>
/// <param name="Spread">Quartiles of the same ratio taken within each round.</param>
public readonly record struct Ratio(double Value, Spread Spread);

/// <summary>Values of one contender, kept by round.</summary>
public sealed class Samples
{
    private readonly List<List<double>> _rounds = [];

    /// <summary>All values, round after round.</summary>
    public IReadOnlyList<double> All => [.. _rounds.SelectMany(round => round)];

    /// <summary>Rounds begun.</summary>
    public int RoundCount => _rounds.Count;

    /// <summary>Starts the next round.</summary>
    public void BeginRound() => _rounds.Add([]);

    /// <summary>Takes down a value of the round.</summary>
    public void Add(double value) => _rounds[^1].Add(value);

    /// <summary>Compares with values of the same rounds.</summary>
    /// <exception cref="ArgumentException">The other has other rounds, or a median of it is 0.</exception>
    public Ratio Over(Samples other)
    {
        if (other.RoundCount != RoundCount) throw new ArgumentException($"{RoundCount} rounds against {other.RoundCount}", nameof(other));
        var perRound = _rounds.Zip(other._rounds, Divide).ToArray();
        return new Ratio(Divide(All, other.All), Statistics.Spread(perRound));
    }

    private static double Divide(IReadOnlyCollection<double> upper, IReadOnlyCollection<double> lower)
    {
        var divisor = Statistics.Median(lower);
        return divisor > 0 ? Statistics.Median(upper) / divisor : throw new ArgumentException("a median of 0 can't be compared with", nameof(lower));
    }
}
