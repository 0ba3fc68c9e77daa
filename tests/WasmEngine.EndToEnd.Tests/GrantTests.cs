using WasmEngine.Client;
using WasmEngine.Compute.Wasmtime;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.Platform;

namespace WasmEngine.EndToEnd.Tests;

/// <summary>Directories of apps: asked for by the manifest, granted by the user, the same after each restart.</summary>
public sealed class GrantTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    // Each init appends a letter to "starts" in its own directory (3), reads a letter of "there" in the one granted for reading (4), fails to
    // write there, and says "up" on standard output. What goes wrong ends it with a number.
    private const string Guest = """
        (module
          (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1)
          (data (i32.const 0) "starts")
          (data (i32.const 16) "there")
          (data (i32.const 32) "s")
          (data (i32.const 48) "up\0a")
          (data (i32.const 64) "\20\00\00\00\01\00\00\00")
          (data (i32.const 72) "\30\00\00\00\03\00\00\00")
          (data (i32.const 80) "\c8\00\00\00\01\00\00\00")
          (func (export "wasmengine_abi_version") (result i32) i32.const 0x10000)
          (func (export "wasmengine_init") (param i32 i32) (result i32)
            (if (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 6) (i32.const 1) (i64.const 0x40) (i64.const 0) (i32.const 1) (i32.const 100)) (then (return (i32.const 101))))
            (if (call $write (i32.load (i32.const 100)) (i32.const 64) (i32.const 1) (i32.const 104)) (then (return (i32.const 102))))
            (if (call $open (i32.const 4) (i32.const 1) (i32.const 16) (i32.const 5) (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 100)) (then (return (i32.const 103))))
            (if (call $read (i32.load (i32.const 100)) (i32.const 80) (i32.const 1) (i32.const 104)) (then (return (i32.const 104))))
            (if (i32.ne (i32.load8_u (i32.const 200)) (i32.const 0x21)) (then (return (i32.const 105))))
            (if (i32.ne (call $open (i32.const 4) (i32.const 1) (i32.const 16) (i32.const 5) (i32.const 8) (i64.const 0x40) (i64.const 0) (i32.const 0) (i32.const 100)) (i32.const 69)) (then (return (i32.const 106))))
            (if (call $write (i32.const 1) (i32.const 72) (i32.const 1) (i32.const 104)) (then (return (i32.const 107))))
            (i32.const 0)))
        """;

    [Fact]
    public async Task Directories_Granted_AreThereAfterEveryRestart()
    {
        await daemon.WaitUntilReadyAsync();
        var shared = Path.Combine(TestEnvironment.Root, "shared");
        Directory.CreateDirectory(shared);
        await File.WriteAllTextAsync(Path.Combine(shared, "there"), "!", TestContext.Current.CancellationToken);
        var folder = TestApp.Create("keeper", WasmtimeEngine.Assemble(Guest), $$"""
            {"id":"keeper","title":"Keeper","module":"app.wasm","width":8,"height":8,"directories":[{"path":"{{shared}}","guest":"/shared"}]}
            """);
        await using var client = await daemon.ConnectAsync();

        var refusal = await Assert.ThrowsAsync<EngineException>(() => client.LaunchAsync(folder, null, TestContext.Current.CancellationToken));
        Assert.Equal("DIRECTORY_NOT_GRANTED", refusal.Reason);
        Assert.Contains($"--grant {shared}", refusal.Message, StringComparison.Ordinal);

        var app = await client.LaunchAsync(folder, null, [TestEnvironment.Root], TestContext.Current.CancellationToken);
        var own = Assert.Single(Directory.GetDirectories(Path.Combine(daemon.Paths.StateDirectory, "apps"), "keeper-*"));
        Assert.Equal("s", Starts());
        await KillAsync("compute");
        await UntilAsync(() => Starts() == "ss");
        await KillAsync("broker"); // the next one reads the grants back
        await KillAsync("compute");
        await UntilAsync(() => Starts() == "sss");
        Assert.Contains("up", (await Cli.RunAsync(daemon.Instance, "logs", "compute", "-n", "200")).All, StringComparison.Ordinal);

        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
        Assert.Equal("sss", Starts()); // the user's data stays
        var again = await client.LaunchAsync(folder, null, [shared], TestContext.Current.CancellationToken);
        Assert.Equal("ssss", Starts());
        await client.StopAsync(again.Id, TestContext.Current.CancellationToken);
        Assert.Equal("!", await File.ReadAllTextAsync(Path.Combine(shared, "there"), TestContext.Current.CancellationToken));

        string Starts() => File.ReadAllText(Path.Combine(own, "starts"));
    }

    private async Task KillAsync(string layer)
    {
        var pid = (await daemon.PidsAsync())[layer];
        Assert.True(ProcessIdentity.TryFind(pid)!.Value.Signal(ProcessSignal.Kill));
        await daemon.WaitUntilReplacedAsync(layer, pid);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition()) await glance.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }
}
