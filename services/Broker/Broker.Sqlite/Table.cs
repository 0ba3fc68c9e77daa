using Microsoft.Data.Sqlite;

namespace WasmEngine.Broker.Sqlite;

/// <summary>The open database and the transaction of the moment.</summary>
/// <param name="Connection">The connection.</param>
/// <param name="File">Its file, for messages.</param>
internal sealed record SqliteTables(SqliteConnection Connection, string File)
{
    private readonly Lock _gate = new();

    public SqliteTransaction? Transaction { get; private set; }

    /// <summary>Runs an action in one transaction; one at a time, whoever asks.</summary>
    /// <param name="flushed">Whether it has to outlive a power cut once this returns; else the death of the process.</param>
    /// <param name="write">What to write.</param>
    /// <exception cref="BrokerException">STORE_FAILED: nothing was written.</exception>
    public void Write(bool flushed, Action write)
    {
        lock (_gate)
        {
            try
            {
                // In WAL mode FULL flushes the log at each commit, and with it what was committed before.
                if (flushed) Schema.Execute(Connection, "PRAGMA synchronous = FULL");
                using var transaction = Connection.BeginTransaction();
                Transaction = transaction;
                write();
                transaction.Commit();
            }
            catch (SqliteException e)
            {
                throw new BrokerException(FaultKind.Internal, "STORE_FAILED", $"the change could not be written to {File}, so it was not made: {e.Message}", e);
            }
            finally
            {
                Transaction = null;
                if (flushed) Schema.Execute(Connection, "PRAGMA synchronous = NORMAL");
            }
        }
    }

    /// <summary>Compiles a statement with parameters $p0, $p1 and so on.</summary>
    public SqliteCommand Command(string sql, int parameters)
    {
        var command = Connection.CreateCommand();
#pragma warning disable CA2100 // texts of this assembly
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < parameters; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        return command;
    }

    /// <summary>Runs a statement within the transaction of the moment.</summary>
    public void Run(SqliteCommand command, params ReadOnlySpan<object> values)
    {
        command.Transaction = Transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i];
        command.ExecuteNonQuery();
    }
}

/// <summary>Reads and writes the rows of one table; the first column is the key. Statements are compiled once.</summary>
internal sealed class Table<T> : IDisposable
{
    private readonly SqliteTables _database;
    private readonly Func<T, object[]> _toRow;
    private readonly Func<RowReader, T> _fromRow;
    private readonly SqliteCommand _select;
    private readonly SqliteCommand _put;
    private readonly SqliteCommand _drop;

    public Table(SqliteTables database, string name, string[] columns, Func<T, object[]> toRow, Func<RowReader, T> fromRow)
    {
        _database = database;
        _toRow = toRow;
        _fromRow = fromRow;
        var list = string.Join(", ", columns);
        _select = database.Command($"SELECT {list} FROM {name}", 0);
        _put = database.Command($"INSERT OR REPLACE INTO {name} ({list}) VALUES ({string.Join(", ", columns.Select((_, i) => $"$p{i}"))})", columns.Length);
        _drop = database.Command($"DELETE FROM {name} WHERE {columns[0]} = $p0", 1);
    }

    public IEnumerable<T> Read()
    {
        using var reader = _select.ExecuteReader();
        var row = new RowReader(reader);
        while (reader.Read())
        {
            row.Rewind();
            yield return _fromRow(row);
        }
    }

    public void Put(IEnumerable<T> rows)
    {
        foreach (var row in rows) _database.Run(_put, _toRow(row));
    }

    public void Drop(IEnumerable<string> keys)
    {
        foreach (var key in keys) _database.Run(_drop, key);
    }

    public void Dispose()
    {
        _select.Dispose();
        _put.Dispose();
        _drop.Dispose();
    }
}

/// <summary>Takes the columns of a row from left to right.</summary>
internal sealed class RowReader(SqliteDataReader reader)
{
    private int _column;

    public void Rewind() => _column = 0;

    public string Text() => reader.GetString(_column++);

    public long Number() => reader.GetInt64(_column++);

    public int Int() => reader.GetInt32(_column++);

    public DateTimeOffset Time() => DateTimeOffset.FromUnixTimeMilliseconds(Number());

    public AppState State() => (AppState)Int() is var state && Enum.IsDefined(state)
        ? state
        : throw new InvalidDataException($"an app has the unknown state {(int)state}");

    public bool Flag() => Number() != 0;

    public byte[] Bytes() => reader.GetFieldValue<byte[]>(_column++);

    public byte[] Bytes(int length) => reader.GetFieldValue<byte[]>(_column++) is var bytes && bytes.Length == length
        ? bytes
        : throw new InvalidDataException($"a hash has {bytes.Length} bytes, not {length}");
}
