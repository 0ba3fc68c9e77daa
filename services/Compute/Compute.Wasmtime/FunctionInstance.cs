using System.Text;
using WasmEngine.Compute.Core;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>An instance whose exports are called by name.</summary>
internal sealed class FunctionInstance(WasmtimeModule module, Guest guest) : IFunctionInstance
{
    /// <inheritdoc/>
    public IGuestMemory? Memory => guest.HasMemory ? guest : null;

    /// <inheritdoc/>
    public IGuestFunction? Find(string export)
    {
        if (module.FindFunction(export) is not { IsCallable: true } signature) return null;
        return guest.TryFind(Encoding.UTF8.GetBytes(export), out var function) ? new GuestFunction(guest, function, export, signature) : null;
    }

    /// <inheritdoc/>
    public void RenewHostCalls() => guest.Context.RenewHostCalls();

    /// <inheritdoc/>
    public void Dispose() => guest.Dispose();
}
