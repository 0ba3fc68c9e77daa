using Microsoft.Data.Sqlite;

namespace WasmEngine.Broker.Sqlite.Tests;

public sealed class SqliteStateStoreTests : IDisposable
{
    private static readonly DateTimeOffset Then = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private readonly string _directory = Directory.CreateTempSubdirectory("wasmengine-test-").FullName;

    private string DatabaseFile => Path.Combine(_directory, "broker.db");

    [Fact]
    public void Load_NewDatabase_IsEmpty()
    {
        using var store = SqliteStateStore.Open(DatabaseFile);

        Assert.True(StateDelta.Between(BrokerState.Empty, store.Load()).IsEmpty);
    }

    [Fact]
    public void Load_AfterReopening_GivesEveryFieldBack()
    {
        var saved = Sample();
        using (var store = SqliteStateStore.Open(DatabaseFile)) store.Save(StateDelta.Between(BrokerState.Empty, saved));

        using var again = SqliteStateStore.Open(DatabaseFile);
        AssertSame(saved, again.Load());
    }

    [Fact]
    public void Save_ChangesAndDrops_AreApplied()
    {
        var first = Sample();
        var second = first.WithoutSession("s1").With(first.Apps["a-1"] with { State = AppState.Failed, Detail = "it trapped" }).WithoutView("v1").Next("launch", out _);
        using var store = SqliteStateStore.Open(DatabaseFile);
        store.Save(StateDelta.Between(BrokerState.Empty, first));

        store.Save(StateDelta.Between(first, second));

        AssertSame(second, store.Load());
    }

    [Fact]
    public void Save_OneRowFails_NothingIsWritten()
    {
        var saved = Sample();
        using var store = SqliteStateStore.Open(DatabaseFile);
        store.Save(StateDelta.Between(BrokerState.Empty, saved));

        // Counters are written last, and this one is refused after the app has been written.
        var bad = StateDelta.Between(saved, saved.With(saved.Apps["a-1"] with { Title = "never to be seen" }).Next("launch", out _));
        using (var outside = Connect()) Execute(outside, "CREATE TRIGGER guard BEFORE INSERT ON counters BEGIN SELECT RAISE(ABORT, 'no'); END");

        var failure = Assert.Throws<BrokerException>(() => store.Save(bad));

        Assert.Equal("STORE_FAILED", failure.Reason);
        Assert.Contains(DatabaseFile, failure.Message, StringComparison.Ordinal);
        AssertSame(saved, store.Load());
    }

