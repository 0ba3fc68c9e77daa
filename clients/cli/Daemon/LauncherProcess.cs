using System.ComponentModel;
using System.Diagnostics;
using WasmEngine.Client;

namespace WasmEngine.Cli;

/// <summary>A launcher that this command has started. It detaches by itself and outlives the command.</summary>
internal sealed class LauncherProcess : IDisposable
{
    private const int MaxLines = 20;
    private readonly Process _process;
    private readonly Queue<string> _said = new();

    private LauncherProcess(Process process)
    {
        _process = process;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.StandardInput.Close();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static LauncherProcess Start(string instance)
    {
        var path = Executables.Launcher();
        var start = new ProcessStartInfo(path)
        {
            UseShellExecute = false,
            WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory),
            // Pipes of our own: it must not keep ours open, or `wasmengine up | cat` would never end.
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (ReadOnlySpan<string>)["--detach", "--instance", instance]) start.ArgumentList.Add(argument);
        try
        {
            return new LauncherProcess(Process.Start(start)!);
        }
        catch (Win32Exception failure)
        {
            throw new EngineException(EngineFault.Failed, "LAUNCH_FAILED", $"{path} can't be started: {failure.Message}", "Check that it is an executable of this machine.", failure);
        }
    }

    /// <summary>Its exit code; null while it runs.</summary>
    public int? ExitCode => _process.HasExited ? _process.ExitCode : null;

    /// <summary>What it said last before it detached or ended.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_said) return [.. _said];
        }
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > MaxLines) _said.Dequeue();
        }
    }

    /// <summary>Waits until all that it said has been read.</summary>
    public Task DrainAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    public void Dispose() => _process.Dispose();
}
