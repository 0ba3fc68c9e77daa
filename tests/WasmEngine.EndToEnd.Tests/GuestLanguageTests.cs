using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;

namespace WasmEngine.EndToEnd.Tests;

/// <summary>
/// Guests in C, C++ and Rust, each busy with its allocator, pass through the same: calls, a buffer, windows that come and go between
/// allocations, parallel workers, a memory limit, a stop.
/// </summary>
public sealed class GuestLanguageTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private const int Rounds = 40, Seed = 7;
    private const long Size = 3 * 65536;

    /// <summary>The languages.</summary>
    public static TheoryData<string> Guests => ["alloc-c", "alloc-cpp", "alloc-rust"];

    [Fact]
    public async Task Churn_EveryLanguage_ComputesTheSame()
    {
        await using var client = await daemon.ConnectAsync();
        var sums = new HashSet<long>();
        foreach (var guest in Guests) sums.Add(await ChurnAsync(client, await BuildAsync(guest.Data), Seed));
        Assert.Single(sums);
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task Churn_WithABuffer_KeepsBoth(string guest)
    {
        await using var client = await daemon.ConnectAsync();
        var module = await BuildAsync(guest);
        var info = await client.CreateBufferAsync("shared", Size, TestContext.Current.CancellationToken);
        try
        {
            var outcome = await client.Functions.CallAsync(
                FunctionCall.OfFile(module, "churn_with_buffer").WithBuffer("shared", BufferAccess.ReadWrite).With(Rounds).With(Seed), TestContext.Current.CancellationToken);
            Assert.Equal(await ChurnAsync(client, module, Seed), outcome.Results.Single().Integer);
            using var buffer = client.MapBuffer(info);
            Assert.Equal((uint)(Rounds - 1), BitConverter.ToUInt32(buffer.Payload[..4]));
        }
        finally
        {
            await client.DeleteBufferAsync("shared", TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task Churn_WithWindowsBetweenPages_KeepsBoth(string guest)
    {
        await using var client = await daemon.ConnectAsync();
        var module = await BuildAsync(guest);
        await client.CreateBufferAsync("shared", Size, TestContext.Current.CancellationToken);
        try
        {
            var outcome = await client.Functions.CallAsync(
                FunctionCall.OfFile(module, "churn_with_windows").WithBuffer("shared", BufferAccess.ReadWrite).WithData("shared"u8).With(Rounds).With(Seed), TestContext.Current.CancellationToken);
            Assert.Equal(await ChurnAsync(client, module, Seed), outcome.Results.Single().Integer);
        }
        finally
        {
            await client.DeleteBufferAsync("shared", TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task Churn_BeyondItsTime_IsStopped(string guest)
    {
        await using var client = await daemon.ConnectAsync();
        var call = FunctionCall.OfFile(await BuildAsync(guest), "churn").With(int.MaxValue).With(Seed).Limited(new FunctionLimits { Wall = TimeSpan.FromMilliseconds(200) });
        var failure = await Assert.ThrowsAsync<EngineException>(() => client.Functions.CallAsync(call, TestContext.Current.CancellationToken));
        Assert.Equal("DEADLINE", failure.Reason);
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task Churn_InTooLittleMemory_FailsWithTheLimit(string guest)
    {
        await using var client = await daemon.ConnectAsync();
        var call = FunctionCall.OfFile(await BuildAsync(guest), "churn").With(Rounds).With(Seed).Limited(new FunctionLimits { MemoryBytes = 1280 * 1024 });
        var failure = await Assert.ThrowsAsync<EngineException>(() => client.Functions.CallAsync(call, TestContext.Current.CancellationToken));
        Assert.Equal("GUEST_FAILED", failure.Reason);
        Assert.Contains("memory limit", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Guests))]
    public async Task Churn_AsDurableJobs_AllEndTheSame(string guest)
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var client = await daemon.ConnectAsync();
        var module = await BuildAsync(guest);
        var jobs = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var submitted = await client.Jobs.SubmitAsync(FunctionCall.OfFile(module, "churn").With(Rounds).With(Seed + i), new JobOptions { Durable = true }, cancellation);
            jobs.Add(submitted.Job.Id);
        }

        for (var i = 0; i < jobs.Count; i++)
        {
            var ended = await client.Jobs.WaitAsync(jobs[i], cancellation);
            Assert.Equal(JobState.Succeeded, ended.State);
            Assert.Equal(await ChurnAsync(client, module, Seed + i), ended.Outcome!.Results.Single().Integer);
        }
    }

    private static async Task<long> ChurnAsync(EngineClient client, string module, int seed)
    {
        var outcome = await client.Functions.CallAsync(FunctionCall.OfFile(module, "churn").With(Rounds).With(seed), TestContext.Current.CancellationToken);
        var sum = outcome.Results.Single().Integer;
        Assert.True(sum >= 0, $"the allocator lost a byte: {sum}");
        return sum;
    }

    /// <summary>Builds a guest as its author would; the module's path.</summary>
    private static async Task<string> BuildAsync(string guest)
    {
        var source = Path.Combine(TestEnvironment.Tree, "tests/guests", guest);
        var result = await Cli.RunExecutableAsync("wasmengine", ["build", source, "--json"]);
        Assert.True(result.ExitCode == 0, result.All);
        return Path.Combine(source, "build", guest + ".wasm");
    }
}
