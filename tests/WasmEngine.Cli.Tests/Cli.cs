using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace WasmEngine.Cli.Tests;

/// <summary>What a run of the command left behind.</summary>
internal sealed record CliResult(int ExitCode, string Output, string Error)
{
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    public string ErrorReason => Json.GetProperty("error").GetProperty("reason").GetString()!;
}

/// <summary>A run of the built executable.</summary>
internal sealed class Cli : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _output, _error;

    private Cli(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        _error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        process.StandardInput.Close();
    }

    public int Pid => _process.Id;

    // Beside our own output, in the same configuration: its dependencies and ours differ.
    private static string Executable
    {
        get
        {
            var own = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(own.Parent!.Parent!.FullName, "WasmEngine.Cli", own.Name, "wasmengine");
        }
    }

    public static string Folder => Path.GetDirectoryName(Executable)!;

    public static Cli Start(string[] arguments, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(Executable) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new Cli(Process.Start(start)!);
    }

    /// <summary>Runs it on an instance (null: the default one of the tests' own runtime directory) to its end.</summary>
    public static Task<CliResult> RunAsync(string? instance, params string[] arguments) =>
        Start(arguments, ("WASMENGINE_INSTANCE", instance)).EndAsync();

    public async Task<CliResult> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        var result = new CliResult(_process.ExitCode, await _output, await _error);
        Dispose();
        return result;
    }

    public void Dispose() => _process.Dispose();
}
