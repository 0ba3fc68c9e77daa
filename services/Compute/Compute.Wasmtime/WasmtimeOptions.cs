namespace WasmEngine.Compute.Wasmtime;

/// <summary>Settings of <see cref="WasmtimeEngine"/>.</summary>
public sealed record WasmtimeOptions
{
    /// <summary>Absolute path of the directory for compiled code, created owner-only; null compiles every time.</summary>
    public string? CodeDirectory { get; init; }

    /// <summary>Bytes that the directory may hold, 0 to 1 TiB; the least recently used goes first.</summary>
    public long CodeBytes { get; init; } = 512L << 20;

    /// <summary>Checks all settings.</summary>
    /// <exception cref="ArgumentException">One or more are not allowed; the message names each.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        if (CodeDirectory is not null && !Path.IsPathFullyQualified(CodeDirectory)) errors.Add($"{nameof(CodeDirectory)} \"{CodeDirectory}\" is not an absolute path");
        if (CodeBytes is < 0 or > 1L << 40) errors.Add($"{nameof(CodeBytes)} {CodeBytes} is not between 0 and {1L << 40}");
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors));
    }
}
