using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class CallTests
{
    [Fact]
    public async Task Call_WithBuffer_IsResolvedAndAnswered()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var buffer = (await client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "b", SizeBytes = 100 })).Buffer;
        var call = engine.Call("f", new Argument { I32 = -5 }, JobBench.Buffer("b", BufferAccess.ReadWrite, 50));

        var answer = await client.Compute.CallAsync(new CallRequest { Call = call });

        Assert.Equal(1, Assert.Single(answer.Outcome.Results).I32);
        var run = Assert.Single(engine.Compute.Runs);
        Assert.Equal((engine.ModuleFile(), "s1", false), (run.Call.ModulePath, run.Call.SessionId, run.IsJob));
        Assert.Equal((-5, "b", buffer.Region), (run.Call.Call.Arguments[0].I32, Assert.Single(run.Call.Buffers).Name, run.Call.Buffers[0].Region));
    }

    [Theory]
    [InlineData("TRAPPED", StatusCode.FailedPrecondition, "GUEST_FAILED")]
    [InlineData("DEADLINE", StatusCode.DeadlineExceeded, "DEADLINE")]
    [InlineData("CPU_TIME", StatusCode.DeadlineExceeded, "CPU_TIME")]
    [InlineData("HOST_CALLS", StatusCode.ResourceExhausted, "HOST_CALLS")]
    [InlineData("CALL_INVALID", StatusCode.InvalidArgument, "CALL_INVALID")]
    [InlineData("MODULE_INVALID", StatusCode.InvalidArgument, "MODULE_INVALID")]
    [InlineData("CANCELLED", StatusCode.Unavailable, "LAYER_DOWN")]
    public async Task Call_EndsBadly_SaysWhy(string reason, StatusCode code, string expected)
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, _) => Task.FromResult(FakeCompute.Bad(reason, "at main.c:7"));

        var message = await Expect.FailureAsync(code, expected, () => client.Compute.CallAsync(new CallRequest { Call = engine.Call("f") }));

        if (reason != "CANCELLED") Assert.Contains("at main.c:7", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_WrongInput_IsRefusedBeforeComputeHearsOfIt()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        await client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "b", SizeBytes = 100 });
        var elsewhere = engine.Call("f");
        elsewhere.Module = new ModuleRef { Path = "/no/such.wasm" };
        var unknown = engine.Call("f");
        unknown.Module = new ModuleRef { Sha256 = new string('a', 64) };
        var limits = engine.Call("f");
        limits.Limits = new Limits { MemoryBytes = 1 };
        var range = engine.Call("f");
        range.Range = new V1.Range { Begin = 2, End = 1 };

        await ExpectRefusal(StatusCode.InvalidArgument, "CALL_INVALID", engine.Call(""));
        await ExpectRefusal(StatusCode.InvalidArgument, "CALL_INVALID", new FunctionCall { Export = "f" });
        await ExpectRefusal(StatusCode.InvalidArgument, "CALL_INVALID", engine.Call("f", new Argument()));
        await ExpectRefusal(StatusCode.InvalidArgument, "CALL_INVALID", engine.Call("f", new Argument { Data = Google.Protobuf.ByteString.CopyFrom(new byte[(512 * 1024) + 1]) }));
        await ExpectRefusal(StatusCode.InvalidArgument, "CALL_INVALID", engine.Call("f", JobBench.Buffer("o", BufferAccess.Output, 5)));
        await ExpectRefusal(StatusCode.InvalidArgument, "CALL_INVALID", engine.Call("f", JobBench.Buffer("b", BufferAccess.Read, 101)));
        await ExpectRefusal(StatusCode.InvalidArgument, "CALL_INVALID", range);
        await ExpectRefusal(StatusCode.InvalidArgument, "LIMITS_INVALID", limits);
        await ExpectRefusal(StatusCode.NotFound, "UNKNOWN_BUFFER", engine.Call("f", JobBench.Buffer("other", BufferAccess.Read)));
        await ExpectRefusal(StatusCode.NotFound, "FILE_MISSING", elsewhere);
        await ExpectRefusal(StatusCode.NotFound, "UNKNOWN_MODULE", unknown);
        Assert.Empty(engine.Compute.Runs);

        Task<string> ExpectRefusal(StatusCode code, string reason, FunctionCall call) =>
            Expect.FailureAsync(code, reason, () => client.Compute.CallAsync(new CallRequest { Call = call }));
    }

    [Fact]
    public async Task Call_ClientGoesAway_RunIsGivenUp()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        using var gone = new CancellationTokenSource();
        var call = client.Compute.CallAsync(new CallRequest { Call = engine.Call("f") }, cancellationToken: gone.Token).ResponseAsync;
        await engine.Compute.Calls.WaitForAsync("run call-");

        await gone.CancelAsync();

        await engine.Compute.Calls.WaitForAsync("gone call-");
        await Assert.ThrowsAsync<RpcException>(() => call);
    }

    [Fact]
    public async Task Call_ComputeDies_IsLayerDown()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        var call = client.Compute.CallAsync(new CallRequest { Call = engine.Call("f") });
        await engine.Compute.Calls.WaitForAsync("run call-");

        await engine.ComputeLayer.KillAsync();

        await Expect.FailureAsync(StatusCode.Unavailable, "LAYER_DOWN", () => call);
    }

    [Fact]
    public async Task OpenLane_UntilTheClientGoes_RingsAreThere()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        using var lane = client.Compute.OpenLane(new OpenLaneRequest { Call = engine.Call("f") });

        Assert.True(await lane.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var opened = lane.ResponseStream.Current;
        Assert.Equal((2u, 1u), (opened.Parameters, opened.Results));
        Assert.Equal([opened.RequestRegion, opened.ResponseRegion], engine.Regions());
        lane.Dispose();
        while (engine.Regions().Length > 0) await Task.Delay(1, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task OpenLane_ComputeDies_EndsWithLayerDown()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        using var lane = client.Compute.OpenLane(new OpenLaneRequest { Call = engine.Call("f") });
        Assert.True(await lane.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        await engine.ComputeLayer.KillAsync();

        await Expect.StreamFailureAsync(StatusCode.Unavailable, "LAYER_DOWN", lane);
        Assert.Empty(engine.Regions());
    }
}
