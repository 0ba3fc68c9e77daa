using WasmEngine.Bench.Chaos;
using WasmEngine.Bench.Frames;
using WasmEngine.Bench.Handoff;
using WasmEngine.Bench.Hostile;
using WasmEngine.Bench.Jobs;
using WasmEngine.Bench.Kernels;
using WasmEngine.Bench.Preempt;
using WasmEngine.Bench.Recovery;
using WasmEngine.Bench.Ui;

namespace WasmEngine.Bench;

/// <summary>Every bench there is, in the order in which they are listed.</summary>
public static class BenchRegistry
{
    /// <summary>The benches.</summary>
    public static IReadOnlyList<IBench> All { get; } = [new HandoffBench(), new FramesBench(), new RecoveryBench(), new KernelsBench(), new PreemptBench(), new HostileBench(), new JobsBench(), new ChaosBench(), new UiBench()];

    /// <summary>The bench of that name, or null.</summary>
    public static IBench? Find(string name) => All.FirstOrDefault(bench => bench.Name == name);
}
