using WasmEngine.Compute.Core;
using WasmEngine.GuestTesting;

namespace WasmEngine.Bench.Kernels;

/// <summary>A kernel as this engine runs it: rewritten so that it can be stopped at any moment, in memory of our own.</summary>
internal sealed class EngineKernel : IKernel
{
    private readonly StopSignal _stop = new();
    private readonly IGuestModule _module;
    private readonly IFunctionInstance _instance;
    private readonly IGuestFunction _run;
    private readonly WasmValue[] _argument = new WasmValue[1], _result = new WasmValue[1];

    internal EngineKernel(IGuestEngine engine, string path)
    {
        _module = engine.Load(path);
        if (_module.Description.EpochsBecause is { Length: > 0 } reason) throw new BenchException($"{path} is not run with the guard page: {reason}");
        _instance = _module.InstantiateFunctions(new GuestSetup(new DeafCalls(), new InstanceLimits(), _stop));
        _instance.Find("_initialize")?.Invoke([], []);
        _run = _instance.Find("run") ?? throw new BenchException($"{path} exports no function \"run\"");
    }

    public long Run(int rounds)
    {
        _argument[0] = WasmValue.FromI32(rounds);
        _run.Invoke(_argument, _result);
        return _result[0].I64;
    }

    public void Dispose()
    {
        _instance.Dispose();
        _module.Dispose();
        _stop.Dispose();
    }
}
