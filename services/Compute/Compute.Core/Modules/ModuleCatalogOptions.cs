namespace WasmEngine.Compute.Core;

/// <summary>What <see cref="ModuleCatalog"/> may keep loaded besides what is in use.</summary>
public sealed record ModuleCatalogOptions
{
    /// <summary>Modules, 0 to 65536; those in use count, too.</summary>
    public int MaxModules { get; init; } = 256;

    /// <summary>Bytes of machine code of all modules together, 0 to 1 TiB; those in use count, too.</summary>
    public long MaxCodeBytes { get; init; } = 1L << 30;

    /// <summary>Checks all settings.</summary>
    /// <exception cref="ArgumentException">One or more are not allowed; the message names each.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        if (MaxModules is < 0 or > 65536) errors.Add($"{nameof(MaxModules)} {MaxModules} is not between 0 and 65536");
        if (MaxCodeBytes is < 0 or > 1L << 40) errors.Add($"{nameof(MaxCodeBytes)} {MaxCodeBytes} is not between 0 and {1L << 40}");
        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors));
    }
}
