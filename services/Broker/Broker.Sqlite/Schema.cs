using Microsoft.Data.Sqlite;

namespace WasmEngine.Broker.Sqlite;

/// <summary>Versions of the database, each made from the one before.</summary>
internal static class Schema
{
    /// <summary>Tells the broker's databases apart from any other: "WEbr" in ASCII.</summary>
    public const int ApplicationId = 0x57456272;

    /// <summary>Script n leads from version n to n + 1. Never change one that was released: add the next.</summary>
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE sessions (
            id TEXT PRIMARY KEY, number INTEGER NOT NULL, client_name TEXT NOT NULL, token_sha256 BLOB NOT NULL UNIQUE,
            created_ms INTEGER NOT NULL, last_used_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE apps (
            id TEXT PRIMARY KEY, number INTEGER NOT NULL, name TEXT NOT NULL, title TEXT NOT NULL, directory TEXT NOT NULL,
            module_path TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL, memory_limit_bytes INTEGER NOT NULL,
            state INTEGER NOT NULL, detail TEXT NOT NULL, generation INTEGER NOT NULL, restarts INTEGER NOT NULL,
            start_attempts INTEGER NOT NULL, journal TEXT NOT NULL, compute_on INTEGER NOT NULL, scene_on INTEGER NOT NULL
            ) STRICT, WITHOUT ROWID;
        CREATE TABLE views (
            id TEXT PRIMARY KEY, number INTEGER NOT NULL, app_id TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
            frame_rate_hz INTEGER NOT NULL, unpaced INTEGER NOT NULL, forbid_scanout INTEGER NOT NULL, chain INTEGER NOT NULL,
            render_on INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE buffers (
            region TEXT PRIMARY KEY, number INTEGER NOT NULL, session_id TEXT NOT NULL, name TEXT NOT NULL,
            payload_offset INTEGER NOT NULL, size_bytes INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE jobs (
            number INTEGER PRIMARY KEY, session_id TEXT NOT NULL, title TEXT NOT NULL, sha256 TEXT NOT NULL, call BLOB NOT NULL,
            buffers TEXT NOT NULL, priority INTEGER NOT NULL, retries INTEGER NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL,
            submitted_ms INTEGER NOT NULL, deadline_ms INTEGER NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL,
            failures INTEGER NOT NULL, lost INTEGER NOT NULL, cancelling INTEGER NOT NULL, slim INTEGER NOT NULL, outcome BLOB NOT NULL,
            reason TEXT NOT NULL, detail TEXT NOT NULL, ended_ms INTEGER NOT NULL) STRICT;
        CREATE UNIQUE INDEX jobs_by_key ON jobs (session_id, key) WHERE key <> '';
        """,
        "ALTER TABLE apps ADD COLUMN grants TEXT NOT NULL DEFAULT '';",
        """
        ALTER TABLE apps ADD COLUMN document_file TEXT NOT NULL DEFAULT '';
        ALTER TABLE apps ADD COLUMN document_folder TEXT NOT NULL DEFAULT '';
        ALTER TABLE views ADD COLUMN pixel_ratio_millis INTEGER NOT NULL DEFAULT 1000;
        ALTER TABLE views ADD COLUMN prefers_dark INTEGER NOT NULL DEFAULT 0;
        """,
    ];

    /// <summary>The version that this build writes.</summary>
    public static int Version => Migrations.Length;

    /// <summary>Brings the database to <see cref="Version"/> in one transaction.</summary>
    /// <exception cref="StoreException">It is newer, or no database of the broker.</exception>
    public static void Migrate(SqliteConnection connection, string file)
    {
        using var transaction = connection.BeginTransaction();
        var version = Scalar(connection, "PRAGMA user_version");
        var application = Scalar(connection, "PRAGMA application_id");
        if (application != ApplicationId && (application != 0 || Scalar(connection, "SELECT count(*) FROM sqlite_schema") != 0))
            throw new StoreException($"{file} is a database of another program: move it away, and the broker makes its own");
        if (version > Version)
            throw new StoreException($"{file} was written by a newer engine (schema {version}, this build knows {Version}): run that engine, or move the file away to begin without its sessions and apps");
        if (version == Version) return;
        for (var from = (int)version; from < Version; from++) Execute(connection, Migrations[from]);
        Execute(connection, $"PRAGMA user_version = {Version}");
        Execute(connection, $"PRAGMA application_id = {ApplicationId}");
        transaction.Commit();
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // only texts of this assembly come here
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // only texts of this assembly come here
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
