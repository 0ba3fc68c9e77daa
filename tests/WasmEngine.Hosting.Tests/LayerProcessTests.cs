using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Reflection.V1Alpha;
using WasmEngine.DaemonHarness;
using WasmEngine.Hosting;
using WasmEngine.Internal.V1;
using WasmEngine.Platform;
using Xunit;

namespace WasmEngine.Hosting.Tests;

/// <summary>Real processes that LayerHost runs, without a launcher.</summary>
public sealed class LayerProcessTests
{
    private const string Layer = LayerNames.Render;

    private static Process Start(TestInstance instance, params string[] arguments) =>
        instance.With("WASMENGINE_TEST_LAYER", Layer).Start(TestInstance.TestLayer, ["--instance", instance.Name, .. arguments]);

    private static async Task<Process> StartServingAsync(TestInstance instance)
    {
        var process = Start(instance);
        await TestInstance.WaitUntilAsync(() => File.Exists(instance.Socket(Layer)), "the layer serves");
        return process;
    }

    private static async Task<RpcException> CallAsync(TestInstance instance, string detail)
    {
        using var channel = LayerChannels.Create(instance.Socket(Layer));
        using var call = new SupervisionService.SupervisionServiceClient(channel).Attach();
        return await Assert.ThrowsAsync<RpcException>(async () =>
        {
            await call.RequestStream.WriteAsync(new AttachRequest { Detail = detail });
            await call.ResponseStream.MoveNext(CancellationToken.None);
        });
    }

    [Fact]
    public async Task Run_Serving_AnswersHealthAndReflection()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        using var channel = LayerChannels.Create(instance.Socket(Layer));
        var health = await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        Assert.Equal(HealthCheckResponse.Types.ServingStatus.Serving, health.Status);

        using var reflection = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo();
        await reflection.RequestStream.WriteAsync(new ServerReflectionRequest { ListServices = "" });
        Assert.True(await reflection.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Contains("wasmengine.internal.v1.SupervisionService", reflection.ResponseStream.Current.ListServicesResponse.Service.Select(service => service.Name));
        await reflection.RequestStream.CompleteAsync();
    }

    [Fact]
    public async Task Run_SecondProcess_IsRefusedAndNamesTheFirst()
    {
        await using var instance = new TestInstance();
        using var first = await StartServingAsync(instance);
        using var second = Start(instance);
        Assert.Contains($"process {first.Id.ToString(CultureInfo.InvariantCulture)}", await second.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await second.WaitForExitAsync();
        Assert.Equal(ExitCodes.AlreadyRunning, second.ExitCode);
        Assert.False(first.HasExited);
    }

    [Theory]
    [InlineData("--instance", "Bad_Name")]
    [InlineData("--instance", "a/../b")]
    [InlineData("--nonsense", "x")]
    public async Task Run_BadArgument_IsNamed(string option, string value)
    {
        await using var instance = new TestInstance();
        using var process = instance.Start(TestInstance.TestLayer, option, value);
        Assert.Contains(option == "--instance" ? value : option, await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(ExitCodes.Usage, process.ExitCode);
    }

    [Fact]
    public async Task Run_StaleSocketOfADeadProcess_IsReplaced()
    {
        await using var instance = new TestInstance();
        using var first = await StartServingAsync(instance);
        first.Kill();
        await first.WaitForExitAsync();
        Assert.True(File.Exists(instance.Socket(Layer)));
        using var second = Start(instance);
        using var channel = LayerChannels.Create(instance.Socket(Layer));
        var client = new Health.HealthClient(channel);
        await TestInstance.WaitUntilAsync(async () =>
        {
            try
            {
                return (await client.CheckAsync(new HealthCheckRequest())).Status == HealthCheckResponse.Types.ServingStatus.Serving;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable)
            {
                return false;
            }
        }, "the same channel reaches the second process");
    }

    [Fact]
    public async Task Sigterm_Serving_DrainsAndLeavesNoSocket()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        ProcessIdentity.TryFind(process.Id)!.Value.Signal(ProcessSignal.Terminate);
        await process.WaitForExitAsync();
        Assert.Equal(ExitCodes.Success, process.ExitCode);
        Assert.Empty(Directory.EnumerateFiles(instance.RuntimeDirectory, "*.sock").Concat(Directory.EnumerateFiles(instance.RuntimeDirectory, "*.bind*")));
        Assert.False(LayerLock.IsHeld(instance.Lock(Layer)));
    }

    [Fact]
    public async Task Sigterm_OpenStream_DoesNotHoldUpTheEnd()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        using var channel = LayerChannels.Create(instance.Socket(Layer));
        using var watch = new Health.HealthClient(channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(CancellationToken.None));
        ProcessIdentity.TryFind(process.Id)!.Value.Signal(ProcessSignal.Terminate);
        await process.WaitForExitAsync();
        Assert.Equal(ExitCodes.Success, process.ExitCode);
    }

