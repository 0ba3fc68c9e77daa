namespace WasmEngine.Broker.Tests;

public sealed class JobChangesTests
{
    private static readonly DateTimeOffset Then = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunEnd Good = new(new byte[] { 1, 2 }, "", "");

    internal static Job NewJob(long number = 1, string session = "s1", JobPriority priority = JobPriority.Normal) => new()
    {
        Number = number,
        SessionId = session,
        Title = "t",
        Sha256 = new string('a', 64),
        Call = new byte[] { 9 },
        Priority = priority,
        SubmittedAt = Then,
    };

    [Fact]
    public void Lifecycle_EndStates_NothingLeadsOutOfThem()
    {
        foreach (var state in Enum.GetValues<JobState>().Where(JobLifecycle.IsEnd))
        {
            foreach (var happened in Enum.GetValues<JobEvent>()) Assert.Equal(state, JobLifecycle.After(state, happened));
        }
    }

    [Theory]
    [InlineData(JobState.Queued, JobEvent.Started, JobState.Running)]
    [InlineData(JobState.Queued, JobEvent.Succeeded, JobState.Queued)]
    [InlineData(JobState.Queued, JobEvent.Failed, JobState.Failed)]
    [InlineData(JobState.Queued, JobEvent.Cancelled, JobState.Cancelled)]
    [InlineData(JobState.Running, JobEvent.Started, JobState.Running)]
    [InlineData(JobState.Running, JobEvent.Requeued, JobState.Queued)]
    [InlineData(JobState.Running, JobEvent.Succeeded, JobState.Succeeded)]
    public void Lifecycle_Event_LeadsWhereTheTableSays(JobState from, JobEvent happened, JobState to) => Assert.Equal(to, JobLifecycle.After(from, happened));

    [Fact]
    public void Ran_Good_SucceedsWithItsOutcomeAndWithoutItsCall()
    {
        var job = JobChanges.Ran(JobChanges.Started(NewJob()), Good, Then);

        Assert.Equal((JobState.Succeeded, 1, Then), (job.State, job.Attempts, job.EndedAt));
        Assert.Equal([1, 2], job.Outcome.ToArray());
        Assert.True(job.Call.IsEmpty);
    }

    [Theory]
    [InlineData("TRAPPED", true)]
    [InlineData("DEADLINE", true)]
    [InlineData("CPU_TIME", true)]
    [InlineData("HOST_CALLS", true)]
    [InlineData("MODULE_INVALID", false)]
    [InlineData("CALL_INVALID", false)]
    public void Ran_Bad_IsTriedAgainWhereThatMayHelp(string reason, bool again)
    {
        var job = NewJob() with { Retries = 1 };
        var once = JobChanges.Ran(JobChanges.Started(job), new RunEnd(default, reason, "why"), Then);
        Assert.Equal(again ? JobState.Queued : JobState.Failed, once.State);
        if (!again) return;

        var twice = JobChanges.Ran(JobChanges.Started(once), new RunEnd(default, reason, "why"), Then);

        Assert.Equal((JobState.Failed, reason, "why", 2), (twice.State, twice.Reason, twice.Detail, twice.Attempts));
    }

    [Fact]
    public void Ran_StoppedThoughNobodyCancelled_WaitsAgainAndFailsNothing()
    {
        var job = JobChanges.Ran(JobChanges.Started(NewJob()), new RunEnd(default, "CANCELLED", ""), Then);

        Assert.Equal((JobState.Queued, 0, 0), (job.State, job.Failures, job.Lost));
    }

    [Fact]
    public void AnyEnd_OfACancelledRun_IsCancelled()
    {
        var running = JobChanges.Started(NewJob() with { Retries = 5 }) with { Cancelling = true };

        foreach (var job in new[]
                 {
                     JobChanges.Ran(running, Good, Then), JobChanges.Ran(running, new RunEnd(default, "TRAPPED", ""), Then),
                     JobChanges.Lost(running, 20, Then), JobChanges.Orphaned(running, Then),
                 })
        {
            Assert.Equal((JobState.Cancelled, 0), (job.State, job.Outcome.Length));
        }
    }

    [Fact]
    public void Lost_TooOften_Fails()
    {
        var job = NewJob();
        for (var i = 0; i < 20; i++)
        {
            job = JobChanges.Lost(JobChanges.Started(job), 20, Then);
            Assert.Equal((JobState.Queued, 0), (job.State, job.Failures));
        }

        job = JobChanges.Lost(JobChanges.Started(job), 20, Then);

        Assert.Equal((JobState.Failed, "ATTEMPTS_LOST", 21), (job.State, job.Reason, job.Attempts));
    }

    [Fact]
    public void Returned_Attempt_DoesNotCount() => Assert.Equal((JobState.Queued, 0), JobChanges.Returned(JobChanges.Started(NewJob())) is var j ? (j.State, j.Attempts) : default);

    [Theory]
    [InlineData("job-1", true, 1)]
    [InlineData("job-01", false, 0)]
    [InlineData("job-", false, 0)]
    [InlineData("job--1", false, 0)]
    [InlineData("job-1 ", false, 0)]
    [InlineData("1", false, 0)]
    public void TryParseId_Text_TakesOnlyWhatIdOfMakes(string text, bool isOne, long number)
    {
        Assert.Equal(isOne, Job.TryParseId(text, out var found));
        if (isOne) Assert.Equal(number, found);
    }
}
