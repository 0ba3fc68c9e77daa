using WasmEngine.Compute.Modules;

namespace WasmEngine.Compute.Wasmtime;

/// <summary>Settings of <see cref="WasmtimeEngine"/>.</summary>
public sealed record WasmtimeOptions
{
    /// <summary>Absolute path of the directory for compiled code, created owner-only; null compiles every time.</summary>
    public string? CodeDirectory { get; init; }

    /// <summary>Bytes that the directory may hold, 0 to 1 TiB; the least recently used goes first.</summary>
    public long CodeBytes { get; init; } = 512L << 20;

    /// <summary>Starts the processes that compile what is not small; null: this process compiles everything, without the limits below.</summary>
    public CompilerProcess? Compiler { get; init; }

    /// <summary>
    /// Time that compiling one module may take, 1 second to 1 hour; up to four times as long while it has not had so much processor
    /// time because the machine is busy.
    /// </summary>
    public TimeSpan CompileTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Private memory in bytes that compiling one module may take, 256 MiB to 1 TiB.</summary>
    public long CompileMemoryBytes { get; init; } = 2L << 30;

    /// <summary>What a module may have.</summary>
    public ModuleLimits Limits { get; init; } = ModuleLimits.Default;

    /// <summary>
    /// Largest module in bytes that this process compiles itself, after it was made preemptible; 0 to 64 MiB. Small, since the time for
    /// one function grows faster than its size: 8 KiB of a hostile one take a core for about a second, 240 KiB 2 GiB and minutes.
    /// </summary>
    public int SmallModuleBytes { get; init; } = 8 << 10;

    /// <summary>Most functions of a module that this process compiles itself, 0 to 100000.</summary>
    public int SmallModuleFunctions { get; init; } = 200;

    /// <summary>Checks all settings.</summary>
    /// <exception cref="ArgumentException">One or more are not allowed; the message names each.</exception>
    public void Validate()
    {
        var errors = new List<string>();
        Check(CodeDirectory is null || Path.IsPathFullyQualified(CodeDirectory), $"{nameof(CodeDirectory)} \"{CodeDirectory}\" is not an absolute path");
        Check(CodeBytes is >= 0 and <= 1L << 40, $"{nameof(CodeBytes)} {CodeBytes} is not between 0 and {1L << 40}");
        Check(Compiler is null || Path.IsPathFullyQualified(Compiler.FileName), $"{nameof(Compiler)} \"{Compiler?.FileName}\" is not an absolute path");
        Check(CompileTime >= TimeSpan.FromSeconds(1) && CompileTime <= TimeSpan.FromHours(1), $"{nameof(CompileTime)} {CompileTime} is not between a second and an hour");
        Check(CompileMemoryBytes is >= 256L << 20 and <= 1L << 40, $"{nameof(CompileMemoryBytes)} {CompileMemoryBytes} is not between {256L << 20} and {1L << 40}");
        Check(SmallModuleBytes is >= 0 and <= 64 << 20, $"{nameof(SmallModuleBytes)} {SmallModuleBytes} is not between 0 and {64 << 20}");
        Check(SmallModuleFunctions is >= 0 and <= 100_000, $"{nameof(SmallModuleFunctions)} {SmallModuleFunctions} is not between 0 and 100000");
        try
        {
            Limits.Validate();
        }
        catch (ArgumentException e)
        {
            errors.Add(e.Message);
        }

        if (errors.Count > 0) throw new ArgumentException(string.Join("; ", errors));

        void Check(bool isRight, string error)
        {
            if (!isRight) errors.Add(error);
        }
    }
}
