namespace WasmEngine.Broker.Tests;

public sealed class JobQueueTests
{
    [Fact]
    public void Take_OneSession_HigherPriorityThenOlderFirst()
    {
        var queue = new JobQueue(100, 100);
        Add(queue, 1, priority: JobPriority.Low);
        Add(queue, 2);
        Add(queue, 3);
        Add(queue, 4, priority: JobPriority.High);

        Assert.Equal([4, 2, 3, 1], TakeAll(queue));
    }

    [Fact]
    public void Take_ManySessions_InTurn()
    {
        var queue = new JobQueue(100, 100);
        for (var i = 1; i <= 6; i++) Add(queue, i, "a");
        for (var i = 7; i <= 8; i++) Add(queue, i, "b");
        Add(queue, 9, "c");

        Assert.Equal([1, 7, 9, 2, 8, 3, 4, 5, 6], TakeAll(queue));
    }

    [Fact]
    public void Take_Full_WaitsUntilOneLeaves()
    {
        var queue = new JobQueue(perSession: 2, total: 3);
        for (var i = 1; i <= 4; i++) Add(queue, i, "a");
        for (var i = 5; i <= 8; i++) Add(queue, i, "b");
        var first = queue.Take()!;
        Assert.Equal([5, 2], TakeAll(queue)); // two of a, one of b: three in all

        queue.Leave(first.Job);

        Assert.Equal([6], TakeAll(queue));
        Assert.Null(queue.Take());
    }

    [Fact]
    public void Take_Suspects_OneAtATime()
    {
        var queue = new JobQueue(100, 100);
        for (var i = 1; i <= 3; i++) Add(queue, i, lost: JobQueue.SuspectLosses);
        Add(queue, 4);

        var suspect = queue.Take()!;
        Assert.Equal([4], TakeAll(queue));
        queue.Leave(suspect.Job);

        Assert.Equal([2], TakeAll(queue));
    }

    [Fact]
    public void Take_CancelledMeanwhile_IsPassedOver()
    {
        var queue = new JobQueue(100, 100);
        var first = Add(queue, 1);
        Add(queue, 2);
        first.Set(JobChanges.Cancelled(first.Job, default));

        Assert.Equal([2], TakeAll(queue));
    }

    [Fact]
    public void History_OverItsBounds_KeepsKeysAndForgetsTheRest()
    {
        var history = new JobHistory(maxWhole: 2, maxBytes: 1000, maxKeys: 1);
        var forgotten = new List<long>();
        var writes = new List<JobWrite>();
        for (var i = 1; i <= 6; i++)
        {
            var ended = JobChanges.Ran(JobChanges.Started(JobChangesTests.NewJob(i) with { Key = i <= 3 ? $"k{i}" : "", Durable = true }), new RunEnd(new byte[10], "", ""), default);
            history.Add(new JobEntry(ended));
            writes.AddRange(history.Trim(e => forgotten.Add(e.Job.Number)));
        }

        Assert.Equal([1, 2, 4], forgotten); // 3 is the one key that is remembered, 5 and 6 are whole
        Assert.Equal([(JobWriteKind.End, 1), (JobWriteKind.End, 2), (JobWriteKind.Delete, 1), (JobWriteKind.End, 3), (JobWriteKind.Delete, 2), (JobWriteKind.Delete, 4)], writes.Select(w => (w.Kind, w.Job.Number)));
        Assert.All(writes.Where(w => w.Kind == JobWriteKind.End), w => Assert.True(w.Job is { Slim: true, Outcome.Length: 0 }));
    }

    [Fact]
    public void History_TooManyBytes_OldestGoFirst()
    {
        var history = new JobHistory(maxWhole: 100, maxBytes: 25, maxKeys: 0);
        var forgotten = new List<long>();
        for (var i = 1; i <= 4; i++)
        {
            history.Add(new JobEntry(JobChanges.Ran(JobChanges.Started(JobChangesTests.NewJob(i)), new RunEnd(new byte[10], "", ""), default)));
            history.Trim(e => forgotten.Add(e.Job.Number));
        }

        Assert.Equal([1, 2], forgotten);
    }

    private static JobEntry Add(JobQueue queue, long number, string session = "s", JobPriority priority = JobPriority.Normal, int lost = 0)
    {
        var entry = new JobEntry(JobChangesTests.NewJob(number, session, priority) with { Lost = lost });
        queue.Add(entry);
        return entry;
    }

    private static List<long> TakeAll(JobQueue queue)
    {
        var taken = new List<long>();
        while (queue.Take() is { } entry) taken.Add(entry.Job.Number);
        return taken;
    }
}
