using Microsoft.Data.Sqlite;

namespace WasmEngine.Broker.Sqlite.Tests;

public sealed class SqliteJobStoreTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly string _directory = Directory.CreateTempSubdirectory("wasmengine-test-").FullName;

    private string DatabaseFile => Path.Combine(_directory, "broker.db");

    [Fact]
    public void LoadJobs_AfterReopening_GivesEveryFieldBack()
    {
        var waiting = Sample(1);
        var ended = JobChanges.Ran(JobChanges.Started(Sample(2) with { Key = "" }), new RunEnd(new byte[] { 7, 8 }, "", ""), Then);
        using (var store = SqliteStateStore.Open(DatabaseFile))
        {
            store.Jobs.Write([new(JobWriteKind.Insert, waiting), new(JobWriteKind.Insert, Sample(2) with { Key = "" }), new(JobWriteKind.End, ended)], null);
        }

        using var again = SqliteStateStore.Open(DatabaseFile);
        var jobs = again.Jobs.LoadJobs();
        AssertSame(waiting, jobs[0]);
        AssertSame(ended with { Buffers = [] }, jobs[1]);
    }

    [Fact]
    public void Write_Update_ChangesWhatChangesAndKeepsTheCall()
    {
        using var store = SqliteStateStore.Open(DatabaseFile);
        store.Jobs.Write([new(JobWriteKind.Insert, Sample(1))], null);
        var running = JobChanges.Started(Sample(1)) with { Cancelling = true, Failures = 2, Lost = 3 };

        store.Jobs.Write([new(JobWriteKind.Update, running)], null);

        AssertSame(running, Assert.Single(store.Jobs.LoadJobs()));
        store.Jobs.Write([new(JobWriteKind.Delete, running)], null);
        Assert.Empty(store.Jobs.LoadJobs());
    }

    [Fact]
    public void Write_WithState_IsOneTransaction()
    {
        using var store = SqliteStateStore.Open(DatabaseFile);
        var job = JobChanges.Started(Sample(1));
        store.Jobs.Write([new(JobWriteKind.Insert, Sample(1))], null);
        var after = BrokerState.Empty.With(new SharedBuffer("output.job-1.a1.0", 1, "s1", "o", 65536, 5));
        var delta = StateDelta.Between(BrokerState.Empty, after);
        var end = new JobWrite(JobWriteKind.End, JobChanges.Ran(job, new RunEnd(default, "", ""), Then));
        using (var outside = Connect()) Execute(outside, "CREATE TRIGGER guard BEFORE UPDATE ON jobs BEGIN SELECT RAISE(ABORT, 'no'); END");

        Assert.Equal("STORE_FAILED", Assert.Throws<BrokerException>(() => store.Jobs.Write([end], delta)).Reason);
        Assert.Empty(store.Load().Buffers);

        using (var outside = Connect()) Execute(outside, "DROP TRIGGER guard");
        store.Jobs.Write([end], delta);
        Assert.Equal("o", Assert.Single(store.Load().Buffers.Values).Name);
        Assert.Equal(JobState.Succeeded, Assert.Single(store.Jobs.LoadJobs()).State);
    }

    [Fact]
    public void Write_SameKeyTwice_IsRefusedByTheDatabaseItself()
    {
        using var store = SqliteStateStore.Open(DatabaseFile);
        store.Jobs.Write([new(JobWriteKind.Insert, Sample(1))], null);

        Assert.Equal("STORE_FAILED", Assert.Throws<BrokerException>(() => store.Jobs.Write([new(JobWriteKind.Insert, Sample(2))], null)).Reason);

        store.Jobs.Write([new(JobWriteKind.Insert, Sample(3) with { SessionId = "s2" })], null);
        Assert.Equal(2, store.Jobs.LoadJobs().Count);
    }

    [Fact]
    public void Open_DatabaseOfTheFirstSchema_IsMigrated()
    {
        using (SqliteStateStore.Open(DatabaseFile))
        {
            // made
        }

        using (var outside = Connect()) Execute(outside, """
            DROP TABLE jobs; ALTER TABLE apps DROP COLUMN grants; ALTER TABLE apps DROP COLUMN document_file; ALTER TABLE apps DROP COLUMN document_folder;
            ALTER TABLE views DROP COLUMN pixel_ratio_millis; ALTER TABLE views DROP COLUMN prefers_dark; PRAGMA user_version = 1
            """);

        using var store = SqliteStateStore.Open(DatabaseFile);
        store.Jobs.Write([new(JobWriteKind.Insert, Sample(1))], null);
        Assert.Single(store.Jobs.LoadJobs());
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static Job Sample(long number) => new()
    {
        Number = number,
        SessionId = "s1",
        Title = "a title",
        Sha256 = new string('b', 64),
        Call = new byte[] { 1, 2, 3 },
        Buffers = [new BufferSlice("in", 5, ulong.MaxValue, BufferUse.Read), new BufferSlice("out", 0, 9, BufferUse.Output)],
        Priority = JobPriority.High,
        Retries = 4,
        Key = "k",
        RequestHash = "hash",
        Durable = true,
        SubmittedAt = Then,
        Deadline = Then + TimeSpan.FromHours(1),
    };

    private static void AssertSame(Job expected, Job actual)
    {
        Assert.Equal(expected.Call.ToArray(), actual.Call.ToArray());
        Assert.Equal(expected.Outcome.ToArray(), actual.Outcome.ToArray());
        Assert.Equal(expected.Buffers, actual.Buffers);
        Assert.Equal(expected with { Call = default, Outcome = default, Buffers = [] }, actual with { Call = default, Outcome = default, Buffers = [] });
    }

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the test's own text
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
