using System.Text;
using WasmEngine.Compute.Core;
using WasmEngine.Memory;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>An app's instance. One thread.</summary>
internal sealed class WasmtimeInstance : IGuestInstance
{
    private readonly Guest _guest;
    private readonly WasmtimeNative.FunctionHandle _abiVersion, _init;
    private readonly WasmtimeNative.FunctionHandle? _frame, _event;

    /// <summary>Takes the exports, whose types are checked here, for calls are by raw values; the guest is the instance's from here on, unless this throws.</summary>
    /// <exception cref="GuestException">An export is missing.</exception>
    internal WasmtimeInstance(WasmtimeModule module, Guest guest)
    {
        _guest = guest;
        if (!guest.HasMemory) throw new GuestException("the export \"memory\" is missing");
        _abiVersion = Find(module, "wasmengine_abi_version", "() -> (i32)") ?? throw new GuestException("the export \"wasmengine_abi_version\" is missing");
        _init = Find(module, "wasmengine_init", "(i32, i32) -> (i32)") ?? throw new GuestException("the export \"wasmengine_init\" is missing");
        _frame = Find(module, "wasmengine_frame", "(i64) -> ()");
        _event = Find(module, "wasmengine_event", "(i32, f32, f32, i32, i32, i64) -> ()");
    }

    /// <inheritdoc/>
    public IGuestMemory Memory => _guest;

    private WasmtimeNative.FunctionHandle? Find(WasmtimeModule module, string name, string signature) =>
        module.FindFunction(name)?.ToString() == signature && _guest.TryFind(Encoding.UTF8.GetBytes(name), out var found) ? found : null;

    /// <inheritdoc/>
    public int AbiVersion()
    {
        Span<RawValue> values = stackalloc RawValue[1];
        _guest.Call(_abiVersion, "wasmengine_abi_version", values);
        return values[0].I32;
    }

    /// <inheritdoc/>
    public int Init(int width, int height)
    {
        Span<RawValue> values = stackalloc RawValue[2];
        values[0].I32 = width;
        values[1].I32 = height;
        _guest.Call(_init, "wasmengine_init", values);
        return values[0].I32;
    }

    /// <inheritdoc/>
    public void Frame(long timeNs)
    {
        if (_frame is not { } frame) return;
        Span<RawValue> values = stackalloc RawValue[1];
        values[0].I64 = timeNs;
        _guest.Call(frame, "wasmengine_frame", values);
    }

    /// <inheritdoc/>
    public void HandleInput(in InputEventRecord input)
    {
        if (_event is not { } handler) return;
        Span<RawValue> values = stackalloc RawValue[6];
        values[0].I32 = (int)input.Kind;
        values[1].F32 = input.X;
        values[2].F32 = input.Y;
        values[3].I32 = (int)input.Code;
        values[4].I32 = (int)input.Modifiers;
        values[5].I64 = (long)input.TimeNs;
        _guest.Call(handler, "wasmengine_event", values);
    }

    /// <inheritdoc/>
    public void Dispose() => _guest.Dispose();
}
