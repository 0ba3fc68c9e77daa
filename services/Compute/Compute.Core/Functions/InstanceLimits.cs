namespace WasmEngine.Compute.Core;

/// <summary>What one instance may use. Time is limited by whoever raises its <see cref="StopSignal"/>.</summary>
public sealed record InstanceLimits
{
    /// <summary>Linear memory in bytes, all memories together, windows not counted; 65536 to 4 GiB.</summary>
    public long MemoryBytes { get; init; } = 1L << 30;

    /// <summary>Elements of each table, 0 to 262144.</summary>
    public int TableElements { get; init; } = 1 << 18;

    /// <summary>Windows open at once, 0 to 1024.</summary>
    public int OpenWindows { get; init; } = 64;

    /// <summary>Calls of host functions in the instance's life, 1 and up; above it the instance is stopped.</summary>
    public long HostCalls { get; init; } = long.MaxValue;

    /// <summary>Every value out of range, a sentence each; empty when all is well.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        Check(MemoryBytes is >= 65536 and <= 1L << 32, $"{nameof(MemoryBytes)} is {MemoryBytes}: it must be 65536 to {1L << 32}");
        Check(TableElements is >= 0 and <= 1 << 18, $"{nameof(TableElements)} is {TableElements}: it must be 0 to {1 << 18}");
        Check(OpenWindows is >= 0 and <= 1024, $"{nameof(OpenWindows)} is {OpenWindows}: it must be 0 to 1024");
        Check(HostCalls >= 1, $"{nameof(HostCalls)} is {HostCalls}: it must be at least 1");
        return problems;

        void Check(bool isRight, string problem)
        {
            if (!isRight) problems.Add(problem);
        }
    }
}
