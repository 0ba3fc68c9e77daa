using System.Globalization;
using WasmEngine.Client;
using WasmEngine.EndToEnd.Tests.Testing;
using WasmEngine.HostileGuests;

namespace WasmEngine.EndToEnd.Tests.Hostile;

/// <summary>Thousands of endless jobs at once: what does not fit is refused with a hint, the other session's jobs go on.</summary>
public sealed class JobFloodTests(DaemonFixture daemon) : IClassFixture<DaemonFixture>
{
    private const int Flood = 9000;

    [Fact]
    public async Task Submit_ThousandsOfEndlessJobs_OthersGoOn()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var attacker = await daemon.ConnectAsync();
        await using var victim = await daemon.ConnectAsync();
        var before = await daemon.PidsAsync();
        var endless = await WriteAsync("flood", HostileSuite.All.Single(g => g.Name == "loop-empty").Make());
        var friendly = await WriteAsync("friendly", HostileSuite.Bystander());

        var submissions = Enumerable.Range(0, Flood).Select(_ => TrySubmitAsync(attacker, FunctionCall.OfFile(endless, "run"))).ToArray();
        var results = await Task.WhenAll(submissions);
        var accepted = results.Where(r => r.Id is not null).Select(r => r.Id!).ToArray();
        var refused = results.Where(r => r.Id is null).ToArray();
        Assert.NotEmpty(accepted);
        Assert.NotEmpty(refused);
        Assert.All(refused, r => Assert.Equal("QUEUE_FULL", r.Refusal!.Reason));
        Assert.All(refused, r => Assert.True(r.Refusal!.RetryAfter > TimeSpan.Zero));

        for (var i = 0; i < 20; i++)
        {
            var job = await victim.Jobs.SubmitAsync(FunctionCall.OfFile(friendly, "add").With(i).With(2), cancellation: cancellation);
            var ended = await victim.Jobs.WaitAsync(job.Job.Id, cancellation);
            Assert.Equal(JobState.Succeeded, ended.State);
            Assert.Equal(i + 2, ended.Outcome!.Results.Single().Integer);
        }

        await Task.WhenAll(accepted.Select(id => attacker.Jobs.CancelAsync(id, cancellation: cancellation)));
        await foreach (var job in attacker.Jobs.ListAsync(ended: true, cancellation)) Assert.Equal(JobState.Cancelled, job.State);
        Assert.Equal(before, await daemon.PidsAsync());
    }

    private static async Task<(string? Id, EngineException? Refusal)> TrySubmitAsync(EngineClient client, FunctionCall call)
    {
        try
        {
            return ((await client.Jobs.SubmitAsync(call, cancellation: TestContext.Current.CancellationToken)).Job.Id, null);
        }
        catch (EngineException e) when (e.Reason == "QUEUE_FULL")
        {
            return (null, e);
        }
    }

    private static async Task<string> WriteAsync(string name, byte[] module)
    {
        var path = Path.Combine(TestEnvironment.Root, string.Create(CultureInfo.InvariantCulture, $"{name}.wasm"));
        await File.WriteAllBytesAsync(path, module, TestContext.Current.CancellationToken);
        return path;
    }
}
