using WasmEngine.Bench.Measuring;

namespace WasmEngine.Bench;

/// <summary>Collects figures for a report, rounded to what can be told apart.</summary>
public sealed class Figures
{
    private readonly Dictionary<string, double> _values = [];
    private readonly Dictionary<string, Spread> _spread = [];

    /// <summary>A value that stands for itself.</summary>
    public void Add(string name, double value) => _values.Add(name, Rounded(value));

    /// <summary>The median, with its spread.</summary>
    public void AddMedian(string name, Samples samples)
    {
        _values.Add(name, Rounded(Statistics.Median(samples.All)));
        AddSpread(name, Statistics.Spread(samples.All));
    }

    /// <summary>A percentile.</summary>
    /// <param name="name">Name of the figure.</param>
    /// <param name="samples">Values.</param>
    /// <param name="share">0 to 1.</param>
    public void AddPercentile(string name, Samples samples, double share) => Add(name, Statistics.Percentile(samples.All, share));

    /// <summary>A ratio, with its spread.</summary>
    public void AddRatio(string name, Ratio ratio)
    {
        Add(name, ratio.Value);
        AddSpread(name, ratio.Spread);
    }

    /// <summary>The report, for this machine.</summary>
    public BenchReport ToReport(string bench, int samples) => new(bench, _values, _spread, samples, MachineDescription.Current);

    private void AddSpread(string name, Spread spread) => _spread.Add(name, new Spread(Rounded(spread.P25), Rounded(spread.P75)));

    private static double Rounded(double value) => Math.Round(value, 3);
}
