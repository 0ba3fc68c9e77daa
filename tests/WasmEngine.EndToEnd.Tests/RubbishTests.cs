using System.Net.Sockets;
using Grpc.Core;
using Grpc.Net.Client;
using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.V1;

namespace WasmEngine.EndToEnd.Tests;

/// <summary>Rubbish gets a clear error and changes nothing: the same processes run on, and there is no app more than before.</summary>
public sealed class RubbishTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    public static TheoryData<string, string> Modules => new()
    {
        { "nowasm", "begin with" },
        { "truncated", "can't be used" },
        { "noinit", "wasmengine_init" },
        { "nomemory", "memory" },
        { "oldabi", "ABI version 7.0" },
        { "foreign", "elsewhere.thing" },
        { "refuses", "returned 42" },
        { "traps", "wasmengine_init" },
    };

    private static string AppOf(string name) => name switch
    {
        "nowasm" => TestApp.Create(name, "#!/bin/sh\necho hello\n"u8.ToArray()),
        "truncated" => TestApp.Create(name, File.ReadAllBytes(Path.Combine(TestApp.Create("whole", TestApp.Frame, TestApp.InitSurface), "app.wasm"))[..60]),
        "noinit" => TestApp.Create(name, TestApp.Frame),
        "nomemory" => TestApp.Create(name, """(func (export "wasmengine_abi_version") (result i32) i32.const 0x10000)"""),
        "oldabi" => TestApp.Create(name, """
            (memory (export "memory") 1) (func (export "wasmengine_abi_version") (result i32) i32.const 0x70000)
            (func (export "wasmengine_init") (param i32 i32) (result i32) i32.const 0)
            """),
        "foreign" => TestApp.Create(name, """(import "elsewhere" "thing" (func))""", TestApp.Frame.Replace("(import", "(import", StringComparison.Ordinal), TestApp.InitSurface),
        "refuses" => TestApp.Create(name, TestApp.Frame, """(func (export "wasmengine_init") (param i32 i32) (result i32) i32.const 42)"""),
        _ => TestApp.Create(name, TestApp.Frame, """(func (export "wasmengine_init") (param i32 i32) (result i32) unreachable)"""),
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task Launch_BadModule_IsRefusedWithItsReason(string name, string reason)
    {
        var app = AppOf(name);
        await ChangesNothingAsync(async () =>
        {
            var result = await Cli.RunAsync(daemon.Instance, "run", app, "--detach", "--json");
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains(reason, result.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("", "wasmengine.json")]
    [InlineData("{", "wasmengine.json")]
    [InlineData("""{"id":"x","title":"x","module":"../app.wasm","width":1,"height":1}""", "module")]
    [InlineData("""{"id":"x","title":"x","module":"app.wasm","width":1,"height":1,"colour":"red"}""", "colour")]
    public async Task Launch_BadManifest_IsRefusedWithItsReason(string manifest, string reason)
    {
        var app = TestApp.Create("manifest", [], manifest);
        await ChangesNothingAsync(async () =>
        {
            var result = await Cli.RunAsync(daemon.Instance, "run", app, "--detach", "--json");
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains(reason, result.Json.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(100_000, 100_000)]
    [InlineData(16_385, 1)]
    public async Task OpenView_ImpossibleSize_IsRefusedAndTheAppRunsOn(int width, int height)
    {
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(TestApp.Hello, (320, 200), TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<EngineException>(() => client.OpenViewAsync(app.Id, new ViewOptions(width, height), TestContext.Current.CancellationToken));
        Assert.Equal("SIZE_OUT_OF_RANGE", refusal.Reason);
        Assert.Contains("16384", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await client.ListViewsAsync(TestContext.Current.CancellationToken));
        await using (var view = await client.OpenViewAsync(app.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken))
            Assert.True(view.WaitForFrame(0, TimeSpan.FromSeconds(30), out _, TestContext.Current.CancellationToken));
        await client.StopAsync(app.Id, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("")]
    public async Task CreateBuffer_BadName_IsRefusedAndMakesNoFile(string name)
    {
        await using var client = await daemon.ConnectAsync();
        var before = Directory.GetFiles(daemon.Paths.RegionDirectory);
        var refusal = await Assert.ThrowsAsync<EngineException>(() => client.CreateBufferAsync(name, 4096, TestContext.Current.CancellationToken));
        Assert.Equal("NAME_INVALID", refusal.Reason);
        Assert.Equal(before, Directory.GetFiles(daemon.Paths.RegionDirectory));
    }

    [Theory]
    [InlineData(null, "TOKEN_MISSING")]
    [InlineData("Bearer bm90IGEgdG9rZW4gb2YgdGhpcyBkYWVtb24gYXQgYWxsLg", "TOKEN_INVALID")]
    public async Task Call_WithoutItsToken_IsUnauthenticated(string? authorization, string reason)
    {
        using var channel = Connect();
        var headers = new Metadata();
        if (authorization is not null) headers.Add("authorization", authorization);
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new AppsService.AppsServiceClient(channel).ListAppsAsync(new ListAppsRequest(), headers));
        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Equal(reason, refusal.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.Reason);
    }

    [Fact]
    public async Task Call_MessageOverTheLimit_IsRefusedAndTheBrokerServesOn()
    {
        await ChangesNothingAsync(async () =>
        {
            using var channel = Connect();
            var request = new OpenSessionRequest { ClientName = new string('x', 2 << 20) };
            var refusal = await Assert.ThrowsAsync<RpcException>(async () => await new SessionService.SessionServiceClient(channel).OpenSessionAsync(request));
            Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        });
    }

    [Fact]
    public async Task Client_KilledWhileItWatches_IsOnlyADetach()
    {
        await using var client = await daemon.ConnectAsync();
        var app = await client.LaunchAsync(TestApp.Hello, (320, 200), TestContext.Current.CancellationToken);
        await using var view = await client.OpenViewAsync(app.Id, new ViewOptions(320, 200), TestContext.Current.CancellationToken);
        using var other = Cli.Start("wasmengine", ["run", TestApp.Hello, "--size", "320x200", "--instance", daemon.Instance]);
        await UntilAsync(async () => (await client.ListViewsAsync(TestContext.Current.CancellationToken)).Any(v => v.AppId != app.Id && v.AttachedClients == 1));
        other.Kill();
        await other.WaitForExitAsync(TestContext.Current.CancellationToken);
        await UntilAsync(async () => (await client.ListViewsAsync(TestContext.Current.CancellationToken)).All(v => v.AppId == app.Id || v.AttachedClients == 0));
        ulong last = 0;
        for (var i = 0; i < 10; i++)
        {
            Assert.True(view.WaitForFrame(last, TimeSpan.FromSeconds(30), out var frame, TestContext.Current.CancellationToken));
            last = frame.Id;
            view.Release(frame);
        }

        foreach (var left in await client.ListAppsAsync(TestContext.Current.CancellationToken)) await client.StopAsync(left.Id, TestContext.Current.CancellationToken);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var glance = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await condition()) await glance.WaitForNextTickAsync(TestContext.Current.CancellationToken);
    }

    private GrpcChannel Connect()
    {
        var path = daemon.Paths.Socket("broker");
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (_, cancellation) =>
            {
                var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        return GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler, DisposeHttpClient = true });
    }

    private async Task ChangesNothingAsync(Func<Task> action)
    {
        var before = await daemon.PidsAsync();
        await action();
        Assert.Equal(before, await daemon.PidsAsync());
        await using var client = await daemon.ConnectAsync();
        Assert.Empty(await client.ListAppsAsync(TestContext.Current.CancellationToken));
        Assert.DoesNotContain(Directory.GetFiles(daemon.Paths.RegionDirectory), f => Path.GetFileName(f).StartsWith("app.", StringComparison.Ordinal));
    }
}
