using Grpc.Core;
using WasmEngine.V1;

namespace WasmEngine.BrokerTests;

public sealed class DurableJobTests
{
    [Fact]
    public async Task ComputeDies_Job_RunsAgain()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (run, _, cancel) => run.Attempt == 1 ? FakeCompute.Forever(cancel) : Task.FromResult(FakeCompute.Good(2));
        var durable = await client.SubmitAsync(engine, "f", r => r.Durable = true);
        var fleeting = await client.SubmitAsync(engine, "g");
        await engine.Compute.Calls.WaitForAsync($"run {durable.Id}.a1");
        while (engine.Compute.Runs.Count < 2) await Task.Delay(1, TestContext.Current.CancellationToken);

        await engine.ComputeLayer.ReplaceAsync();

        foreach (var id in new[] { durable.Id, fleeting.Id })
        {
            var job = await client.WatchToEndAsync(id);
            Assert.Equal((JobState.Succeeded, 2u), (job.State, job.Attempts));
        }
    }

    [Fact]
    public async Task ComputeDiesAgainAndAgain_Job_FailsInTheEnd()
    {
        await using var engine = await TestEngine.StartAsync(("MAXLOSTATTEMPTS", "2"));
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        var job = await client.SubmitAsync(engine, "f", r => r.Durable = true);

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            await engine.Compute.Calls.WaitForAsync($"run {job.Id}.a{attempt}");
            await engine.ComputeLayer.ReplaceAsync();
        }

        job = await client.WatchToEndAsync(job.Id);
        Assert.Equal((JobState.Failed, "ATTEMPTS_LOST", 3u), (job.State, job.Reason, job.Attempts));
    }

    [Fact]
    public async Task BrokerDies_DurableJobs_AreTakenUpAndOthersAreGone()
    {
        await using var engine = await TestEngine.StartAsync(("RUNSPERSESSION", "2"));
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        var running = await client.SubmitAsync(engine, "f", r => (r.Durable, r.Key) = (true, "k"));
        await engine.Compute.Calls.WaitForAsync($"run {running.Id}.a1");
        var fleeting = await client.SubmitAsync(engine, "g");
        await engine.Compute.Calls.WaitForAsync($"run {fleeting.Id}.a1");
        var waiting = await client.SubmitAsync(engine, "h", r => r.With(JobBench.Buffer("o", BufferAccess.Output, 9)).Durable = true);
        engine.Compute.OnRun = (_, _, _) => Task.FromResult(FakeCompute.Good(3));

        await engine.ReplaceBrokerAsync();

        client = engine.Connect(client.Token);
        var ended = await client.WatchToEndAsync(running.Id);
        Assert.Equal((JobState.Succeeded, 2u, 3), (ended.State, ended.Attempts, Assert.Single(ended.Outcome.Results).I32));
        await engine.Compute.Calls.WaitForAsync($"stop-run {running.Id}.a1 0"); // before the second attempt
        Assert.Equal((JobState.Succeeded, 1u), (await client.WatchToEndAsync(waiting.Id) is var w ? (w.State, w.Attempts) : default));
        Assert.Equal("o", Assert.Single((await client.Buffers.ListBuffersAsync(new ListBuffersRequest())).Buffers).Name);
        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_JOB", () => client.Jobs.GetJobAsync(new GetJobRequest { JobId = fleeting.Id }));
        var again = await client.Jobs.SubmitJobAsync(new SubmitJobRequest { Call = engine.Call("f"), Durable = true, Key = "k" });
        Assert.Equal((running.Id, true), (again.Job.Id, again.Existed));
        var fresh = await client.SubmitAsync(engine, "f");
        Assert.True(long.Parse(fresh.Id[4..], System.Globalization.CultureInfo.InvariantCulture) > long.Parse(waiting.Id[4..], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task BrokerDies_EndedJobs_AreStillThere()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (run, _, _) => Task.FromResult(run.Call.Call.Export == "bad" ? FakeCompute.Bad("TRAPPED", "at x.c:1") : FakeCompute.Good(5));
        var good = await client.WatchToEndAsync((await client.SubmitAsync(engine, "good", r => r.Durable = true)).Id);
        var bad = await client.WatchToEndAsync((await client.SubmitAsync(engine, "bad", r => r.Durable = true)).Id);

        await engine.ReplaceBrokerAsync();

        client = engine.Connect(client.Token);
        Assert.Equal(good, await client.GetAsync(good.Id));
        Assert.Equal(bad, await client.GetAsync(bad.Id));
        Assert.Equal(2, engine.Compute.Runs.Count);
    }

    [Fact]
    public async Task BrokerDies_WhileAJobIsBeingCancelled_ItStaysCancelled()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        var job = await client.SubmitAsync(engine, "f", r => r.Durable = true);
        await engine.Compute.Calls.WaitForAsync($"run {job.Id}.a1");
        await client.Jobs.CancelJobAsync(new CancelJobRequest { JobId = job.Id, GraceMs = 10_000 });

        await engine.ReplaceBrokerAsync();

        Assert.Equal((JobState.Cancelled, 1u), (await engine.Connect(client.Token).WatchToEndAsync(job.Id) is var j ? (j.State, j.Attempts) : default));
    }

    [Fact]
    public async Task InstallModule_TellsStepsAndStays()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        using var install = client.Compute.InstallModule(new InstallModuleRequest { Path = engine.ModuleFile() });
        var steps = new List<InstallModuleResponse>();
        await foreach (var step in install.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken)) steps.Add(step);
        var module = steps[^1].Module;
        Assert.Equal((ModuleStep.Ready, 1.0, 7u, "m.wasm"), (steps[^1].Step, steps[^1].Fraction, steps[^1].Functions, module.Name));
        Assert.Contains(steps, s => s.Step == ModuleStep.Reading);
        Assert.Contains(steps, s => s is { Step: ModuleStep.Compiling, Functions: 7 });

        await engine.ReplaceBrokerAsync();

        client = engine.Connect(client.Token);
        Assert.Equal(module, Assert.Single((await client.Compute.ListModulesAsync(new ListModulesRequest())).Modules));
        engine.Compute.OnRun = (_, _, cancel) => FakeCompute.Forever(cancel);
        var call = engine.Call("f");
        call.Module = new ModuleRef { Sha256 = module.Sha256 };
        var job = (await client.Jobs.SubmitJobAsync(new SubmitJobRequest { Call = call })).Job;
        await Expect.FailureAsync(StatusCode.FailedPrecondition, "MODULE_IN_USE", () => client.Compute.RemoveModuleAsync(new RemoveModuleRequest { Sha256 = module.Sha256 }));
        await client.Jobs.CancelJobAsync(new CancelJobRequest { JobId = job.Id });
        await client.WatchToEndAsync(job.Id);
        while (true)
        {
            try
            {
                await client.Compute.RemoveModuleAsync(new RemoveModuleRequest { Sha256 = module.Sha256 });
                break;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
            {
                await Task.Delay(1, TestContext.Current.CancellationToken); // the run lets go of it a moment after its end is told
            }
        }

        await Expect.FailureAsync(StatusCode.NotFound, "UNKNOWN_MODULE", () => client.Compute.RemoveModuleAsync(new RemoveModuleRequest { Sha256 = module.Sha256 }));
    }

    [Fact]
    public async Task InstallModule_Refused_DoesNotStay()
    {
        await using var engine = await TestEngine.StartAsync();
        var client = await engine.OpenSessionAsync();
        engine.Compute.OnPrepare = _ => throw Refusal.Of(StatusCode.InvalidArgument, "MODULE_INVALID", "bad magic at byte 0");

        await Expect.StreamFailureAsync(StatusCode.InvalidArgument, "MODULE_INVALID", client.Compute.InstallModule(new InstallModuleRequest { Path = engine.ModuleFile() }));
        await Expect.StreamFailureAsync(StatusCode.NotFound, "FILE_MISSING", client.Compute.InstallModule(new InstallModuleRequest { Path = "/no/such.wasm" }));

        Assert.Empty((await client.Compute.ListModulesAsync(new ListModulesRequest())).Modules);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(engine.Instance.DatabaseFile)!, "modules")));
    }
}
