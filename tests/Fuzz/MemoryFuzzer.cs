using System.Globalization;
using WasmEngine.Memory;
using WasmEngine.MemoryTesting;

namespace WasmEngine.Fuzz;

/// <summary>
/// Mutates valid regions and records and hands them to everything that reads foreign bytes: the region header, the parameters
/// of chains and rings, control words, checkpoints, ring records, scene and input records.
/// </summary>
public static class MemoryFuzzer
{
    /// <summary>Runs; returns a line that says what was reached. Anything unexpected is thrown.</summary>
    public static string Run(int iterations, int seed)
    {
        var random = new Random(seed);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using var regions = new RegionTarget();
        for (var i = 0; i < iterations; i++)
        {
            try
            {
                // Opening a region costs some hundred times what decoding a record does.
                if (i % 16 == 0) regions.Run(random, outcomes);
                else RecordTarget.Run(random, outcomes);
            }
            catch (Exception exception)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"found at iteration {i} of seed {seed}: {exception.Message}"), exception);
            }
        }

        return string.Join(", ", outcomes.Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Key} {o.Value}")));
    }

    internal static void Count(SortedDictionary<string, int> outcomes, string outcome) => outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
}
