using WasmEngine.Compute.Modules;
using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Platform;
using Wasmtime;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Modules as the rewriter makes them, under this host: stops, bulk operations over windows, instances by the thousand.</summary>
public sealed class RewrittenTests
{
    private const long Page = 65536;

    private const string Bulk = """
        (module
          (import "wasmengine_v1" "request_frame" (func $begun))
          (memory (export "memory") 16384)
          (data $some "some bytes that a segment has")
          (func (export "fill") (param i32 i32) (memory.fill (local.get 0) (i32.const 0x5A) (local.get 1)))
          (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
          (func (export "init") (param i32) (memory.init $some (local.get 0) (i32.const 0) (i32.const 20)))
          (func (export "fill_all") (call $begun) (loop $again
            (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x40000000)) (br $again)))
          (func (export "copy_all") (call $begun) (loop $again
            (memory.copy (i32.const 0) (i32.const 0x20000000) (i32.const 0x20000000)) (br $again)))
          (func $fib (param i64) (result i64)
            (if (result i64) (i64.lt_u (local.get 0) (i64.const 2)) (then (i64.const 1))
              (else (i64.add (call $fib (i64.sub (local.get 0) (i64.const 1))) (call $fib (i64.sub (local.get 0) (i64.const 2)))))))
          (func (export "fib") (drop (call $fib (i64.const 200)))))
        """;

    public static TheoryData<string> Calls => ["fill_all", "copy_all"];

    private static GuestSetup Setup(StopSignal stop, IGuestCalls? calls = null) =>
        new(calls ?? new RecordingCalls(), new InstanceLimits { MemoryBytes = 4L << 30 }, stop);

    private static WasmValue I(long value) => WasmValue.FromI32((int)value);

    [Theory]
    [MemberData(nameof(Calls))]
    public void Raise_DuringABulkOperation_EndsIt(string export)
    {
        using var module = Guarded.Rewrite(Bulk);
        using var stop = new StopSignal();
        using var instance = module.InstantiateFunctions(Setup(stop));
        using var timer = new Timer(_ => stop.Raise(StopReason.Deadline), null, 30, Timeout.Infinite);

        Assert.Throws<GuestStoppedException>(() => instance.Call(export));
    }

    [Theory]
    [InlineData("fill", "wrote to the read-only window")]
    [InlineData("copy", "wrote to the read-only window")]
    [InlineData("init", "wrote to the read-only window")]
    [InlineData("fill", "was released")]
    [InlineData("copy", "was released")]
    [InlineData("init", "was released")]
    [InlineData("from", "was released")]
    public void Bulk_IntoAForbiddenWindow_TrapsAndTheProcessLives(string how, string reason)
    {
        using var module = Guarded.Rewrite(Bulk);
        using var directory = new TempDirectory();
        using var file = SharedFile.Create(directory["pixels"], 4 * Page);
        using var stop = new StopSignal();
        using var instance = module.InstantiateFunctions(Setup(stop));
        var isReadOnly = reason.Contains("read-only", StringComparison.Ordinal);
        Assert.True(instance.Memory!.TryMapWindow(file, 0, 4 * Page, isReadOnly ? PageAccess.Read : PageAccess.ReadWrite, out var window));
        if (!isReadOnly) instance.Memory.UnmapWindow(window, 4 * Page);

        var failure = Assert.Throws<GuestException>(() => instance.Call(how == "from" ? "copy" : how, how switch
        {
            "fill" => [I(window - 100), I(300)],
            "copy" => [I(window), I(0), I(300)],
            "from" => [I(0), I(window), I(300)],
            _ => [I(window)],
        })).Message;

        Assert.Contains(reason, failure, StringComparison.Ordinal);
        Assert.DoesNotContain((byte)0x5A, File.ReadAllBytes(directory["pixels"]));
    }

    [Fact]
    public void Bulk_FromAReadOnlyWindow_Copies()
    {
        using var module = Guarded.Rewrite(Bulk);
        using var directory = new TempDirectory();
        using var file = SharedFile.Create(directory["pixels"], Page);
        File.WriteAllBytes(directory["pixels"], [.. Enumerable.Repeat((byte)7, (int)Page)]);
        using var stop = new StopSignal();
        using var instance = module.InstantiateFunctions(Setup(stop));
        Assert.True(instance.Memory!.TryMapWindow(file, 0, Page, PageAccess.Read, out var window));

        instance.Call("copy", I(128), I(window), I(Page));

        Assert.True(instance.Memory.TryRead(128, Page, out var bytes));
        Assert.False(bytes.ContainsAnyExcept((byte)7));
    }

    [Fact]
    public void Instances_ThousandsAtOnce_EachHasAMemoryOfItsOwn()
    {
        const int count = 10_000;
        using var module = Guarded.Rewrite("""
            (module (memory (export "memory") 1)
              (func (export "set") (param i32) (i32.store (i32.const 100) (local.get 0)))
              (func (export "get") (result i32) (i32.load (i32.const 100)))
              (func (export "loop") (loop $again (br $again))))
            """);
        var instances = new List<(IFunctionInstance Instance, StopSignal Stop)>(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var stop = new StopSignal();
                instances.Add((module.InstantiateFunctions(Guests.Setup(new RecordingCalls(), stop: stop)), stop));
                instances[i].Instance.Call("set", I(i));
            }

            Assert.InRange(ProcessFigures.Now.Mappings, 1, 50_000);
            for (var i = 0; i < count; i++) Assert.Equal(i, instances[i].Instance.Call("get")[0].I32);
            instances[count / 2].Stop.Raise(StopReason.Cancelled);
            Assert.Throws<GuestStoppedException>(() => instances[count / 2].Instance.Call("get"));
            Assert.Equal(1, instances[(count / 2) + 1].Instance.Call("get")[0].I32 - (count / 2));
        }
        finally
        {
            foreach (var (instance, stop) in instances)
            {
                instance.Dispose();
                stop.Dispose();
            }
        }
    }

    [Theory]
    [InlineData("(func (export \"f\") (param exnref))")]
    [InlineData("(table (export \"t\") 1 exnref)")]
    [InlineData("(global (export \"g\") exnref (ref.null exn))")]
    [InlineData("(type $f (func)) (func (export \"f\") (result (ref null $f)) (ref.null $f))")]
    public void Rewrite_ReferencesOfOtherTypesAtTheBoundary_AreRefused(string code)
    {
        // Wasmtime's C API would end the process when it is asked to describe them.
        var refused = Assert.IsType<RewriteResult.Refused>(ModuleRewriter.Rewrite(Module.ConvertText($"(module {code})"), ModuleLimits.Default));

        Assert.Contains("reference type", refused.Reason, StringComparison.Ordinal);
    }
}
