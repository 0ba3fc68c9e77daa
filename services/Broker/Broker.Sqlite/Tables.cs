namespace WasmEngine.Broker.Sqlite;

/// <summary>How each record lies in its table.</summary>
internal static class Tables
{
    public static Table<Session> Sessions(SqliteTables connection) => new(
        connection,
        "sessions",
        ["id", "number", "client_name", "token_sha256", "created_ms", "last_used_ms"],
        s => [s.Id, s.Number, s.ClientName, s.Token.ToBytes(), s.CreatedAt.ToUnixTimeMilliseconds(), s.LastUsedAt.ToUnixTimeMilliseconds()],
        r => new Session(r.Text(), r.Number(), r.Text(), TokenHash.FromBytes(r.Bytes(TokenHash.Size)), r.Time(), r.Time()));

    public static Table<App> Apps(SqliteTables connection) => new(
        connection,
        "apps",
        [
            "id", "number", "name", "title", "directory", "module_path", "width", "height", "memory_limit_bytes", "state", "detail",
            "generation", "restarts", "start_attempts", "journal", "compute_on", "scene_on", "grants", "document_file", "document_folder",
        ],
        a =>
        [
            a.Id, a.Number, a.Name, a.Title, a.Directory, a.ModulePath, a.Width, a.Height, a.MemoryLimitBytes, (int)a.State, a.Detail,
            a.Generation, a.Restarts, a.StartAttempts, a.Journal, unchecked((long)a.ComputeOn), unchecked((long)a.SceneOn), GrantsColumn.ToText(a.Grants), a.DocumentFile, a.DocumentFolder,
        ],
        r => new App
        {
            Id = r.Text(),
            Number = r.Number(),
            Name = r.Text(),
            Title = r.Text(),
            Directory = r.Text(),
            ModulePath = r.Text(),
            Width = r.Int(),
            Height = r.Int(),
            MemoryLimitBytes = r.Number(),
            State = r.State(),
            Detail = r.Text(),
            Generation = r.Int(),
            Restarts = r.Int(),
            StartAttempts = r.Int(),
            Journal = r.Text(),
            ComputeOn = unchecked((ulong)r.Number()),
            SceneOn = unchecked((ulong)r.Number()),
            Grants = GrantsColumn.FromText(r.Text()),
            DocumentFile = r.Text(),
            DocumentFolder = r.Text(),
        });

    public static Table<View> Views(SqliteTables connection) => new(
        connection,
        "views",
        ["id", "number", "app_id", "width", "height", "frame_rate_hz", "unpaced", "forbid_scanout", "chain", "render_on", "pixel_ratio_millis", "prefers_dark"],
        v => [v.Id, v.Number, v.AppId, v.Width, v.Height, v.FrameRateHz, v.Unpaced, v.ForbidScanout, v.Chain, unchecked((long)v.RenderOn), (long)MathF.Round(v.DevicePixelRatio * 1000), v.PrefersDark],
        r => new View
        {
            Id = r.Text(),
            Number = r.Number(),
            AppId = r.Text(),
            Width = r.Int(),
            Height = r.Int(),
            FrameRateHz = r.Int(),
            Unpaced = r.Int() != 0,
            ForbidScanout = r.Int() != 0,
            Chain = r.Int(),
            RenderOn = unchecked((ulong)r.Number()),
            DevicePixelRatio = r.Number() / 1000f,
            PrefersDark = r.Int() != 0,
        });

    public static Table<SharedBuffer> Buffers(SqliteTables connection) => new(
        connection,
        "buffers",
        ["region", "number", "session_id", "name", "payload_offset", "size_bytes"],
        b => [b.Region, b.Number, b.SessionId, b.Name, b.Offset, b.SizeBytes],
        r => new SharedBuffer(r.Text(), r.Number(), r.Text(), r.Text(), r.Number(), r.Number()));

    public static Table<KeyValuePair<string, long>> Counters(SqliteTables connection) => new(
        connection,
        "counters",
        ["name", "value"],
        c => [c.Key, c.Value],
        r => new KeyValuePair<string, long>(r.Text(), r.Number()));
}
