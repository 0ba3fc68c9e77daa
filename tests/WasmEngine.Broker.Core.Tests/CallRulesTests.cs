namespace WasmEngine.Broker.Tests;

public sealed class CallRulesTests
{
    private static readonly FunctionCall Plain = new() { Module = new ModuleChoice("/m.wasm", ""), Export = "f" };

    public static TheoryData<string, FunctionCall> Wrong => new()
    {
        { "CALL_INVALID", Plain with { Export = "" } },
        { "CALL_INVALID", Plain with { Export = new string('x', 1025) } },
        { "CALL_INVALID", Plain with { Arguments = [.. Enumerable.Repeat(new CallArgument(ArgumentKind.Number), CallRules.MaxArguments + 1)] } },
        { "CALL_INVALID", Plain with { Arguments = [default] } },
        { "CALL_INVALID", Plain with { Arguments = [Data(CallRules.MaxDataBytes), Data(1)] } },
        { "CALL_INVALID", Plain with { Arguments = [Buffer("../x", BufferUse.Read)] } },
        { "CALL_INVALID", Plain with { Arguments = [Buffer("o", BufferUse.Output)] } },
        { "CALL_INVALID", Plain with { Arguments = [Buffer("o", BufferUse.Output, 10, offset: 1)] } },
        { "CALL_INVALID", Plain with { Arguments = [Buffer("o", BufferUse.Output, 10), Buffer("o", BufferUse.Output, 10)] } },
        { "CALL_INVALID", Plain with { Arguments = [Buffer("o", BufferUse.Output, 10), Buffer("o", BufferUse.Read)] } },
        { "CALL_INVALID", Plain with { Arguments = [.. Enumerable.Repeat(Buffer("b", BufferUse.Read), CallRules.MaxBuffers + 1)] } },
        { "CALL_INVALID", Plain with { Range = new CallRange(1, 0, 0) } },
        { "CALL_INVALID", Plain with { Range = new CallRange(0, 1, 1025) } },
        { "CALL_INVALID", Plain with { Grants = CallGrants.None with { Directories = [new DirectoryGrant("relative", "/d")] } } },
        { "CALL_INVALID", Plain with { Grants = CallGrants.None with { Directories = [new DirectoryGrant("/d", "")] } } },
        { "CALL_INVALID", Plain with { Grants = CallGrants.None with { Arguments = ["a\0b"] } } },
        { "CALL_INVALID", Plain with { Grants = CallGrants.None with { Environment = [new("A=B", "c")] } } },
        { "LIMITS_INVALID", Plain with { Limits = new CallLimits(MemoryBytes: 65535) } },
        { "LIMITS_INVALID", Plain with { Limits = new CallLimits(MemoryBytes: (1UL << 32) + 1) } },
        { "LIMITS_INVALID", Plain with { Limits = new CallLimits(WallMs: CallRules.MaxMilliseconds + 1) } },
        { "LIMITS_INVALID", Plain with { Limits = new CallLimits(Windows: 1025) } },
    };

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Check_OutOfBounds_IsRefused(string reason, FunctionCall call) => Assert.Equal(reason, Assert.Throws<BrokerException>(() => CallRules.Check(call, isJob: true)).Reason);

    [Fact]
    public void Check_AtTheBounds_IsTaken()
    {
        CallRules.Check(
            Plain with
            {
                Export = new string('x', 1024),
                Arguments = [Data(CallRules.MaxDataBytes), .. Enumerable.Repeat(Buffer("b", BufferUse.ReadWrite), CallRules.MaxBuffers - 1), Buffer("o", BufferUse.Output, 4UL << 30)],
                Range = new CallRange(long.MinValue, long.MaxValue, 1024),
                Limits = new CallLimits(1UL << 32, CallRules.MaxMilliseconds, CallRules.MaxMilliseconds, 1024),
                Grants = new CallGrants([new DirectoryGrant("/d", "/d")], ["a"], [new("A", "b=c")]),
            },
            isJob: true);
    }

    [Fact]
    public void Check_OutputOfACall_IsRefused() =>
        Assert.Equal("CALL_INVALID", Assert.Throws<BrokerException>(() => CallRules.Check(Plain with { Arguments = [Buffer("o", BufferUse.Output, 10)] }, isJob: false)).Reason);

    [Fact]
    public void Hash_OtherRequest_Differs()
    {
        var request = new JobRequest(Plain with { Wire = new byte[] { 1 } }) { Key = "k", Title = "t" };
        JobRequest[] others =
        [
            request with { Title = "" }, request with { Retries = 1 }, request with { Durable = true }, request with { DeadlineMs = 1 }, request with { Priority = JobPriority.High },
            request with { Call = request.Call with { Wire = new byte[] { 2 } } }, request with { Call = request.Call with { Module = new ModuleChoice("/n.wasm", "") } },
            request with { Title = "", Call = request.Call with { Module = new ModuleChoice("/m.wasmt", "") } },
        ];

        Assert.Equal(request.Hash(), (request with { Key = "other" }).Hash()); // the key names it, it is not part of it
        Assert.Equal(others.Length + 1, others.Select(o => o.Hash()).Append(request.Hash()).Distinct().Count());
    }

    private static CallArgument Data(int bytes) => new(ArgumentKind.Data, bytes);

    private static CallArgument Buffer(string name, BufferUse use, ulong length = 0, ulong offset = 0) => new(ArgumentKind.Buffer, 0, new BufferSlice(name, offset, length, use));
}
