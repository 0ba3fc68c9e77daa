using System.Diagnostics;
using System.Security.Cryptography;
using WasmEngine.Compute.Modules;
using WasmEngine.Compute.Wasmtime.Tests.Support;

namespace WasmEngine.Compute.Wasmtime.Tests.Loading;

/// <summary>What loading tells, how modules run that were rewritten or not, and where traps come from.</summary>
public sealed class LoadingTests : IDisposable
{
    private const string Endless = """(module (memory (export "memory") 1) (func (export "run") (memory.fill (i32.const 0) (i32.const 1) (i32.const 9)) (loop $again (br $again))))""";
    private readonly TempDirectory _directory = new();
    private readonly LogLines<WasmtimeEngine> _log = new();

    public void Dispose() => _directory.Dispose();

    private string Write(string text)
    {
        File.WriteAllBytes(_directory["m.wasm"], WasmtimeEngine.Assemble(text));
        return _directory["m.wasm"];
    }

    private WasmtimeEngine NewEngine(bool canRewriteBulk = true) => new(
        new WasmtimeOptions
        {
            CodeDirectory = _directory["code"],
            Limits = canRewriteBulk ? ModuleLimits.Default : ModuleLimits.Default with { InjectedFunctions = 0 },
        },
        TimeProvider.System,
        _log);

    [Fact]
    public void Load_WithProgress_TellsTheStepsInOrder()
    {
        var steps = new List<ModuleProgress>();
        using var engine = NewEngine();
        var path = Write(Guests.App());

        using (engine.Load(path, new ModuleLoading { Progress = Add }))
        {
        }

        Assert.Equal([ModuleStep.Reading, ModuleStep.Rewriting, ModuleStep.Compiling, ModuleStep.Storing, ModuleStep.Ready], steps.Select(s => s.Step).Distinct());
        Assert.Equal(steps.Select(s => s.Fraction).Order(), steps.Select(s => s.Fraction));
        Assert.Equal((0, 1), (steps[0].Fraction, steps[^1].Fraction));
        Assert.All(steps.Where(s => s.Step >= ModuleStep.Compiling), s => Assert.Equal(4, s.Functions));

        steps.Clear();
        using (engine.Load(path, new ModuleLoading { Progress = Add })) Assert.Equal([ModuleStep.Reading, ModuleStep.Ready], steps.Select(s => s.Step));

        void Add(ModuleProgress step)
        {
            lock (steps) steps.Add(step);
        }
    }

    [Fact]
    public void Load_HashIsNotTheOneAskedFor_IsRefused()
    {
        using var engine = NewEngine();
        var path = Write(Guests.App());
        var hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)));

        using (var module = engine.Load(path, new ModuleLoading { Sha256 = hash })) Assert.Equal(hash, module.Description.Sha256);
        Assert.Contains(hash, Assert.Throws<ModuleException>(() => engine.Load(path, new ModuleLoading { Sha256 = new string('0', 64) })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_CancelledBefore_DoesNothing()
    {
        using var engine = NewEngine();

        Assert.ThrowsAny<OperationCanceledException>(() => engine.Load(Write(Guests.App()), new ModuleLoading { Cancellation = new CancellationToken(canceled: true) }));

        Assert.False(Directory.Exists(_directory["code"]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_RewrittenOrNot_SaysWhichAndCanBeStopped_AlsoFromTheCache(bool canRewrite)
    {
        var path = Write(Endless);
        for (var round = 0; round < 2; round++)
        {
            using var engine = NewEngine(canRewrite);
            using var module = engine.Load(path);
            Assert.Equal(canRewrite, module.Description.EpochsBecause.Length == 0);
            Assert.True(module.Description.CodeBytes > 0);
            using var stop = new StopSignal();
            using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls(), stop: stop));
            using var soon = new Timer(_ => stop.Raise(StopReason.Cancelled), null, 20, Timeout.Infinite);

            Assert.Throws<GuestStoppedException>(() => instance.Call("run"));
        }

        Assert.Single(Directory.GetFiles(_directory["code"]));
    }

    [Fact]
    public void Load_OtherLimits_DoNotTakeCodeOfEarlierOnes()
    {
        var path = Write(Endless);
        using (var engine = NewEngine(canRewriteBulk: true)) engine.Load(path).Dispose();

        using var other = NewEngine(canRewriteBulk: false);
        using var module = other.Load(path);

        Assert.NotEmpty(module.Description.EpochsBecause);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Trap_RewrittenModule_NamesTheFunctions(bool isGone)
    {
        using var engine = NewEngine();
        var path = Write("""
            (module (func $inner_most (param i32) (loop (br_if 0 (i32.lt_u (local.tee 0 (i32.add (local.get 0) (i32.const 1))) (i32.const 100)))) (unreachable))
                    (func (export "run") (call $inner_most (i32.const 0))))
            """);
        using var module = engine.Load(path);
        if (isGone) File.Delete(path); // then the code itself still has the names
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));

        var trap = Assert.Throws<GuestException>(() => instance.Call("run"));

        Assert.Contains("inner_most", trap.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-O0")]
    [InlineData("-O2")]
    public void Trap_CWithDebugInformation_NamesFileAndLine(string optimisation)
    {
        const string source = """
            int table[4];
            __attribute__((noinline)) int divide(int a, int b) {
                for (int i = 0; i < 10; i++) table[i & 3] += i;
                return a / b; /* line 4 */
            }
            __attribute__((export_name("run"))) int run(int b) { return divide(7, b) + 1; }
            """;
        File.WriteAllText(_directory["sample.c"], source);
        if (!TryCompile(optimisation)) Assert.Skip("there is no clang for wasm32 here");
        using var engine = NewEngine();
        using var module = engine.Load(_directory["m.wasm"]);
        using var instance = module.InstantiateFunctions(Guests.Setup(new RecordingCalls()));

        var trap = Assert.Throws<GuestException>(() => instance.Call("run", WasmValue.FromI32(0)));

        Assert.Contains("sample.c:4", trap.Message, StringComparison.Ordinal);
        Assert.Contains("divide", trap.Message, StringComparison.Ordinal);
        Assert.Contains("sample.c:6", trap.Message, StringComparison.Ordinal);
    }

    private bool TryCompile(string optimisation)
    {
        try
        {
            var start = new ProcessStartInfo("clang", ["--target=wasm32", "-g", optimisation, "-nostdlib", "-Wl,--no-entry", "-o", _directory["m.wasm"], _directory["sample.c"]]) { UseShellExecute = false, RedirectStandardError = true };
            using var clang = Process.Start(start)!;
            clang.StandardError.ReadToEnd();
            clang.WaitForExit();
            return clang.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