    [Fact]
    public async Task Standby_NotPromoted_BindsNoLayerSocketAndTakesNoLock()
    {
        await using var instance = new TestInstance();
        using var spare = Start(instance, "--standby");
        await TestInstance.WaitUntilAsync(() => File.Exists(Path.Combine(instance.RuntimeDirectory, $"{spare.Id}.bind")), "the spare has loaded");
        Assert.False(File.Exists(instance.Socket(Layer)));
        Assert.False(LayerLock.IsHeld(instance.Lock(Layer)));
        using var active = await StartServingAsync(instance); // not in its way
        ProcessIdentity.TryFind(spare.Id)!.Value.Signal(ProcessSignal.Terminate);
        await spare.WaitForExitAsync();
        Assert.Equal(ExitCodes.Success, spare.ExitCode);
        Assert.True(File.Exists(instance.Socket(Layer)));
    }

    [Theory]
    [InlineData("fail-in-serving")]
    [InlineData("background-failure")]
    public async Task Run_UnexpectedError_EndsWithTheFatalCodeAndTellsWhy(string behaviour)
    {
        await using var instance = new TestInstance().With("WASMENGINE_TEST_RENDER", behaviour);
        using var process = Start(instance);
        Assert.Contains("told to fail", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
        await process.WaitForExitAsync();
        Assert.Equal(ExitCodes.Fatal, process.ExitCode);
        Assert.Contains("Ended by an error", instance.ReadLogs(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_Rejected_CarriesStatusReasonAndDomain()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        var error = await CallAsync(instance, "reject");
        Assert.Equal((StatusCode.FailedPrecondition, "told to reject"), (error.StatusCode, error.Status.Detail));
        var info = error.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>();
        Assert.Equal(("TOLD_TO", "wasmengine"), (info?.Reason, info?.Domain));
    }

    [Fact]
    public async Task Call_UnexpectedError_TellsNothingOfTheInside()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        var error = await CallAsync(instance, "throw");
        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.DoesNotContain("secret", error.Status.Detail, StringComparison.Ordinal);
        await TestInstance.WaitUntilAsync(() => instance.ReadLogs().Contains("a secret of the implementation", StringComparison.Ordinal), "the log has it");
    }

    [Fact]
    public async Task Call_StatusOfTheService_PassesAsItIs()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        Assert.Equal((StatusCode.AlreadyExists, "as it is"), await CallAsync(instance, "status") is var error ? (error.StatusCode, error.Status.Detail) : default);
    }

    [Fact]
    public async Task Call_MessageOverTheLimit_IsRefusedAndTheLayerGoesOn()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        Assert.Equal(StatusCode.ResourceExhausted, (await CallAsync(instance, new string('x', (1 << 20) + 1))).StatusCode);
        Assert.Equal("told to reject", (await CallAsync(instance, "reject")).Status.Detail);
    }

    [Fact]
    public async Task Connection_Rubbish_DoesNotHurtTheLayer()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(instance.Socket(Layer)));
            await socket.SendAsync("GET / HTTP/1.1\r\n\r\n\0\xff"u8.ToArray());
        }

        Assert.Equal("told to reject", (await CallAsync(instance, "reject")).Status.Detail);
    }

    [Fact]
    public async Task Log_EachLine_IsJsonWithLayerAndPid()
    {
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        ProcessIdentity.TryFind(process.Id)!.Value.Signal(ProcessSignal.Terminate);
        await process.WaitForExitAsync();
        var lines = await File.ReadAllLinesAsync(Path.Combine(instance.LogDirectory, "render.json"));
        Assert.NotEmpty(lines);
        Assert.All(lines, line =>
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal((Layer, process.Id), (json.RootElement.GetProperty("layer").GetString(), json.RootElement.GetProperty("pid").GetInt32()));
        });
    }

    [Fact]
    public async Task Call_ByAnotherUser_IsDenied()
    {
        if (PeerCredentials.CurrentUserId != 0 || !File.Exists("/usr/bin/setpriv")) Assert.Skip("only root can play another user, with setpriv");
        await using var instance = new TestInstance();
        using var process = await StartServingAsync(instance);
        const UnixFileMode everybody = (UnixFileMode)0b111_111_111;
        foreach (var path in (string[])[instance.RuntimeDirectory, Path.GetDirectoryName(instance.RuntimeDirectory)!, instance.Root, instance.Socket(Layer)]) File.SetUnixFileMode(path, everybody);
        using var probe = Process.Start(new ProcessStartInfo("/usr/bin/setpriv", ["--reuid=65534", "--clear-groups", TestInstance.TestLayer, "probe", instance.Socket(Layer)]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = await probe.StandardOutput.ReadToEndAsync();
        await probe.WaitForExitAsync();
        Assert.Equal("PermissionDenied FOREIGN_USER", output.Trim());
    }
}
