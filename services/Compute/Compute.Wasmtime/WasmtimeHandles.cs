using System.Reflection;
using System.Runtime.InteropServices;
using Wasmtime;
using Module = Wasmtime.Module;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>
/// What the managed package keeps to itself and we need: native handles, and its reading of native errors. Its version is
/// pinned, and a test holds these names.
/// </summary>
internal static class WasmtimeHandles
{
    private const BindingFlags Hidden = BindingFlags.NonPublic | BindingFlags.Instance, HiddenStatic = BindingFlags.NonPublic | BindingFlags.Static;
    private static readonly Func<Config, SafeHandle> ConfigHandle = Property<Config>("NativeHandle");
    private static readonly Func<Module, SafeHandle> ModuleHandle = Property<Module>("NativeHandle");
    private static readonly Func<Store, SafeHandle> StoreHandle = Property<Store>("NativeHandle");
    private static readonly FieldInfo LinkerHandle = typeof(Linker).GetField("handle", Hidden) ?? throw new MissingMemberException(nameof(Linker), "handle");
    private static readonly Func<nint, WasmtimeException> ErrorReader = Method(typeof(WasmtimeException), "FromOwnedError", typeof(nint)).CreateDelegate<Func<nint, WasmtimeException>>();

    private static readonly Func<nint, bool, TrapException> TrapReader =
        Method(typeof(TrapException), "FromOwnedTrap", typeof(nint), typeof(bool)).CreateDelegate<Func<nint, bool, TrapException>>();

    /// <summary>wasm_config_t*; the caller keeps the configuration alive.</summary>
    internal static nint Of(Config config) => ConfigHandle(config).DangerousGetHandle();

    /// <summary>wasmtime_module_t*; the caller keeps the module alive.</summary>
    internal static nint Of(Module module) => ModuleHandle(module).DangerousGetHandle();

    /// <summary>wasmtime_store_t*; the caller keeps the store alive.</summary>
    internal static nint Of(Store store) => StoreHandle(store).DangerousGetHandle();

    /// <summary>wasmtime_linker_t*; the caller keeps the linker alive.</summary>
    internal static nint Of(Linker linker) => ((SafeHandle)LinkerHandle.GetValue(linker)!).DangerousGetHandle();

    /// <summary>An error as an exception; the error is deleted.</summary>
    internal static WasmtimeException TakeError(nint error) => ErrorReader(error);

    /// <summary>A trap as an exception; the trap is deleted.</summary>
    internal static TrapException TakeTrap(nint trap) => TrapReader(trap, true);

    private static Func<T, SafeHandle> Property<T>(string name)
    {
        var getter = typeof(T).GetProperty(name, Hidden)?.GetMethod ?? throw new MissingMemberException(typeof(T).Name, name);
        return getter.CreateDelegate<Func<T, SafeHandle>>(); // return types are covariant
    }

    private static MethodInfo Method(Type type, string name, params Type[] parameters) =>
        type.GetMethod(name, HiddenStatic, parameters) ?? throw new MissingMemberException(type.Name, name);
}
