using Google.Rpc;
using Grpc.Core;
using WasmEngine.Internal.V1;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class JobTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SubmitJob_Good_RunsOnceAndTellsItsOutcome(bool durable)
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();

        var submitted = await client.SubmitAsync(engine, "f", r => (r.Durable, r.Priority, r.Title) = (durable, V1.JobPriority.High, "a title"));
        var job = await client.WatchToEndAsync(submitted.Id);

        Assert.Equal((JobState.Succeeded, 1u, "a title", durable, V1.JobPriority.High), (job.State, job.Attempts, job.Title, job.Durable, job.Priority));
        Assert.Equal(1, Assert.Single(job.Outcome.Results).I32);
        Assert.True(job.EndedUnixMs >= job.SubmittedUnixMs && job.SubmittedUnixMs > 0);
        var run = Assert.Single(engine.Compute.Runs);
        Assert.Equal(($"{job.Id}.a1", true, 1u, 3u), (run.RunId, run.IsJob, run.Attempt, run.Priority));
        Assert.Equal(64, run.Call.Sha256.Length);
        Assert.Contains("modules", run.Call.ModulePath, StringComparison.Ordinal); // its own copy: the file may change
        Assert.Empty((await client.Jobs.ListJobsAsync(new ListJobsRequest())).Jobs);
        Assert.Null(Assert.Single((await client.Jobs.ListJobsAsync(new ListJobsRequest { Ended = true })).Jobs).Outcome);
    }

    [Fact]
    public async Task SubmitJob_SameKey_IsTheSameJobAndAnotherRequestIsRefused()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var other = await engine.OpenSessionAsync();
        var request = new SubmitJobRequest { Call = engine.Call("f"), Key = "k", Durable = true };

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.Jobs.SubmitJobAsync(request.Clone()).ResponseAsync));

        Assert.Single(all, r => !r.Existed);
        Assert.Single(all.Select(r => r.Job.Id).Distinct());
        await client.WatchToEndAsync(all[0].Job.Id);
        Assert.True((await client.Jobs.SubmitJobAsync(request.Clone())).Existed);
        Assert.False((await other.Jobs.SubmitJobAsync(request.Clone())).Existed);
        var changed = request.Clone();
        changed.Retries = 1;
        await Expect.FailureAsync(StatusCode.InvalidArgument, "KEY_REUSED", () => client.Jobs.SubmitJobAsync(changed));
        await Expect.FailureAsync(StatusCode.InvalidArgument, "KEY_INVALID", () => client.Jobs.SubmitJobAsync(new SubmitJobRequest { Call = engine.Call("f"), Key = new string('k', 129) }));
    }

    [Fact]
    public async Task Job_Fails_IsTriedAgainAsOftenAsWanted()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (run, _, _) => Task.FromResult(run.Attempt < 3 ? FakeCompute.Bad("TRAPPED", $"attempt {run.Attempt}") : FakeCompute.Good(7));

        var enough = await client.WatchToEndAsync((await client.SubmitAsync(engine, "f", r => r.Retries = 2)).Id);
        var tooFew = await client.WatchToEndAsync((await client.SubmitAsync(engine, "f", r => r.Retries = 1)).Id);

        Assert.Equal((JobState.Succeeded, 3u), (enough.State, enough.Attempts));
        Assert.Equal((JobState.Failed, 2u, "TRAPPED", "attempt 2"), (tooFew.State, tooFew.Attempts, tooFew.Reason, tooFew.Detail));
        Assert.Null(tooFew.Outcome);
    }

    [Fact]
    public async Task SubmitJob_ComputeRefusesTheCall_IsRefused()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnCheck = _ => throw Refusal.Of(StatusCode.InvalidArgument, "CALL_INVALID", "there is no export f");

        await Expect.FailureAsync(StatusCode.InvalidArgument, "CALL_INVALID", () => client.Jobs.SubmitJobAsync(new SubmitJobRequest { Call = engine.Call("f") }));

        Assert.Empty((await client.Jobs.ListJobsAsync(new ListJobsRequest { Ended = true })).Jobs);
    }

    [Fact]
    public async Task Job_Output_BecomesTheSessionsOnceItHasSucceeded()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        await client.Buffers.CreateBufferAsync(new CreateBufferRequest { Name = "o", SizeBytes = 5 });
        engine.Compute.OnRun = async (run, _, cancel) =>
        {
            Assert.Equal(["o"], (await client.Buffers.ListBuffersAsync(new ListBuffersRequest(), cancellationToken: cancel)).Buffers.Select(b => b.Name));
            return run.Attempt == 1 ? FakeCompute.Bad("TRAPPED", "no") : FakeCompute.Good(1);
        };

        var job = await client.SubmitAsync(engine, "f", r => r.With(JobBench.Buffer("o", BufferAccess.Output, 1000)).Retries = 1);
        await client.WatchToEndAsync(job.Id);

        var buffer = Assert.Single((await client.Buffers.ListBuffersAsync(new ListBuffersRequest())).Buffers);
        Assert.Equal(("o", 1000ul, $"output.{job.Id}.a2.0"), (buffer.Name, buffer.SizeBytes, buffer.Region));
        Assert.Equal([buffer.Region], engine.Regions()); // neither the one that was replaced nor that of the first attempt
        var regions = engine.Compute.Runs.Select(r => Assert.Single(r.Call.Buffers).Region).ToArray();
        Assert.Equal([$"output.{job.Id}.a1.0", buffer.Region], regions);
        await client.Buffers.DeleteBufferAsync(new DeleteBufferRequest { Name = "o" });
        Assert.Empty(engine.Regions());
    }

    [Fact]
    public async Task CancelJob_WaitingOrRunning_EndsIt()
    {
        await using var engine = await TestEngine.StartAsync(("RUNSPERSESSION", "1"));
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        var running = await client.SubmitAsync(engine, "f", r => r.Durable = true);
        await engine.Compute.Calls.WaitForAsync($"run {running.Id}.a1");
        var waiting = await client.SubmitAsync(engine, "g", r => r.Durable = true);

        var cancelled = (await client.Jobs.CancelJobAsync(new CancelJobRequest { JobId = waiting.Id })).Job;
        await client.Jobs.CancelJobAsync(new CancelJobRequest { JobId = running.Id });

        Assert.Equal(JobState.Cancelled, cancelled.State);
        await engine.Compute.Calls.WaitForAsync($"gone {running.Id}.a1");
        Assert.Equal((JobState.Cancelled, ""), (await client.WatchToEndAsync(running.Id) is var ended ? (ended.State, ended.Reason) : default));
        Assert.Equal(JobState.Cancelled, (await client.Jobs.CancelJobAsync(new CancelJobRequest { JobId = running.Id })).Job.State);
        Assert.DoesNotContain(engine.Compute.Runs, r => r.Call.Call.Export == "g");
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_JOB", () => client.Jobs.CancelJobAsync(new CancelJobRequest { JobId = "job-999999" }));
        var stranger = await engine.OpenSessionAsync();
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_JOB", () => stranger.Jobs.GetJobAsync(new GetJobRequest { JobId = running.Id }));
    }

    [Fact]
    public async Task CancelJob_WithGrace_GuestIsAskedFirst()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var asked = new TaskCompletionSource();
        engine.Compute.OnRun = async (_, _, cancel) =>
        {
            await asked.Task.WaitAsync(cancel);
            return FakeCompute.Good(1);
        };
        engine.Compute.OnStopRun = _ =>
        {
            asked.SetResult();
            return Task.CompletedTask;
        };
        var job = await client.SubmitAsync(engine, "f");
        await engine.Compute.Calls.WaitForAsync($"run {job.Id}.a1");

        await client.Jobs.CancelJobAsync(new CancelJobRequest { JobId = job.Id, GraceMs = 10_000 });

        Assert.Equal(JobState.Cancelled, (await client.WatchToEndAsync(job.Id)).State);
        await engine.Compute.Calls.WaitForAsync($"stop-run {job.Id}.a1 10000");
    }

    [Fact]
    public async Task Job_DeadlinePasses_FailsWaitingOrRunning()
    {
        await using var engine = await TestEngine.StartAsync(("RUNSPERSESSION", "1"));
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);

        var running = await client.SubmitAsync(engine, "f", r => r.DeadlineMs = 300);
        var waiting = await client.SubmitAsync(engine, "g", r => r.DeadlineMs = 100);

        foreach (var id in new[] { waiting.Id, running.Id })
        {
            var job = await client.WatchToEndAsync(id);
            Assert.Equal((JobState.Failed, "DEADLINE"), (job.State, job.Reason));
        }
    }

    [Fact]
    public async Task Job_Progress_IsTold()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var seen = new TaskCompletionSource();
        engine.Compute.OnRun = async (_, tell, cancel) =>
        {
            await tell(new RunResponse { Running = true, Done = 30, Total = 100 });
            await seen.Task.WaitAsync(cancel);
            return FakeCompute.Good(1);
        };
        var job = await client.SubmitAsync(engine, "f");

        var halfway = await client.WatchUntilAsync(job.Id, j => j.Total > 0);
        seen.SetResult();

        Assert.Equal((JobState.Running, 30ul, 100ul), (halfway.State, halfway.Done, halfway.Total));
        Assert.Equal(JobState.Succeeded, (await client.WatchToEndAsync(job.Id)).State);
    }

    [Fact]
    public async Task SubmitJob_QueueFull_SaysWhenToTryAgain()
    {
        await using var engine = await TestEngine.StartAsync(("MAXSESSIONJOBS", "2"), ("RUNSPERSESSION", "1"));
        var client = await engine.OpenSessionAsync();
        var goOn = new TaskCompletionSource();
        engine.Compute.OnRun = async (_, _, cancel) =>
        {
            await goOn.Task.WaitAsync(cancel);
            return FakeCompute.Good(1);
        };
        await client.SubmitAsync(engine, "f");
        var last = await client.SubmitAsync(engine, "f");

        var full = await Assert.ThrowsAsync<RpcException>(() => client.SubmitAsync(engine, "f"));
        goOn.SetResult();
        await client.WatchToEndAsync(last.Id);

        Assert.Equal((StatusCode.ResourceExhausted, "QUEUE_FULL"), (full.StatusCode, full.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Reason));
        Assert.InRange(full.GetRpcStatus()!.GetDetail<RetryInfo>()!.RetryDelay.ToTimeSpan().TotalMilliseconds, 1, 5000);
        await client.SubmitAsync(engine, "f");
    }

    [Fact]
    public async Task Job_ComputeHasNoRoom_WaitsWithoutLosingAnAttempt()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var refusals = 3;
        engine.Compute.OnRun = (_, _, _) => Interlocked.Decrement(ref refusals) >= 0
            ? throw Refusal.Of(StatusCode.ResourceExhausted, "QUEUE_FULL", "no room")
            : Task.FromResult(FakeCompute.Good(1));

        var job = await client.WatchToEndAsync((await client.SubmitAsync(engine, "f", r => r.Durable = true)).Id);

        Assert.Equal((JobState.Succeeded, 1u), (job.State, job.Attempts));
    }

    [Fact]
    public async Task ListJobs_ManyJobs_ComeInPages()
    {
        await using var engine = await TestEngine.StartAsync(("RUNSPERSESSION", "1"));
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        var ids = new List<string>();
        for (var i = 0; i < 7; i++) ids.Add((await client.SubmitAsync(engine, "f")).Id);

        var found = new List<string>();
        var request = new ListJobsRequest { PageSize = 3 };
        do
        {
            var page = await client.Jobs.ListJobsAsync(request);
            Assert.InRange(page.Jobs.Count, 1, 3);
            found.AddRange(page.Jobs.Select(j => j.Id));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(ids, found);
    }

    [Fact]
    public async Task CloseSession_ItsJobs_EndExceptForDurableOnes()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        var goOn = new TaskCompletionSource();
        engine.Compute.OnRun = async (_, _, cancel) =>
        {
            await goOn.Task.WaitAsync(cancel);
            return FakeCompute.Good(1);
        };
        var fleeting = await client.SubmitAsync(engine, "f");
        await engine.Compute.Calls.WaitForAsync($"run {fleeting.Id}.a1");
        var durable = await client.SubmitAsync(engine, "g", r => r.Durable = true);
        await engine.Compute.Calls.WaitForAsync($"run {durable.Id}.a1");

        await client.Sessions.CloseSessionAsync(new CloseSessionRequest());

        await engine.Compute.Calls.WaitForAsync($"gone {fleeting.Id}.a1");
        Assert.DoesNotContain($"gone {durable.Id}.a1", engine.Compute.Calls.All);
        goOn.SetResult();
    }
}

internal static class SubmitJobRequests
{
    public static SubmitJobRequest With(this SubmitJobRequest request, params Argument[] arguments)
    {
        request.Call.Arguments.AddRange(arguments);
        return request;
    }
}
