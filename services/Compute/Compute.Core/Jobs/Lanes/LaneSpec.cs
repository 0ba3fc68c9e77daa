using WasmEngine.Memory;

namespace WasmEngine.Compute.Core;

/// <summary>A lane to serve.</summary>
/// <param name="Call">The function; its arguments come first among the parameters of each call, its limits of time and host calls hold for each call.</param>
/// <param name="Calls">Ring that is read.</param>
/// <param name="Answers">Ring that is written.</param>
public sealed record LaneSpec(FunctionSpec Call, RegionName Calls, RegionName Answers);

/// <summary>What a lane takes and gives.</summary>
/// <param name="Parameters">Numbers that each call brings.</param>
/// <param name="Results">Numbers that each answer has.</param>
public readonly record struct LaneShape(int Parameters, int Results);

/// <summary>Bounds of lanes.</summary>
public sealed record LaneOptions
{
    /// <summary>Lanes of one session at once, 1 to 256: each has a thread.</summary>
    public int PerSession { get; init; } = 8;

    /// <summary>Lanes of all sessions at once, 1 to 1024.</summary>
    public int Total { get; init; } = 64;

    /// <summary>Checks all settings.</summary>
    /// <exception cref="ArgumentException">One or more are not allowed; the message names each.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        if (PerSession is < 1 or > 256) errors.Add($"{nameof(PerSession)} {PerSession} is not between 1 and 256");
        if (Total is < 1 or > 1024) errors.Add($"{nameof(Total)} {Total} is not between 1 and 1024");
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors));
    }
}
