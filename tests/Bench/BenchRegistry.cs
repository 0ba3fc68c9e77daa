using WasmEngine.Bench.Handoff;

namespace WasmEngine.Bench;

/// <summary>Every bench there is, in the order in which they are listed.</summary>
public static class BenchRegistry
{
    /// <summary>The benches.</summary>
    public static IReadOnlyList<IBench> All { get; } = [new HandoffBench()];

    /// <summary>The bench of that name, or null.</summary>
    public static IBench? Find(string name) => All.FirstOrDefault(bench => bench.Name == name);
}
