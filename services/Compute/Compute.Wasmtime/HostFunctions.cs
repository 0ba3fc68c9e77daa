using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>A host function: takes its arguments from the values and puts its result in their place.</summary>
internal delegate void HostCall(GuestContext guest, Span<RawValue> values);

/// <summary>
/// Defines host functions in a linker, once for all instances. All calls come in through one entry, which counts them, looks
/// whether the instance was stopped, and keeps exceptions from unwinding through native frames. Allocates nothing per call.
/// </summary>
internal sealed unsafe class HostFunctions(Linker linker)
{
    private static readonly Lock Gate = new();
    private static HostCall[] _calls = []; // SYNC: replaced whole under the gate before any instance can call the new ones

    /// <summary>Defines a function.</summary>
    /// <param name="module">Name of the module.</param>
    /// <param name="name">Name of the function.</param>
    /// <param name="parameters">A letter each: i, I, f, F for i32, i64, f32, f64.</param>
    /// <param name="results">The same.</param>
    /// <param name="call">What it does.</param>
    internal void Define(string module, string name, string parameters, string results, HostCall call)
    {
        var type = FunctionType(parameters, results);
        try
        {
            byte[] moduleName = Encoding.UTF8.GetBytes(module), functionName = Encoding.UTF8.GetBytes(name);
            fixed (byte* m = moduleName, f = functionName)
            {
                var error = WasmtimeNative.DefineFunction(
                    WasmtimeHandles.Of(linker), m, (nuint)moduleName.Length, f, (nuint)functionName.Length, type, &OnCall, Register(call), 0);
                if (error != 0) throw WasmtimeHandles.TakeError(error);
            }
        }
        finally
        {
            WasmtimeNative.DeleteFunctionType(type);
        }
    }

    private static int Register(HostCall call)
    {
        lock (Gate)
        {
            HostCall[] calls = [.. _calls, call];
            Volatile.Write(ref _calls, calls); // SYNC: pairs with the plain read in OnCall, whose instance was made later
            return calls.Length - 1;
        }
    }

    private static nint FunctionType(string parameters, string results)
    {
        WasmtimeNative.TypeVector taken = Types(parameters), given = Types(results);
        return WasmtimeNative.NewFunctionType(&taken, &given); // owns both from here on
    }

    private static WasmtimeNative.TypeVector Types(string letters)
    {
        var types = stackalloc nint[letters.Length];
        for (var i = 0; i < letters.Length; i++) types[i] = WasmtimeNative.NewType((byte)"iIfF".IndexOf(letters[i], StringComparison.Ordinal));
        WasmtimeNative.TypeVector vector;
        WasmtimeNative.NewTypes(&vector, (nuint)letters.Length, types);
        return vector;
    }

    [UnmanagedCallersOnly]
    private static nint OnCall(nint index, nint caller, RawValue* values, nuint count)
    {
        var guest = GuestContext.Current!;
        try
        {
            guest.BeginHostCall();
            _calls[index](guest, new Span<RawValue>(values, (int)count));
            return 0;
        }
        catch (Exception e) // nothing may unwind through native frames
        {
            return Trap(guest, e);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static nint Trap(GuestContext guest, Exception failure)
    {
        guest.HostFailure = failure;
        fixed (byte* text = "a host function failed"u8)
        {
            return WasmtimeNative.NewTrap(text, 22);
        }
    }
}
