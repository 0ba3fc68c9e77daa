using System.ComponentModel;
using System.Diagnostics;

namespace WasmEngine.Reftests;

/// <summary>Runs <c>wasmengine layout FILE --size WxH --json</c>, one process for each document.</summary>
/// <param name="executable">The CLI.</param>
/// <param name="timeout">After which a document is given up, so that one that hangs does not hide the others.</param>
public sealed class LayoutProcess(string executable, TimeSpan timeout, TimeProvider time) : ILayoutEngine
{
    private const int LongestComplaint = 400;

    public async Task<IReadOnlyList<Box>> LayoutAsync(Reftest reftest, CancellationToken cancellation)
    {
        using var process = Start(reftest);
        using var deadline = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, deadline.Token);
        try
        {
            using var output = new MemoryStream();
            var complaint = process.StandardError.ReadToEndAsync(either.Token);
            await process.StandardOutput.BaseStream.CopyToAsync(output, either.Token);
            var complained = await complaint;
            await process.WaitForExitAsync(either.Token);
            if (process.ExitCode != 0) throw new LayoutFailureException($"exit code {process.ExitCode}: {Shorten(complained)}");
            return BoxList.Parse(output.GetBuffer().AsSpan(0, (int)output.Length));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new LayoutFailureException($"not done after {timeout.TotalSeconds:0} s");
        }
        catch (InvalidDataException error)
        {
            throw new LayoutFailureException(error.Message, error);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private Process Start(Reftest reftest)
    {
        var start = new ProcessStartInfo(executable, ["layout", reftest.Document, "--size", reftest.Viewport.ToString(), "--json"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start) ?? throw new LayoutFailureException($"{executable} did not start");
        }
        catch (Win32Exception error)
        {
            throw new LayoutFailureException($"{executable} can't be started: {error.Message}", error);
        }
    }

    private static string Shorten(string text)
    {
        var trimmed = text.Trim();
        return trimmed.Length <= LongestComplaint ? trimmed : trimmed[..LongestComplaint] + "…";
    }
}
