using Grpc.Core;
using WasmEngine.Memory;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class BufferTests
{
    [Fact]
    public async Task CreateBuffer_GoodName_IsThereForMapping()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();

        var buffer = (await client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "data.1_x-y", SizeBytes = 100_000 })).Buffer;
        var huge = (await client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = new string('a', 64), SizeBytes = 4UL << 30 })).Buffer;

        using var mapped = BufferRegion.Open(engine.Directory, RegionName.Parse(buffer.Region));
        Assert.Equal(("data.1_x-y", 100_000UL, (ulong)BufferRegion.PayloadOffset, 100_000), (buffer.Name, buffer.SizeBytes, buffer.Offset, mapped.Payload.Length));
        Assert.Equal(-1, mapped.Payload.IndexOfAnyExcept((byte)0));
        Assert.Equal([buffer.Name, huge.Name], (await client.Buffers.ListBuffersAsync(new ListBuffersRequest())).Buffers.Select(b => b.Name));
    }

    [Fact]
    public async Task CreateBuffer_Rubbish_IsRefused()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();

        foreach (var name in new[] { "", "..", "a..b", "../x", "a/b", "A", ".a", "-a", "a b", "ä", "a\0", new string('a', 65) })
            await Expect.FailureAsync(StatusCode.InvalidArgument, "NAME_INVALID", () => client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = name, SizeBytes = 1 }));
        foreach (var size in new[] { 0UL, (4UL << 30) + 1, ulong.MaxValue })
            await Expect.FailureAsync(StatusCode.InvalidArgument, "SIZE_OUT_OF_RANGE", () => client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "a", SizeBytes = size }));
        Assert.Empty(engine.Regions());
    }

    [Fact]
    public async Task DeleteBuffer_OnlyTheOwnerMay()
    {
        await using var engine = await TestEngine.StartAsync();
        var owner = await engine.OpenSessionAsync();
        var other = await engine.OpenSessionAsync();
        await owner.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "mine", SizeBytes = 1 });

        await Expect.FailureAsync(StatusCode.AlreadyExists, "NAME_TAKEN", () => owner.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "mine", SizeBytes = 1 }));
        await Expect.FailureAsync(StatusCode.PermissionDenied, "NOT_OWNER", () => other.Buffers.DeleteBufferAsync(new DeleteBufferRequest { Name = "mine" }));
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_BUFFER", () => owner.Buffers.DeleteBufferAsync(new DeleteBufferRequest { Name = "nobodys" }));
        Assert.Empty((await other.Buffers.ListBuffersAsync(new ListBuffersRequest())).Buffers);
        Assert.Single(engine.Regions());
        await owner.Buffers.DeleteBufferAsync(new DeleteBufferRequest { Name = "mine" });
        Assert.Empty(engine.Regions());
    }

    [Fact]
    public async Task CloseSession_ItsBuffers_AreFreed()
    {
        await using var engine = await TestEngine.StartAsync(("MAXBUFFERS", "2"));
        var leaving = await engine.OpenSessionAsync();
        var staying = await engine.OpenSessionAsync();
        await leaving.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "a", SizeBytes = 1 });
        var kept = (await staying.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "a", SizeBytes = 1 })).Buffer;
        await Expect.FailureAsync(StatusCode.ResourceExhausted, "TOO_MANY_BUFFERS", () => staying.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "b", SizeBytes = 1 }));

        await leaving.Sessions.CloseSessionAsync(new CloseSessionRequest());

        Assert.Equal([kept.Region], engine.Regions());
        await staying.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "b", SizeBytes = 1 });
    }
}
