using Microsoft.Data.Sqlite;

namespace WasmEngine.Broker.Sqlite;

/// <summary>
/// The broker's state in one SQLite file, in WAL mode: what was saved outlives the death of the process at once, and a power
/// cut but for the last moments; jobs a power cut, too. One thread at a time. Dispose it last.
/// </summary>
public sealed class SqliteStateStore : IStateStore, IDisposable
{
    private const int NotADatabase = 26;
    private const int Corrupt = 11;
    private readonly string _file;
    private readonly SqliteTables _database;
    private readonly Table<Session> _sessions;
    private readonly Table<App> _apps;
    private readonly Table<View> _views;
    private readonly Table<SharedBuffer> _buffers;
    private readonly Table<KeyValuePair<string, long>> _counters;
    private readonly SqliteJobStore _jobs;

    private SqliteStateStore(string file, SqliteConnection connection)
    {
        _file = file;
        _database = new SqliteTables(connection, file);
        _sessions = Tables.Sessions(_database);
        _apps = Tables.Apps(_database);
        _views = Tables.Views(_database);
        _buffers = Tables.Buffers(_database);
        _counters = Tables.Counters(_database);
        _jobs = new SqliteJobStore(_database, Apply);
    }

    /// <summary>The jobs in the same database; may be used by another thread than the state.</summary>
    public IJobStore Jobs => _jobs;

    /// <summary>Opens a database, making or migrating it as needed.</summary>
    /// <param name="file">Absolute path; its directory exists.</param>
    /// <exception cref="StoreException">It is corrupt, newer, or not ours.</exception>
    public static SqliteStateStore Open(string file)
    {
        CreatePrivately(file);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            Check(connection, file);
            Schema.Execute(connection, "PRAGMA journal_mode = WAL");
            Schema.Execute(connection, "PRAGMA synchronous = NORMAL");
            Schema.Migrate(connection, file);
            return new SqliteStateStore(file, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Unusable(file, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Loads the native library and runs each statement once, on a database of no consequence.</summary>
    public static void Warm()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        Schema.Migrate(connection, "memory");
        using var store = new SqliteStateStore("memory", connection);
        var counted = BrokerState.Empty.Next(CounterNames.Launch, out _);
        store.Save(StateDelta.Between(BrokerState.Empty, counted));
        store.Load();
        store.Jobs.LoadJobs();
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">The database is corrupt.</exception>
    public BrokerState Load()
    {
        try
        {
            var state = _counters.Read().Aggregate(BrokerState.Empty, (s, c) => s.WithCounter(c.Key, c.Value));
            state = _sessions.Read().Aggregate(state, (s, row) => s.With(row));
            state = _apps.Read().Aggregate(state, (s, row) => s.With(row));
            state = _views.Read().Aggregate(state, (s, row) => s.With(row));
            return _buffers.Read().Aggregate(state, (s, row) => s.With(row));
        }
        catch (Exception e) when (e is SqliteException or InvalidDataException or InvalidCastException)
        {
            throw Unusable(_file, e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="BrokerException">STORE_FAILED: nothing was written.</exception>
    public void Save(StateDelta delta)
    {
        if (delta.IsEmpty) return;
        _database.Write(flushed: false, () => Apply(delta));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sessions.Dispose();
        _apps.Dispose();
        _views.Dispose();
        _buffers.Dispose();
        _counters.Dispose();
        _jobs.Dispose();
        _database.Connection.Dispose();
    }

    private void Apply(StateDelta delta)
    {
        Apply(_sessions, delta.Sessions);
        Apply(_apps, delta.Apps);
        Apply(_views, delta.Views);
        Apply(_buffers, delta.Buffers);
        _counters.Put(delta.Counters);
    }

    private static void Apply<T>(Table<T> table, TableDelta<T> delta)
    {
        table.Drop(delta.Dropped); // first: a key may come back in the same change
        table.Put(delta.Put);
    }

    private static void CreatePrivately(string file)
    {
        if (OperatingSystem.IsWindows()) return; // per-user directories are private there
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        try
        {
            using var created = new FileStream(file, options);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"{file}, the broker's database, can't be opened: {e.Message}", e);
        }
    }

    private static void Check(SqliteConnection connection, string file)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is string verdict && verdict != "ok") throw Corrupted(file, verdict, null);
    }

    internal static StoreException Unusable(string file, Exception cause) => cause is SqliteException { SqliteErrorCode: not (NotADatabase or Corrupt) }
        ? new StoreException($"{file}, the broker's database, can't be used: {cause.Message}", cause)
        : Corrupted(file, cause.Message, cause);

    private static StoreException Corrupted(string file, string why, Exception? cause) =>
        new($"{file}, the broker's database, is corrupt ({why}): move it away (with its -wal and -shm files) to begin without its sessions and apps, or put a backup in its place", cause);
}