    [Fact]
    public void Open_Database_IsOwnerOnlyAndWal()
    {
        using var store = SqliteStateStore.Open(DatabaseFile);
        using var outside = Connect();

        Assert.Equal("wal", Scalar(outside, "PRAGMA journal_mode"));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DatabaseFile));
    }

    [Fact]
    public void Save_AppWithGrants_HasThemAgain()
    {
        var grants = AppGrants.None with
        {
            Directories = [new AppDirectory("/pictures/\u00E4 \"x\"", "/p", Writable: true), new AppDirectory("/ro", "/ro", Writable: false)],
            Environment = AppGrants.None.Environment.Add("B", "2").Add("A", "=\n"),
            Arguments = ["-v", ""],
        };
        var sample = Sample();
        sample = sample.With(sample.Apps["a-1"] with { Grants = grants });
        using (var store = SqliteStateStore.Open(DatabaseFile)) store.Save(StateDelta.Between(BrokerState.Empty, sample));
        using var again = SqliteStateStore.Open(DatabaseFile);

        var found = again.Load().Apps["a-1"].Grants;

        Assert.Equal(grants.Directories, found.Directories);
        Assert.Equal(grants.Environment, found.Environment);
        Assert.Equal(grants.Arguments, found.Arguments);
    }

    [Fact]
    public void Open_NewerSchema_NamesFileAndRemedy()
    {
        SqliteStateStore.Open(DatabaseFile).Dispose();
        using (var outside = Connect()) Execute(outside, "PRAGMA user_version = 999");

        var failure = Assert.Throws<StoreException>(() => SqliteStateStore.Open(DatabaseFile));

        Assert.Contains(DatabaseFile, failure.Message, StringComparison.Ordinal);
        Assert.Contains("newer engine", failure.Message, StringComparison.Ordinal);
        Assert.Contains("999", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ForeignDatabase_IsLeftAlone()
    {
        using (var outside = Connect()) Execute(outside, "CREATE TABLE somebody_elses (x)");

        var failure = Assert.Throws<StoreException>(() => SqliteStateStore.Open(DatabaseFile));

        Assert.Contains("another program", failure.Message, StringComparison.Ordinal);
        using var after = Connect();
        Assert.Equal(1L, Scalar(after, "SELECT count(*) FROM sqlite_schema"));
    }

    [Fact]
    public void Open_NoDatabaseAtAll_NamesFileAndRemedy()
    {
        File.WriteAllText(DatabaseFile, new string('x', 8192));

        AssertCorrupt(Assert.Throws<StoreException>(() => SqliteStateStore.Open(DatabaseFile)));
    }

    [Fact]
    public void Open_DamagedPages_NamesFileAndRemedy()
    {
        using (var store = SqliteStateStore.Open(DatabaseFile)) store.Save(StateDelta.Between(BrokerState.Empty, Sample()));
        var bytes = File.ReadAllBytes(DatabaseFile);
        for (var i = 4096; i < bytes.Length; i++) bytes[i] = 0x5A;
        File.WriteAllBytes(DatabaseFile, bytes);

        AssertCorrupt(Assert.Throws<StoreException>(() => SqliteStateStore.Open(DatabaseFile).Dispose()));
    }

    [Fact]
    public void Load_UnknownStateOfApp_IsCorrupt()
    {
        using (var store = SqliteStateStore.Open(DatabaseFile)) store.Save(StateDelta.Between(BrokerState.Empty, Sample()));
        using (var outside = Connect()) Execute(outside, "UPDATE apps SET state = 77");

        using var again = SqliteStateStore.Open(DatabaseFile);
        AssertCorrupt(Assert.Throws<StoreException>(again.Load));
    }

    [Fact]
    public void Open_UnfinishedTransactionOfADeadProcess_IsAsIfItHadNotBegun()
    {
        // The files of a live database, as a kill leaves them: the write-ahead log still beside it.
        var saved = Sample();
        using var store = SqliteStateStore.Open(DatabaseFile);
        store.Save(StateDelta.Between(BrokerState.Empty, saved));
        var copy = Directory.CreateDirectory(Path.Combine(_directory, "copy")).FullName;
        foreach (var suffix in new[] { "", "-wal" }) File.Copy(DatabaseFile + suffix, Path.Combine(copy, "broker.db" + suffix));
        using (var log = new FileStream(Path.Combine(copy, "broker.db-wal"), FileMode.Append)) log.Write(new byte[1000]);

        using var successor = SqliteStateStore.Open(Path.Combine(copy, "broker.db"));

        AssertSame(saved, successor.Load());
    }

    [Fact]
    public void Open_DirectoryMissing_NamesFile()
    {
        var file = Path.Combine(_directory, "missing", "broker.db");

        Assert.Contains(file, Assert.Throws<StoreException>(() => SqliteStateStore.Open(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Warm_LeavesNothingBehind()
    {
        SqliteStateStore.Warm();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_directory));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static BrokerState Sample() => BrokerState.Empty
        .With(new Session("s1", 1, "wasmengine-cli", TokenHash.Of("t"u8), Then, Then + TimeSpan.FromHours(1)))
        .With(new App
        {
            Id = "a-1",
            Number = 5,
            Name = "a",
            Title = "Ä",
            Directory = "/apps/a",
            ModulePath = "/apps/a/a.wasm",
            DocumentFile = "/apps/a/ui/index.html",
            DocumentFolder = "/apps/a",
            Width = 1280,
            Height = 720,
            MemoryLimitBytes = 1L << 32,
            State = AppState.Restarting,
            Detail = "",
            Generation = 3,
            Restarts = 2,
            StartAttempts = 1,
            Journal = "app.a-1.g3.journal",
            ComputeOn = ulong.MaxValue,
            SceneOn = 1UL << 63,
        })
        .With(new View { Id = "v1", Number = 7, AppId = "a-1", Width = 1, Height = 16384, FrameRateHz = 144, Unpaced = true, ForbidScanout = true, Chain = 4, RenderOn = ulong.MaxValue - 1, DevicePixelRatio = 1.5f, PrefersDark = true })
        .With(new SharedBuffer("buffer.s1.x", 9, "s1", "x", 65536, 4L << 30))
        .Next("launch", out _).Next("app.a", out _);

    private static void AssertSame(BrokerState expected, BrokerState actual)
    {
        Assert.Equal(expected.Sessions.Values, actual.Sessions.Values);
        Assert.Equal(expected.Apps.Values, actual.Apps.Values);
        Assert.Equal(expected.Views.Values, actual.Views.Values);
        Assert.Equal(expected.Buffers.Values, actual.Buffers.Values);
        Assert.Equal(expected.Counters.OrderBy(c => c.Key, StringComparer.Ordinal), actual.Counters.OrderBy(c => c.Key, StringComparer.Ordinal));
    }

    private void AssertCorrupt(StoreException failure)
    {
        Assert.Contains(DatabaseFile, failure.Message, StringComparison.Ordinal);
        Assert.Contains("corrupt", failure.Message, StringComparison.Ordinal);
        Assert.Contains("move it away", failure.Message, StringComparison.Ordinal);
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
#pragma warning disable CA2100 // texts of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // texts of this file
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }
}
