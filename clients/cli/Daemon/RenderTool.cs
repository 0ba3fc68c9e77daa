using System.Diagnostics;

namespace WasmEngine.Cli;

/// <summary>
/// Runs a tool of wasmengine-render in a process of its own, which writes to our standard output: a document that brings it down leaves us to say so.
/// </summary>
internal static class RenderTool
{
    /// <summary>Exit code of check when it found something.</summary>
    public const int Found = 10;

    private const string Verb = "tool";

    /// <summary>Its exit code.</summary>
    public static async Task<int> RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(Executables.Render()) { UseShellExecute = false };
        start.ArgumentList.Add(Verb);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }

        return process.ExitCode;
    }
}
