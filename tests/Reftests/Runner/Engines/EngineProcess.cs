using System.ComponentModel;
using System.Diagnostics;

namespace WasmEngine.Reftests;

/// <summary>Runs one of the CLI's tools for one document.</summary>
/// <param name="executable">The CLI.</param>
/// <param name="leading">Arguments before all others.</param>
/// <param name="timeout">After which a document is given up, so that one that hangs does not hide the others.</param>
public sealed class EngineProcess(string executable, IReadOnlyList<string> leading, TimeSpan timeout, TimeProvider time)
{
    private const int LongestComplaint = 400;

    /// <summary>What the tool wrote to its standard output.</summary>
    /// <exception cref="EngineFailureException">It did not start, did not end, or ended with an error; the message says which.</exception>
    public async Task<ReadOnlyMemory<byte>> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var output = new MemoryStream();
            var complaint = process.StandardError.ReadToEndAsync(either.Token);
            await process.StandardOutput.BaseStream.CopyToAsync(output, either.Token);
            var complained = await complaint;
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? output.ToArray() : throw new EngineFailureException($"exit code {process.ExitCode}: {Shorten(complained)}");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new EngineFailureException($"not done after {timeout.TotalSeconds:0} s");
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(executable, [.. leading, .. arguments]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start) ?? throw new EngineFailureException($"{executable} did not start");
        }
        catch (Win32Exception error)
        {
            throw new EngineFailureException($"{executable} can't be started: {error.Message}", error);
        }
    }

    private static string Shorten(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= LongestComplaint ? trimmed : trimmed[..LongestComplaint] + "…";
    }
}

/// <summary>A document that gave no boxes or no picture.</summary>
public sealed class EngineFailureException(string message, Exception? inner = null) : Exception(message, inner);
