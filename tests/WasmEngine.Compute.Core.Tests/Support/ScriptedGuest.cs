using WasmEngine.Memory;

namespace WasmEngine.Compute.Core.Tests.Support;

/// <summary>A guest whose exports are delegates: engine, module and instance in one. Each instance is a new one.</summary>
internal sealed class ScriptedGuest : IGuestEngine, IGuestModule
{
    public int Version { get; init; } = 0x10000;

    public Func<IGuestCalls, int, int, int> OnInit { get; init; } = (_, _, _) => 0;

    public Action<IGuestCalls> OnFrame { get; init; } = _ => { };

    public Action<IGuestCalls, InputEventRecord> OnInput { get; init; } = (_, _) => { };

    public Action<StopSignal> OnInstantiated { get; init; } = _ => { };

    public Action OnLoad { get; init; } = () => { };

    public IReadOnlyList<string> Problems { get; init; } = [];

    public List<FakeMemory> Memories { get; } = [];

    public int ModulesAlive { get; private set; }

    public ModuleDescription Description => new([], [], Problems, 1.5, 100);

    public IGuestModule Load(string path, ModuleLoading? loading = null)
    {
        OnLoad();
        lock (Memories) ModulesAlive++;
        return this;
    }

    public FunctionSignature? FindFunction(string export) => null;

    public IFunctionInstance InstantiateFunctions(GuestSetup setup) => throw new GuestException("a scripted app has no functions");

    public IGuestInstance Instantiate(GuestSetup setup)
    {
        var calls = setup.Calls;
        var memory = new FakeMemory();
        OnInstantiated(setup.Stop);
        lock (Memories) Memories.Add(memory);
        return new Instance(this, calls, memory);
    }

    public void Dispose()
    {
        lock (Memories) ModulesAlive--;
    }

    private sealed class Instance(ScriptedGuest script, IGuestCalls calls, FakeMemory memory) : IGuestInstance
    {
        public IGuestMemory Memory => memory;

        public int AbiVersion() => script.Version;

        public int Init(int width, int height) => script.OnInit(calls, width, height);

        public void Frame(long timeNs) => script.OnFrame(calls);

        public void HandleInput(in InputEventRecord input) => script.OnInput(calls, input);

        public void Dispose() => memory.IsGone = true;
    }
}
