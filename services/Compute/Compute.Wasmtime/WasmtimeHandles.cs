using System.Runtime.InteropServices;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Native handles that the managed package keeps to itself.</summary>
internal static class WasmtimeHandles
{
    /// <summary>wasmtime_module_t*.</summary>
    internal static nint Of(Module module) => ((SafeHandle)typeof(Module).GetProperty("NativeHandle", System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Instance)!.GetValue(module)!).DangerousGetHandle();
}
