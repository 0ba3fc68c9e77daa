using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace WasmEngine.Broker.Sqlite;

/// <summary>
/// Durable jobs. Each change is one statement by the job's number, so what a change costs does not depend on how many jobs there are.
/// </summary>
internal sealed class SqliteJobStore : IJobStore, IDisposable
{
    private const string Changing = "state, attempts, failures, lost, cancelling, slim, outcome, reason, detail, ended_ms";
    private const string Constant = "number, session_id, title, sha256, call, buffers, priority, retries, key, request_hash, submitted_ms, deadline_ms";
    private const int ChangingCount = 10, ConstantCount = 12;
    private readonly SqliteTables _database;
    private readonly Action<StateDelta> _applyState;
    private readonly SqliteCommand _select;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _update;
    private readonly SqliteCommand _end;
    private readonly SqliteCommand _delete;

    public SqliteJobStore(SqliteTables database, Action<StateDelta> applyState)
    {
        _database = database;
        _applyState = applyState;
        _select = database.Command($"SELECT {Constant}, {Changing} FROM jobs ORDER BY number", 0);
        _insert = database.Command($"INSERT INTO jobs ({Constant}, {Changing}) VALUES ({Parameters(ConstantCount + ChangingCount)})", ConstantCount + ChangingCount);
        _update = database.Command($"UPDATE jobs SET ({Changing}) = ({Parameters(ChangingCount)}) WHERE number = $p{ChangingCount}", ChangingCount + 1);
        _end = database.Command($"UPDATE jobs SET (call, buffers, {Changing}) = (x'', '', {Parameters(ChangingCount)}) WHERE number = $p{ChangingCount}", ChangingCount + 1);
        _delete = database.Command("DELETE FROM jobs WHERE number = $p0", 1);
    }

    public IReadOnlyList<Job> LoadJobs()
    {
        try
        {
            var jobs = new List<Job>();
            using var reader = _select.ExecuteReader();
            var row = new RowReader(reader);
            while (reader.Read())
            {
                row.Rewind();
                jobs.Add(FromRow(row));
            }

            return jobs;
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or InvalidCastException or FormatException)
        {
            throw SqliteStateStore.Unusable(_database.File, e);
        }
    }

    public void Write(IReadOnlyList<JobWrite> writes, StateDelta? state)
    {
        if (writes.Count == 0 && state is null or { IsEmpty: true }) return;
        _database.Write(flushed: true, () =>
        {
            if (state is not null) _applyState(state);
            foreach (var write in writes) Apply(write);
        });
    }

    public void Dispose()
    {
        _select.Dispose();
        _insert.Dispose();
        _update.Dispose();
        _end.Dispose();
        _delete.Dispose();
    }

    private void Apply(JobWrite write)
    {
        var job = write.Job;
        switch (write.Kind)
        {
            case JobWriteKind.Insert:
                _database.Run(_insert, [.. ConstantsOf(job), .. ChangesOf(job)]);
                break;
            case JobWriteKind.Update:
                _database.Run(_update, [.. ChangesOf(job), job.Number]);
                break;
            case JobWriteKind.End:
                _database.Run(_end, [.. ChangesOf(job), job.Number]);
                break;
            case JobWriteKind.Delete:
                _database.Run(_delete, job.Number);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(write), write.Kind, "unknown");
        }
    }

    private static object[] ConstantsOf(Job job) =>
    [
        job.Number, job.SessionId, job.Title, job.Sha256, job.Call.ToArray(), BufferList.Format(job.Buffers), (int)job.Priority, job.Retries,
        job.Key, job.RequestHash, job.SubmittedAt.ToUnixTimeMilliseconds(), job.Deadline?.ToUnixTimeMilliseconds() ?? 0,
    ];

    private static object[] ChangesOf(Job job) =>
    [
        (int)job.State, job.Attempts, job.Failures, job.Lost, job.Cancelling, job.Slim, job.Outcome.ToArray(), job.Reason, job.Detail,
        job.EndedAt?.ToUnixTimeMilliseconds() ?? 0,
    ];

    private static Job FromRow(RowReader r) => new()
    {
        Number = r.Number(),
        SessionId = r.Text(),
        Title = r.Text(),
        Sha256 = r.Text(),
        Call = r.Bytes(),
        Buffers = BufferList.Parse(r.Text()),
        Priority = Defined((JobPriority)r.Int()),
        Retries = r.Int(),
        Key = r.Text(),
        RequestHash = r.Text(),
        Durable = true,
        SubmittedAt = r.Time(),
        Deadline = TimeOrNone(r.Number()),
        State = Defined((JobState)r.Int()),
        Attempts = r.Int(),
        Failures = r.Int(),
        Lost = r.Int(),
        Cancelling = r.Flag(),
        Slim = r.Flag(),
        Outcome = r.Bytes(),
        Reason = r.Text(),
        Detail = r.Text(),
        EndedAt = TimeOrNone(r.Number()),
    };

    private static T Defined<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? value : throw new InvalidDataException($"a job has the unknown {typeof(T).Name} {value}");

    private static DateTimeOffset? TimeOrNone(long ms) => ms == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(ms);

    private static string Parameters(int count) => string.Join(", ", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"$p{i}")));
}

/// <summary>The buffers of a job as one text: "NAME OFFSET LENGTH USE" on a line each; names have no spaces.</summary>
internal static class BufferList
{
    public static string Format(ImmutableArray<BufferSlice> buffers) =>
        string.Join('\n', buffers.Select(b => string.Create(CultureInfo.InvariantCulture, $"{b.Name} {b.Offset} {b.Length} {(int)b.Use}")));

    public static ImmutableArray<BufferSlice> Parse(string text) =>
        text.Length == 0 ? [] : [.. text.Split('\n').Select(ParseLine)];

    private static BufferSlice ParseLine(string line) => line.Split(' ') is [var name, var offset, var length, var use]
        ? new BufferSlice(name, ulong.Parse(offset, CultureInfo.InvariantCulture), ulong.Parse(length, CultureInfo.InvariantCulture), (BufferUse)int.Parse(use, CultureInfo.InvariantCulture))
        : throw new InvalidDataException($"a job has the buffer \"{line}\"");
}
