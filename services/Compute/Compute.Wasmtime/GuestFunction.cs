using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>An exported function, called by raw values.</summary>
internal sealed class GuestFunction(Guest guest, WasmtimeNative.FunctionHandle function, string name, FunctionSignature signature) : IGuestFunction
{
    private readonly int _count = Math.Max(signature.Parameters.Length, signature.Results.Length); // at most 1000: the format's own limit

    /// <inheritdoc/>
    public FunctionSignature Signature => signature;

    /// <inheritdoc/>
    public void Invoke(ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results)
    {
        if (arguments.Length != signature.Parameters.Length || results.Length != signature.Results.Length)
            throw new ArgumentException($"{name} is {signature}: it can't be called with {arguments.Length} arguments and {results.Length} results", nameof(arguments));
        Span<RawValue> values = stackalloc RawValue[_count];
        for (var i = 0; i < arguments.Length; i++) values[i].Bits = arguments[i].Bits;
        guest.Call(function, name, values);
        for (var i = 0; i < results.Length; i++) results[i] = new WasmValue(Is32(signature.Results[i]) ? (uint)values[i].Bits : values[i].Bits);
    }

    private static bool Is32(WasmType type) => type is WasmType.I32 or WasmType.F32;
}
