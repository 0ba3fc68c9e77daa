using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Memory;
using WasmEngine.Platform;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>An instance in a store of its own. One thread.</summary>
internal sealed class WasmtimeInstance : IGuestInstance, IGuestMemory
{
    private const int MaxFrames = 6;
    private readonly Store _store;
    private readonly Linker _linker;
    private readonly LinearMemory _linear;
    private readonly MemoryBudget _budget;
    private readonly IGuestCalls _calls;
    private readonly Func<long, bool> _grow;
    private readonly Func<int> _abiVersion;
    private readonly Func<int, int, int> _init;
    private readonly Action<long>? _frame;
    private readonly Action<int, float, float, int, int, long>? _event;
    private readonly Action? _initialize;
    private bool _toldOfRefusal;

    /// <summary>Takes the exports; the store and the linker are the instance's from here on, unless this throws.</summary>
    /// <exception cref="GuestException">An export is missing.</exception>
    internal WasmtimeInstance(Store store, Linker linker, Instance instance, MemoryBudget budget, IGuestCalls calls)
    {
        _store = store;
        _linker = linker;
        _budget = budget;
        _calls = calls;
        _grow = TryGrow;
        Exported = instance.GetMemory("memory") ?? throw new GuestException("the export \"memory\" is missing");
        _linear = budget.At(Exported.GetPointer()) ?? throw new GuestException("the export \"memory\" is no memory of the module");
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

    /// <summary>Calls the constructor of a WASI reactor, if there is one.</summary>
    internal void Initialize()
    {
        try
        {
            _initialize?.Invoke();
        }
        catch (WasmtimeException e)
        {
            throw Failure("_initialize", e, _budget);
        }
    }

    /// <inheritdoc/>
    public int AbiVersion()
    {
        try
        {
            return _abiVersion();
        }
        catch (WasmtimeException e)
        {
            throw Failure("wasmengine_abi_version", e, _budget);
        }
    }

    /// <inheritdoc/>
    public int Init(int width, int height)
    {
        try
        {
            var result = _init(width, height);
            TellOfRefusal();
            return result;
        }
        catch (WasmtimeException e)
        {
            throw Failure("wasmengine_init", e, _budget);
        }
    }

    /// <inheritdoc/>
    public void Frame(long timeNs)
    {
        try
        {
            _frame?.Invoke(timeNs);
            TellOfRefusal();
        }
        catch (WasmtimeException e)
        {
            throw Failure("wasmengine_frame", e, _budget);
        }
    }

    /// <inheritdoc/>
    public void HandleInput(in InputEventRecord input)
    {
        try
        {
            _event?.Invoke((int)input.Kind, input.X, input.Y, (int)input.Code, (int)input.Modifiers, (long)input.TimeNs);
            TellOfRefusal();
        }
        catch (WasmtimeException e)
        {
            throw Failure("wasmengine_event", e, _budget);
        }
    }

    /// <inheritdoc/>
    public bool TryMapWindow(SharedFile file, long fileOffset, long length, PageAccess access, out uint address) =>
        _linear.TryMapWindow(file, fileOffset, length, access, _grow, out address);

    /// <inheritdoc/>
    public void UnmapWindow(uint address, long length) => _linear.UnmapWindow(address, length);

    /// <inheritdoc/>
    public bool TryMapPrivate(long length, out uint address) => throw new NotSupportedException();

    /// <inheritdoc/>
    public bool TryRead(uint address, long length, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        if (length is < 0 or > int.MaxValue || address + length > Exported.GetLength()) return false;
        bytes = Exported.GetSpan(address, (int)length);
        return true;
    }

    /// <inheritdoc/>
    public bool TryWrite(uint address, long length, out Span<byte> bytes)
    {
        bytes = default;
        if (length is < 0 or > int.MaxValue || address + length > Exported.GetLength()) return false;
        bytes = Exported.GetSpan(address, (int)length);
        return true;
    }

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

    /// <summary>A guest only sees that memory.grow failed; its author is told why, once.</summary>
    private void TellOfRefusal()
    {
        if (_toldOfRefusal || _budget.Refusal is not { } refusal) return;
        _toldOfRefusal = true;
        _calls.Log(2, Encoding.UTF8.GetBytes(refusal));
    }

    /// <summary>Turns a trap into a sentence with the innermost functions.</summary>
    internal static GuestException Failure(string during, WasmtimeException e, MemoryBudget budget)
    {
        if (e.ExitCode is { } code) return new GuestException($"the guest exited with code {code} in {during}");
        var inner = e.InnerException;
        var cause = e is TrapException trap && inner is null ? trap.Type.ToString() : Names.OneLine(inner?.Message ?? e.Message);
        var frames = e.Frames ?? [];
        var where = string.Join(" < ", frames.Take(MaxFrames).Select(f => f.FunctionName is { } name ? Names.OneLine(name) : $"function at 0x{f.ModuleOffset:x}"));
        var refusal = budget.Refusal is { } refused && !cause.Contains(refused, StringComparison.Ordinal) ? $"; before that, {refused}" : "";
        return new GuestException((where.Length == 0 ? $"the guest failed in {during}: {cause}" : $"the guest trapped in {during}: {cause} at {where}") + refusal);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _linker.Dispose();
        _store.Dispose(); // finalizes the linear memory
    }
}
