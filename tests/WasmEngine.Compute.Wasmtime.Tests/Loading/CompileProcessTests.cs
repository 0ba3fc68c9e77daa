using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using WasmEngine.Compute.Wasmtime.Tests.Support;
using WasmEngine.Platform;

namespace WasmEngine.Compute.Wasmtime.Tests.Loading;

/// <summary>Compilation in real processes: those that do it well, those that go wrong, and modules that are too much for any.</summary>
public sealed class CompileProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly string Peer = Path.Combine(AppContext.BaseDirectory, "CompilePeer");
    private readonly TempDirectory _directory = new();
    private readonly LogLines<WasmtimeEngine> _log = new();

    public void Dispose() => _directory.Dispose();

    private string Note => _directory["note"];

    private WasmtimeEngine NewEngine(string how = CompileChild.Verb, double seconds = 60, int memoryMiB = 1024, string? program = null) => new(
        new WasmtimeOptions
        {
            Compiler = how == CompileChild.Verb ? new CompilerProcess(program ?? Peer, how) : new CompilerProcess(program ?? Peer, how, Note),
            CompileTime = TimeSpan.FromSeconds(seconds),
            CompileMemoryBytes = (long)memoryMiB << 20,
            SmallModuleBytes = 0,
        },
        TimeProvider.System,
        _log);

    private IGuestModule Load(WasmtimeEngine engine, byte[] bytes, ModuleLoading? loading = null)
    {
        var path = _directory["m.wasm"];
        File.WriteAllBytes(path, bytes);
        return engine.Load(path, loading);
    }

    private string Refusal(WasmtimeEngine engine, byte[] bytes) => Assert.Throws<ModuleException>(() => Load(engine, bytes).Dispose()).Message;

    private static byte[] App(int number) => WasmtimeEngine.Assemble(Guests.App(init: $"(i32.const {number})"));

    [Fact]
    public void Load_InAnotherProcess_RunsAndCanBeStopped()
    {
        using var engine = NewEngine();
        using (var module = Load(engine, App(5)))
        using (var instance = module.Instantiate(Guests.Setup(new RecordingCalls())))
            Assert.Equal(5, instance.Init(1, 1));

        using var endless = Load(engine, WasmtimeEngine.Assemble("""(module (func (export "run") (loop $again (br $again))))"""));
        using var stop = new StopSignal();
        using var running = endless.InstantiateFunctions(Guests.Setup(new RecordingCalls(), stop: stop));
        stop.Raise(StopReason.Deadline);
        Assert.Throws<GuestStoppedException>(() => running.Call("run"));
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public void Load_Invalid_SaysWhatTheOtherProcessFound()
    {
        using var engine = NewEngine();
        byte[] code = [0, 0x03, 0x40, 0x0b, 0x42, 0, 0x0b]; // a loop, which gets a guard, then an i64 where an i32 should be
        byte[] bytes = [0, (byte)'a', (byte)'s', (byte)'m', 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0, 10, (byte)(code.Length + 2), 1, (byte)code.Length, .. code];

        var refusal = Refusal(engine, bytes);

        Assert.Contains("not a valid WebAssembly module", refusal, StringComparison.Ordinal);
        Assert.Contains("type mismatch", refusal, StringComparison.Ordinal);
        Assert.Contains($"0x{bytes.Length - 1:x}", refusal, StringComparison.Ordinal); // where its author finds it: the last end
    }

    [Theory]
    [InlineData("dies", "exit code 7")]
    [InlineData("dies", "something went wrong")]
    [InlineData("chatty", "exit code 9")]
    [InlineData("garbage", "compiler died")]
    [InlineData("endless", "compiler died")]
    [InlineData("wrong digest", "compiler died")]
    [InlineData("cut off", "compiler died")]
    public void Load_TheOtherProcessGoesWrong_IsAClearErrorAndNothingElse(string how, string expected)
    {
        using var engine = NewEngine(how);

        Assert.Contains(expected, Refusal(engine, App(1)), StringComparison.Ordinal);

        AssertIsGone();
    }

    [Theory]
    [InlineData("silent")]
    [InlineData("deaf")] // the pipe is full: writing to it blocks
    public void Load_TakesTooLong_IsStoppedWithAClearError(string how)
    {
        using var engine = NewEngine(how, seconds: 2);

        Assert.Contains("took longer than 2 s", Refusal(engine, HeavyModules.Functions(1_000_000)), StringComparison.Ordinal);

        AssertIsGone();
    }

    [Fact]
    public async Task Load_Cancelled_KillsTheOtherProcess()
    {
        using var engine = NewEngine("silent");
        using var cancel = new CancellationTokenSource();
        var load = Task.Run(() => Load(engine, App(1), new ModuleLoading { Cancellation = cancel.Token }), TestContext.Current.CancellationToken);
        await NotedAsync();

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => load.WaitAsync(Patience, TestContext.Current.CancellationToken));
        AssertIsGone();
    }

    [Fact]
    public void Load_NoSuchProgram_SaysSo()
    {
        using var engine = NewEngine(program: _directory["nothing"]);

        Assert.Contains("can't be started", Refusal(engine, App(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_ItsParentIsGone_EndsInTheMiddleOfItsWork()
    {
        var module = HeavyModules.LoopsAndLocals(200_000); // minutes
        using var child = Process.Start(new ProcessStartInfo(Peer, [CompileChild.Verb]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            var header = new byte[CompileProtocol.HeaderBytes];
            new CompileProtocol.Header(UsesEpochs: true, 1L << 30, 600, module.Length).Write(header);
            var input = child.StandardInput.BaseStream;
            await input.WriteAsync(header, TestContext.Current.CancellationToken);
            await input.WriteAsync(module, TestContext.Current.CancellationToken);
            await input.FlushAsync(TestContext.Current.CancellationToken);
            var started = new byte[CompileProtocol.FrameBytes];
            await child.StandardOutput.BaseStream.ReadExactlyAsync(started, TestContext.Current.CancellationToken);
            Assert.Equal((byte)CompileProtocol.Frame.Started, started[0]);

            child.StandardInput.Close();

            using var patience = new CancellationTokenSource(Patience);
            await child.WaitForExitAsync(patience.Token);
            Assert.Equal(128 + 9, child.ExitCode);
        }
        finally
        {
            child.Kill();
        }
    }

    [Fact]
    public void Child_HeaderOfAnotherVersion_Ends()
    {
        using var child = Process.Start(new ProcessStartInfo(Peer, [CompileChild.Verb]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardError = true })!;
        child.StandardInput.BaseStream.Write(new byte[CompileProtocol.HeaderBytes]);
        child.StandardInput.Close();

        Assert.Contains("restart it after an update", child.StandardError.ReadToEnd(), StringComparison.Ordinal);
        child.WaitForExit();
        Assert.Equal(1, child.ExitCode);
    }

    public static TheoryData<string> Heavy => ["loops and locals", "conditional locals", "locals", "one function", "branch tables", "nested", "empty functions", "functions"];

    private static byte[] HeavyModule(string name) => name switch
    {
        "loops and locals" => HeavyModules.LoopsAndLocals(240_000),
        "conditional locals" => HeavyModules.ConditionalLocals(240_000),
        "locals" => HeavyModules.Locals(49_000),
        "one function" => HeavyModules.OneFunction(4_000_000),
        "branch tables" => HeavyModules.BranchTables(4_000_000),
        "nested" => HeavyModules.Nested(9_990),
        "empty functions" => HeavyModules.Empty(100_000),
        "functions" => HeavyModules.Functions(60_000_000),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    [Theory]
    [MemberData(nameof(Heavy))]
    public void Load_HeavyModule_IsLoadedOrStoppedAtALimit_AndOthersLoad(string name)
    {
        using var engine = NewEngine(seconds: 3, memoryMiB: 512);
        var before = ProcessFigures.Now.Descriptors;
        try
        {
            using var module = Load(engine, HeavyModule(name));
            Assert.Empty(module.Description.EpochsBecause);
        }
        catch (ModuleException e)
        {
            Assert.Matches("took longer than 3 s|needed more than 512 MiB|the limit is", e.Message);
        }

        using var patient = NewEngine();
        using var healthy = Load(patient, App(3));
        using var instance = healthy.Instantiate(Guests.Setup(new RecordingCalls()));
        Assert.Equal(3, instance.Init(1, 1));
        Assert.InRange(ProcessFigures.Now.Descriptors, 0, before + 20); // other tests run beside this one
    }

    [Fact]
    public void Load_NeedsTooMuchMemory_SaysSo()
    {
        using var engine = NewEngine(seconds: 3600, memoryMiB: 256);

        Assert.Contains("needed more than 256 MiB", Refusal(engine, HeavyModules.ConditionalLocals(240_000)), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_AMillionFunctions_IsRefusedBeforeAnythingIsCompiled()
    {
        using var engine = NewEngine("silent");

        var refusal = Refusal(engine, HeavyModules.Empty(1_000_000));

        Assert.Contains("1000000", refusal, StringComparison.Ordinal);
        Assert.Contains("100000", refusal, StringComparison.Ordinal);
        Assert.False(File.Exists(Note));
    }

    [Fact]
    public async Task Load_MoreAtOnceThanCores_AllAreLoaded()
    {
        using var engine = NewEngine();
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Factory.StartNew(
            () =>
            {
                File.WriteAllBytes(_directory[$"{i}.wasm"], App(i));
                using var module = engine.Load(_directory[$"{i}.wasm"]);
                using var instance = module.Instantiate(Guests.Setup(new RecordingCalls()));
                Assert.Equal(i, instance.Init(1, 1));
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }

    private async Task<int> NotedAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (File.Exists(Note) && int.TryParse(await File.ReadAllTextAsync(Note), CultureInfo.InvariantCulture, out var pid)) return pid;
            Assert.True(TimeProvider.System.GetElapsedTime(start) < Patience);
            await Task.Yield();
        }
    }

    private void AssertIsGone()
    {
        if (File.Exists(Note)) Assert.Null(ProcessIdentity.TryFind(int.Parse(File.ReadAllText(Note), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void Header_WrittenAndRead_IsTheSame()
    {
        var bytes = new byte[CompileProtocol.HeaderBytes];
        var header = new CompileProtocol.Header(UsesEpochs: true, 1L << 33, 61, 1234);

        header.Write(bytes);

        Assert.Equal(header, CompileProtocol.Header.Read(bytes));
        Assert.Equal(1234, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(24)));
    }
}
