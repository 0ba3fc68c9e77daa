using WasmEngine.Compute.Core;
using WasmEngine.Memory;

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
        _instance = _module.InstantiateFunctions(new GuestSetup(new NoCalls(), new InstanceLimits(), _stop));
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

    /// <summary>Kernels call nothing.</summary>
    private sealed class NoCalls : IGuestCalls
    {
        public void Log(int level, ReadOnlySpan<byte> text)
        {
        }

        public int SurfaceCreate(int width, int height) => GuestError.State;

        public int SurfaceStride(int surface) => GuestError.State;

        public uint SurfaceBegin(int surface) => 0;

        public int SurfacePresent(int surface, PixelRect damage) => GuestError.State;

        public int SurfaceDestroy(int surface) => GuestError.State;

        public void RequestFrame()
        {
        }

        public int SceneBackground(uint argb) => GuestError.State;

        public int SceneSurface(uint node, int surface, float x, float y, float width, float height, uint flags) => GuestError.State;

        public int SceneText(uint node, float x, float y, float size, uint argb, ReadOnlySpan<byte> text) => GuestError.State;

        public int SceneRemove(uint node) => GuestError.State;
    }
}
