using System.Reflection;
using System.Runtime.InteropServices;
using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Memory;
using WasmEngine.Testing;

namespace WasmEngine.Compute.Wasmtime.Tests;

/// <summary>Calls into guests and what comes of their failures.</summary>
public sealed class InstanceTests
{
    private const string DeepCall = "(func $deep (param i64) (result i64) (i64.add (call $deep (i64.add (local.get 0) (i64.const 1))) (i64.const 1)))";

    public static TheoryData<string, string> Traps => new()
    {
        { "(unreachable)", "Unreachable" },
        { "(drop (call $deep (i64.const 1)))", "StackOverflow" },
        { "(drop (i32.load (i32.const -4)))", "MemoryOutOfBounds" },
        { "(i32.store (i32.const 131072) (i32.const 1))", "MemoryOutOfBounds" },
        { "(memory.fill (i32.const 131000) (i32.const 1) (i32.const 1000))", "MemoryOutOfBounds" },
        { "(drop (i32.div_u (i32.const 1) (i32.const 0)))", "IntegerDivisionByZero" },
        { "(call_indirect (i32.const 2))", "IndirectCallToNull" },
        { "(call_indirect (i32.const 99))", "TableOutOfBounds" },
    };

    [Theory]
    [MemberData(nameof(Traps))]
    public void Trap_InAnyCall_NamesTheCallTheCauseAndTheFunction(string code, string cause)
    {
        var more = DeepCall + "(table 3 funcref)";
        using var init = Guests.Load(Guests.App(init: code + "(i32.const 0)", more: more));
        using var frame = Guests.Load(Guests.App(frame: code, more: more));
        using var input = Guests.Load(Guests.App(input: code, more: more));

        AssertTrap(init, i => i.Init(1, 1), "wasmengine_init", cause, "init");
        AssertTrap(frame, i => i.Frame(1), "wasmengine_frame", cause, "frame");
        AssertTrap(input, i => i.HandleInput(new InputEventRecord(InputEventKind.Text, 1, 2, 3, 4, 5)), "wasmengine_event", cause, "event");
    }

    private static void AssertTrap(IGuestModule module, Action<IGuestInstance> call, string during, string cause, string function)
    {
        using var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
        var failure = Assert.Throws<GuestException>(() => call(instance)).Message;
        Assert.Contains($"in {during}:", failure, StringComparison.Ordinal);
        Assert.Contains(cause, failure, StringComparison.Ordinal);
        Assert.Contains(cause == "StackOverflow" ? "deep" : function, failure, StringComparison.Ordinal);
        Assert.InRange(failure.Length, 1, 2000);
    }

