using Wasmtime;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>The managed package's hidden members, by whose names we reach them.</summary>
public sealed class WasmtimeHandlesTests
{
    [Fact]
    public void Handles_OfAllObjects_AreFound()
    {
        using var config = new Config();
        Assert.NotEqual(0, WasmtimeHandles.Of(config));
        using var engine = new Engine();
        using var module = Module.FromText(engine, "m", "(module)");
        using var store = new Store(engine);
        using var linker = new Linker(engine);

        Assert.NotEqual(0, WasmtimeHandles.Of(module));
        Assert.NotEqual(0, WasmtimeHandles.Of(store));
        Assert.NotEqual(0, WasmtimeHandles.Of(linker));
        Assert.Contains("a message", WasmtimeHandles.TakeError(WasmtimeNative.NewError("a message")).Message, StringComparison.Ordinal);
    }
}
