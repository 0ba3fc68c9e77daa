namespace WasmEngine.Compute.Wasmtime;

/// <summary>How to start a process that runs <see cref="CompileChild"/>.</summary>
/// <param name="FileName">Absolute path of the executable.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record CompilerProcess(string FileName, params string[] Arguments)
{
    private static readonly string[] NotForIt = ["WASMENGINE_", "OTEL_", "ASPNETCORE_", "NOTIFY_", "LISTEN_", "WATCHDOG_"];

    /// <summary>What a process that lives for a moment does not need, each costs start-up time.</summary>
    private static readonly (string Name, string Value)[] ForIt =
        [("DOTNET_TieredPGO", "0"), ("DOTNET_gcConcurrent", "0"), ("DOTNET_gcServer", "0"), ("DOTNET_DbgEnableMiniDump", "0"), ("DOTNET_EnableDiagnostics", "0")];

    /// <summary>This very executable, which gives the arguments to <see cref="CompileChild"/>.</summary>
    /// <exception cref="InvalidOperationException">The system does not tell its path.</exception>
    public static CompilerProcess Self()
    {
        var path = Environment.ProcessPath ?? throw new InvalidOperationException("the path of this executable is not known");
        // Run as `dotnet X.dll`, the executable is dotnet and needs to be told of X.
        var isHost = string.Equals(Path.GetFileNameWithoutExtension(path), "dotnet", StringComparison.Ordinal);
        return isHost ? new CompilerProcess(path, Environment.GetCommandLineArgs()[0], CompileChild.Verb) : new CompilerProcess(path, CompileChild.Verb);
    }

    /// <summary>Makes an inherited environment fit.</summary>
    internal void Apply(IDictionary<string, string?> environment)
    {
        foreach (var name in environment.Keys.Where(k => NotForIt.Any(p => k.StartsWith(p, StringComparison.Ordinal))).ToList()) environment.Remove(name);
        foreach (var (name, value) in ForIt) environment[name] = value;
    }
}
