using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>memory.size leaves out windows that end a memory: an allocator that begins after them must not take them for its own.</summary>
public sealed class HiddenWindowTests
{
    private const string Guest = """
        (module (memory (export "memory") 2)
          (func (export "size") (result i32) memory.size)
          (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
          (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
        """;

    [Fact]
    public void MemorySize_PagesOfTheHost_AreLeftOutUntilTheGuestGrows()
    {
        using var module = Guests.Load(Guest);
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));
        Assert.Equal(2, Call(instance, "size"));
        Assert.True(instance.Memory!.TryMapPrivate(3 * 65536, out var address));
        Assert.Equal(2u * 65536, address);
        Assert.Equal(2, Call(instance, "size"));
        Assert.Equal(0, Call(instance, "load", (int)address)); // there all the same
        Assert.Equal(5, Call(instance, "grow", 1)); // the new page lies behind
        Assert.Equal(6, Call(instance, "size"));
        Assert.True(instance.Memory.TryMapPrivate(65536, out _));
        Assert.Equal(6, Call(instance, "size"));
    }

    [Fact]
    public void MemorySize_NextInstance_BeginsWithNothingHidden()
    {
        using var module = Guests.Load(Guest);
        for (var i = 0; i < 3; i++)
        {
            using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));
            Assert.Equal(2, Call(instance, "size"));
            Assert.True(instance.Memory!.TryMapPrivate(65536, out _));
        }
    }

    private static int Call(IFunctionInstance instance, string name, params int[] arguments)
    {
        var result = new WasmValue[1];
        instance.Find(name)!.Invoke([.. arguments.Select(WasmValue.FromI32)], result);
        return result[0].I32;
    }
}