    [Fact]
    public void Trap_InTheStartFunction_FailsTheInstantiation()
    {
        var failure = Guests.Failure(Guests.App(more: "(func $boom unreachable) (start $boom)"));

        Assert.Contains("instantiation", failure, StringComparison.Ordinal);
        Assert.Contains("Unreachable", failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Trap_InAReactorsInitialize_NamesIt() =>
        Assert.Contains("_initialize", Guests.Failure(Guests.App(more: "(func (export \"_initialize\") unreachable)")), StringComparison.Ordinal);

    [Fact]
    public void Trap_HostileFunctionName_IsOneShortLine()
    {
        var failure = Guests.Failure(Guests.App(init: "(call $evil) (i32.const 0)", more: $"(func $evil (@name \"{new string('y', 3000)}\\0a\\1b[31mfake\") unreachable)"));

        Assert.InRange(failure.Length, 1, 2000);
        Assert.DoesNotContain(failure, char.IsControl);
    }

    [Fact]
    public void DataSegments_OfEachInstance_AreIntact()
    {
        // Copy-on-write memory images are off because they don't go with a custom memory; this is what would break.
        var text = Guests.App(
            memory: "(memory (export \"memory\") 4)",
            more: "(data (i32.const 16) \"first\") (data (i32.const 131070) \"across a page\") (data $passive \"passive\")",
            init: """
                (memory.init $passive (i32.const 200000) (i32.const 0) (i32.const 7))
                (call $log (i32.const 1) (i32.const 16) (i32.const 5))
                (call $log (i32.const 1) (i32.const 131070) (i32.const 13))
                (call $log (i32.const 1) (i32.const 200000) (i32.const 7))
                (memory.fill (i32.const 0) (i32.const 0x78) (i32.const 262144))
                (i32.const 0)
                """);
        using var module = Guests.Load(text);
        for (var i = 0; i < 3; i++)
        {
            var calls = new RecordingCalls();
            using var instance = module.Instantiate(Guests.Setup(calls));
            Assert.Equal(0, instance.Init(1, 1));
            Assert.Equal(["1: first", "1: across a page", "1: passive"], calls.Lines);
        }
    }

    [Fact]
    public void Instances_OfOneModule_ShareNothing()
    {
        using var module = Guests.Load(Guests.App(init: "(i32.store (i32.const 64) (i32.add (i32.load (i32.const 64)) (i32.const 1))) (i32.load (i32.const 64))"));
        using var first = module.Instantiate(Guests.Setup(new RecordingCalls()));
        using var second = module.Instantiate(Guests.Setup(new RecordingCalls()));

        Assert.Equal(1, first.Init(1, 1));
        Assert.Equal(2, first.Init(1, 1));
        Assert.Equal(1, second.Init(1, 1));
    }

    [Fact]
    public void Instance_OutlivesItsModule()
    {
        var module = Guests.Load(Guests.App(init: "(i32.const 5)"));
        using var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
        module.Dispose();

        Assert.Equal(5, instance.Init(1, 1));
    }

    [Fact]
    public void Imports_AllOfThem_ArriveWithTheirArguments()
    {
        var calls = new RecordingCalls();
        Guests.Init(Guests.App(
            more: "(data (i32.const 8) \"hi\")",
            init: """
                (drop (call $create (i32.const 3) (i32.const 4)))
                (drop (call $stride (i32.const 1)))
                (drop (call $begin (i32.const 1)))
                (drop (call $present (i32.const 1) (i32.const -2) (i32.const 3) (i32.const 4) (i32.const 5)))
                (drop (call $destroy (i32.const 1)))
                (call $request)
                (drop (call $background (i32.const -1)))
                (drop (call $place (i32.const -1) (i32.const 2) (f32.const 1.5) (f32.const 2) (f32.const 3) (f32.const 4) (i32.const 1)))
                (drop (call $text (i32.const 7) (f32.const 1) (f32.const 2) (f32.const 3) (i32.const 0x80000000) (i32.const 8) (i32.const 2)))
                (drop (call $remove (i32.const -5)))
                (call $log (i32.const 2) (i32.const 8) (i32.const 2))
                (i32.eqz (i64.gt_s (call $now) (i64.const 0)))
                """), calls);

        Assert.Equal(
        [
            "create 3 4", "stride 1", "begin 1", "present 1 -2 3 4 5", "destroy 1", "request", "background ffffffff",
            "surface 4294967295 2 1.5 2 3 4 1", "text 7 1 2 3 80000000 hi", "remove 4294967291",
        ], calls.Calls);
        Assert.Equal(["2: hi"], calls.Lines);
    }

    [Fact]
    public void DocumentImports_AllOfThem_ArriveWithTheirArguments()
    {
        var calls = new RecordingCalls();
        Guests.Init(Guests.App(
            more: "(data (i32.const 8) \"idnamevalue\")",
            init: """
                (drop (call $name (i32.const 3) (i32.const 10) (i32.const 4) (i32.const 1)))
                (drop (call $dom_text (i32.const 8) (i32.const 2) (i32.const 14) (i32.const 5)))
                (drop (call $dom_attribute (i32.const 8) (i32.const 2) (i32.const 10) (i32.const 4) (i32.const 14) (i32.const 5)))
                (drop (call $dom_remove_attribute (i32.const 8) (i32.const 2) (i32.const 10) (i32.const 4)))
                (drop (call $dom_class (i32.const 8) (i32.const 2) (i32.const 10) (i32.const 4) (i32.const 7)))
                (drop (call $dom_class (i32.const 8) (i32.const 2) (i32.const 10) (i32.const 4) (i32.const 0)))
                (drop (call $dom_html (i32.const 8) (i32.const 2) (i32.const 3) (i32.const 14) (i32.const 5)))
                (drop (call $dom_remove (i32.const 8) (i32.const 2)))
                (call $dom_scroll (i32.const 8) (i32.const 0) (f32.const 1.5) (f32.const -2))
                """), calls);

        Assert.Equal(
        [
            "name 3 name 1", "Text id,,value BeforeBegin 0 0", "Attribute id,name,value BeforeBegin 0 0", "RemoveAttribute id,name, BeforeBegin 0 0", "AddClass id,name, BeforeBegin 0 0",
            "RemoveClass id,name, BeforeBegin 0 0", "Html id,,value AfterEnd 0 0", "Remove id,, BeforeBegin 0 0", "Scroll ,, BeforeBegin 1.5 -2",
        ], calls.Calls);
    }

    [Theory]
    [InlineData("(call $name (i32.const 1) (i32.const -1) (i32.const 1) (i32.const 0))")]
    [InlineData("(call $dom_text (i32.const 131071) (i32.const 2) (i32.const 0) (i32.const 1))")]
    [InlineData("(call $dom_text (i32.const 0) (i32.const 1) (i32.const 131071) (i32.const 2))")]
    [InlineData("(call $dom_attribute (i32.const 0) (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 0) (i32.const -1))")]
    [InlineData("(call $dom_attribute (i32.const 0) (i32.const 1) (i32.const 131072) (i32.const 1) (i32.const 0) (i32.const 1))")]
    [InlineData("(call $dom_remove_attribute (i32.const 0) (i32.const 1) (i32.const 131072) (i32.const 1))")]
    [InlineData("(call $dom_class (i32.const 0) (i32.const 1) (i32.const 131072) (i32.const 1) (i32.const 1))")]
    [InlineData("(call $dom_html (i32.const 0) (i32.const 1) (i32.const 1) (i32.const -8) (i32.const 9))")]
    [InlineData("(call $dom_remove (i32.const 131072) (i32.const 1))")]
    [InlineData("(call $dom_scroll (i32.const -1) (i32.const 2) (f32.const 0) (f32.const 0))")]
    public void DocumentImports_PointersOutsideOfTheMemory_AreFaults(string call)
    {
        var calls = new RecordingCalls();
        Assert.Equal(GuestError.Fault, Guests.Init(Guests.App(init: call), calls));
        Assert.Empty(calls.Calls);
    }

    [Theory]
    [InlineData("-1", "1")]
    [InlineData("131072", "1")]
    [InlineData("131071", "2")]
    [InlineData("0", "-1")]
    [InlineData("-1", "-1")]
    [InlineData("0", "0x7fffffff")]
    [InlineData("0x80000000", "0x7fffffff")]
    public void Pointers_OutsideOfTheMemory_AreFaults(string address, string length)
    {
        var calls = new RecordingCalls();
        var result = Guests.Init(Guests.App(init: $"""
            (call $log (i32.const 1) (i32.const {address}) (i32.const {length}))
            (call $text (i32.const 1) (f32.const 0) (f32.const 0) (f32.const 9) (i32.const 0) (i32.const {address}) (i32.const {length}))
            """), calls);

        Assert.Equal(GuestError.Fault, result);
        Assert.Empty(calls.Calls);
        Assert.Equal(["2: the guest logged from outside of its memory"], calls.Lines);
    }

    [Fact]
    public void Pointers_AtTheVeryEnd_AreFine()
    {
        var calls = new RecordingCalls();
        Guests.Init(Guests.App(init: "(call $log (i32.const 1) (i32.const 131072) (i32.const 0)) (call $log (i32.const 1) (i32.const 131070) (i32.const 2)) (i32.const 0)"), calls);

        Assert.Equal(["1: ", "1: \0\0"], calls.Lines);
    }

    [Fact]
    public void Import_TheHostFails_TheMessageIsKept()
    {
        var failure = Guests.Failure(Guests.App(init: "(call $create (i32.const 1) (i32.const 1))"), new RecordingCalls { Failure = new IOException("the disk is full") });

        Assert.Contains("the disk is full", failure, StringComparison.Ordinal);
        Assert.Contains("wasmengine_init", failure, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Wasi_ProcExit_EndsTheGuestWithItsCode(int code)
    {
        var exit = Assert.Throws<GuestExitException>(() => Guests.Init(Guests.App(init: $"(call $exit (i32.const {code})) (i32.const 0)")));

        Assert.Equal(code, exit.Code);
        Assert.Contains($"exited with code {code} in wasmengine_init", exit.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wasi_HasNoAuthority()
    {
        const int badDescriptor = 8;
        for (var descriptor = 3; descriptor < 8; descriptor++)
        {
            Assert.Equal(badDescriptor, Guests.Init(Guests.App(init: $"(call $prestat (i32.const {descriptor}) (i32.const 64))")));
            Assert.NotEqual(0, Guests.Init(Guests.App(
                more: "(data (i32.const 8) \"/etc/passwd\")",
                init: $"(call $open (i32.const {descriptor}) (i32.const 0) (i32.const 8) (i32.const 11) (i32.const 0) (i64.const 2) (i64.const 2) (i32.const 0) (i32.const 64))")));
        }

        // No variables: their number, stored at 64, is 0.
        Assert.Equal(0, Guests.Init(Guests.App(init: "(drop (call $environ (i32.const 64) (i32.const 68))) (i32.load (i32.const 64))")));
    }

    [Fact]
    public void Frame_SteadyState_AllocatesNothing()
    {
        using var module = Guests.Load(Guests.App(
            frame: "(i32.store (call $begin (i32.const 1)) (i32.wrap_i64 (call $now))) (drop (call $present (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 1))) (call $request)",
            input: "(call $request)"));
        using var instance = module.Instantiate(Guests.Setup(new RecordingCalls { IsSilent = true }));
        var input = new InputEventRecord(InputEventKind.PointerMove, 1, 2, 0, 0, 5);

        var least = Allocations.LeastOf(20, () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                instance.Frame(i);
                instance.HandleInput(input);
            }
        });

        Assert.Equal(0, least);
    }

    [Fact]
    public void Config_HandleIsWhereItIsLookedFor()
    {
        var property = typeof(global::Wasmtime.Config).GetProperty("NativeHandle", BindingFlags.NonPublic | BindingFlags.Instance);

        Assert.NotNull(property);
        Assert.True(property.PropertyType.IsSubclassOf(typeof(SafeHandle)));
        Assert.Equal("50.0.1", typeof(global::Wasmtime.Engine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0]);
    }
}
