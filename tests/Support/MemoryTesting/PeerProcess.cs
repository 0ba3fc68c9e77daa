using System.Diagnostics;
using WasmEngine.Platform;

namespace WasmEngine.MemoryTesting;

/// <summary>
/// A MemoryPeer process. It answers each line with one line, so that both sides know how far the other is: no sleeps.
/// </summary>
public sealed class PeerProcess : IDisposable
{
    private readonly Process _process;
    private bool _isDisposed;

    private PeerProcess(Process process)
    {
        _process = process;
        Pid = process.Id;
    }

    /// <summary>Its process id.</summary>
    public int Pid { get; }

    /// <summary>Its exit code, once it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a peer; returns before it has done anything.</summary>
    public static PeerProcess Start(params ReadOnlySpan<string> arguments) => StartThrough([], arguments);

    /// <summary>Starts a peer through another command, which ends by executing its last arguments in its own place.</summary>
    public static PeerProcess StartThrough(ReadOnlySpan<string> command, ReadOnlySpan<string> arguments) =>
        Run([.. command, Path.Combine(AppContext.BaseDirectory, "MemoryPeer"), .. arguments]);

    /// <summary>Starts another program that lies beside the test and speaks as a peer does.</summary>
    public static PeerProcess StartProgram(string program, ReadOnlySpan<string> arguments) =>
        Run([Path.Combine(AppContext.BaseDirectory, program), .. arguments]);

    private static PeerProcess Run(ReadOnlySpan<string> line)
    {
        var start = new ProcessStartInfo(line[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        foreach (var argument in line[1..]) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "0"; // starts faster
        return new PeerProcess(Process.Start(start) ?? throw new InvalidOperationException($"{line[0]} did not start"));
    }

    /// <summary>Sends a line without waiting for the answer.</summary>
    public void Send(string line)
    {
        _process.StandardInput.WriteLine(line);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for the next answer.</summary>
    public string Answer() => _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException($"peer {Pid} ended instead of answering");

    /// <summary>Sends a line and waits for the answer.</summary>
    public string Ask(string line)
    {
        Send(line);
        return Answer();
    }

    /// <summary>SIGKILL, then waits until the kernel has taken the process down: its locks are free afterwards.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Sends SIGKILL and returns at once; <see cref="WaitForEnd"/> tells when it is gone.</summary>
    public void KillWithoutWaiting() => _process.Kill();

    /// <summary>Waits for the end of the process.</summary>
    public void WaitForEnd() => _process.WaitForExit();

    /// <summary>Its identity while it runs.</summary>
    public ProcessIdentity Identity => ProcessIdentity.TryFind(Pid) ?? throw new InvalidOperationException($"peer {Pid} has ended");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }
}
