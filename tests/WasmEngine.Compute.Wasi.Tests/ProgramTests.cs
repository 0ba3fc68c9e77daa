using WasmEngine.Compute.Core;
using WasmEngine.Compute.Wasi.Tests.Support;

namespace WasmEngine.Compute.Wasi.Tests;

/// <summary>Real programs in C, C++ and Rust on real files, run by the engine.</summary>
public sealed class ProgramTests : IDisposable
{
    private readonly World _world = new(s => s with
    {
        Arguments = ["program", "first", "second one"],
        Environment = [KeyValuePair.Create("MODE", "test")],
    });

    private readonly string _directory = Directory.CreateTempSubdirectory("we-programs-").FullName;

    public void Dispose()
    {
        _world.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData("files.c")]
    [InlineData("std.rs")]
    public async Task Program_UsesFilesClocksAndStreams(string source)
    {
        var module = await Programs.CompileAsync(_directory, source);

        var code = Programs.Run(module, _world);
        _world.Wasi.Dispose();

        Assert.Equal(["to stderr"], _world.Lines.Where(l => l.Stream == WasiStream.Error).Select(l => l.Line));
        Assert.Equal(["ok"], _world.Lines.Where(l => l.Stream == WasiStream.Output).Select(l => l.Line));
        Assert.Equal(0, code);
        Assert.Empty(Directory.GetFileSystemEntries(_world.Host("")));
    }

    [Fact]
    public async Task Program_InCpp_UsesContainersAndFiles()
    {
        var module = await Programs.CompileAsync(_directory, "library.cpp");

        Assert.Equal(0, Programs.Run(module, _world));

        Assert.Equal("977 keys, 20000 in all", Assert.Single(_world.Lines).Line);
        Assert.Equal(977, File.ReadAllLines(_world.Host("counts.txt")).Length);
    }

    [Fact]
    public void EveryFunction_CanBeImported()
    {
        // An import of a name or a signature that the linker does not have fails here.
        var declared = typeof(IWasi).GetMethods().Where(m => m.DeclaringType == typeof(IWasi)).ToList();
        Assert.Equal(46, declared.Count);
        var imports = declared.Select(m =>
        {
            var parameters = m.GetParameters().Where(p => p.ParameterType != typeof(IGuestMemory)).Select(p => p.ParameterType == typeof(uint) ? "i32" : "i64");
            var name = string.Concat(m.Name.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : "_") + char.ToLowerInvariant(c) : c.ToString()));
            return $"(import \"wasi_snapshot_preview1\" \"{name}\" (func (param {string.Join(' ', parameters)}){(name == "proc_exit" ? "" : " (result i32)")}))";
        });
        var module = Programs.Assemble(_directory, $"(module {string.Join('\n', imports)} (memory (export \"memory\") 1) (func (export \"run\")))");

        Programs.Call(module, "run", _world);
    }

    [Theory]
    [InlineData("i32.const 0", "memory 1", 28)] // nothing can be read before the memory is there: see below
    [InlineData("i32.const 65536", "memory 1", 21)]
    public void Call_BadArguments_ReturnErrno(string address, string memory, int expected)
    {
        var module = Programs.Assemble(_directory, $$"""
            (module
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              ({{memory}}) (export "memory" (memory 0))
              (func (export "run")
                (if (i32.ne (call $poll ({{address}}) (i32.const 0) (i32.const {{(expected == 28 ? 0 : 1)}}) (i32.const 0)) (i32.const {{expected}})) (then unreachable))))
            """);
        Programs.Call(module, "run", _world);
    }

    [Fact]
    public void Call_WithinTheStartFunction_FindsNoMemory()
    {
        var module = Programs.Assemble(_directory, """
            (module
              (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
              (memory (export "memory") 1)
              (func $start (if (i32.ne (call $random (i32.const 0) (i32.const 8)) (i32.const 21)) (then unreachable)))
              (start $start)
              (func (export "run")))
            """);
        Programs.Call(module, "run", _world);
    }

    [Fact]
    public void Module_With64BitMemory_IsRefused()
    {
        var module = Programs.Assemble(_directory, """
            (module
              (import "wasi_snapshot_preview1" "sched_yield" (func (result i32)))
              (memory (export "memory") i64 1)
              (func (export "run")))
            """);
        Assert.Contains("wasm32", Assert.Throws<GuestException>(() => Programs.Call(module, "run", _world)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sleep_Stopped_EndsTheCall()
    {
        var module = Programs.Assemble(_directory, """
            (module
              (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
              (memory (export "memory") 1)
              (data (i32.const 16) "\01\00\00\00\00\00\00\00\ff\ff\ff\ff\ff\ff\00\00")
              (func (export "run") (drop (call $poll (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200)))))
            """);
        var run = Task.Run(() => Assert.Throws<GuestStoppedException>(() => Programs.Call(module, "run", _world)), TestContext.Current.CancellationToken);
        _world.Stop.Raise(StopReason.Deadline);
        Assert.Equal(StopReason.Deadline, (await run.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Reason);
    }
}
