using Wasmtime;
using WasmEngine.Compute.Core;
using WasmEngine.Memory;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>An instance in a store of its own. One thread.</summary>
internal sealed class WasmtimeInstance : IGuestInstance, IGuestMemory
{
    private const int MaxFrames = 6;
    private readonly Store _store;
    private readonly Linker _linker;
    private readonly LinearMemory _linear;
    private readonly Func<int> _abiVersion;
    private readonly Func<int, int, int> _init;
    private readonly Action<long>? _frame;
    private readonly Action<int, float, float, int, int, long>? _event;
    private readonly Action? _initialize;

    internal WasmtimeInstance(Store store, Linker linker, Instance instance, LinearMemory linear)
    {
        _store = store;
        _linker = linker;
        _linear = linear;
        Exported = instance.GetMemory("memory") ?? throw new GuestException("the export \"memory\" is missing");
        _abiVersion = instance.GetFunction<int>("wasmengine_abi_version") ?? throw new GuestException("the export \"wasmengine_abi_version\" is missing");
        _init = instance.GetFunction<int, int, int>("wasmengine_init") ?? throw new GuestException("the export \"wasmengine_init\" is missing");
        _frame = instance.GetAction<long>("wasmengine_frame");
        _event = instance.GetFunction("wasmengine_event")?.WrapAction<int, float, float, int, int, long>();
        _initialize = instance.GetAction("_initialize"); // of a WASI reactor
    }

    /// <summary>The exported memory.</summary>
    internal global::Wasmtime.Memory Exported { get; }

    /// <inheritdoc/>
    public IGuestMemory Memory => this;

    internal void Initialize() => Guard("_initialize", () => _initialize?.Invoke());

    /// <inheritdoc/>
    public int AbiVersion()
    {
        var version = 0;
        Guard("wasmengine_abi_version", () => version = _abiVersion());
        return version;
    }

    /// <inheritdoc/>
    public int Init(int width, int height)
    {
        var result = 0;
        Guard("wasmengine_init", () => result = _init(width, height));
        return result;
    }

    /// <inheritdoc/>
    public void Frame(long timeNs)
    {
        try
        {
            _frame?.Invoke(timeNs);
        }
        catch (WasmtimeException e)
        {
            throw Failure("wasmengine_frame", e);
        }
    }

    /// <inheritdoc/>
    public void HandleInput(in InputEventRecord input)
    {
        try
        {
            _event?.Invoke((int)input.Kind, input.X, input.Y, (int)input.Code, (int)input.Modifiers, (long)input.TimeNs);
        }
        catch (WasmtimeException e)
        {
            throw Failure("wasmengine_event", e);
        }
    }

    /// <inheritdoc/>
    public bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, out uint address) =>
        _linear.TryMapWindow(file, fileOffset, length, access, TryGrow, out address);

    /// <inheritdoc/>
    public void UnmapWindow(uint address, long length) => _linear.UnmapWindow(address, length);

    private bool TryGrow(long pages)
    {
        try
        {
            return Exported.Grow(pages) >= 0;
        }
        catch (WasmtimeException)
        {
            return false; // beyond the maximum that the module declares
        }
    }

    private static void Guard(string what, Action call)
    {
        try
        {
            call();
        }
        catch (WasmtimeException e)
        {
            throw Failure(what, e);
        }
    }

    /// <summary>Turns a trap into a sentence with the innermost functions.</summary>
    internal static GuestException Failure(string during, WasmtimeException e)
    {
        if (e.ExitCode is { } code) return new GuestException($"the guest exited with code {code} in {during}");
        var cause = e is TrapException trap ? trap.Type.ToString() : e.Message.Split('\n')[0];
        var frames = e.Frames ?? [];
        var where = string.Join(" < ", frames.Take(MaxFrames).Select(f => f.FunctionName ?? $"function at 0x{f.ModuleOffset:x}"));
        return new GuestException(where.Length == 0 ? $"the guest failed in {during}: {cause}" : $"the guest trapped in {during}: {cause} at {where}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _linker.Dispose();
        _store.Dispose(); // finalizes the linear memory
    }
}
