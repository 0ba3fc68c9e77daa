using System.Diagnostics;

namespace WasmEngine.Bench.Kernels;

/// <summary>The compiled kernels; compiled when they are missing or older than their sources.</summary>
internal static class KernelFiles
{
    private const string Script = "tests/Bench/Kernels/build.sh";

    /// <summary>Directory with NAME.wasm and NAME.so of each kernel.</summary>
    /// <exception cref="BenchException">They can't be compiled; the message says what is missing.</exception>
    internal static async Task<string> BuildAsync(CancellationToken cancellation)
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            var script = Path.Combine(directory.FullName, Script);
            if (!File.Exists(script)) continue;
            var output = Path.Combine(directory.FullName, "out", "kernels");
            await CompileAsync(script, output, cancellation);
            return output;
        }

        throw new BenchException($"{Script} is not there: run the bench from a checkout, its kernels are compiled from there");
    }

    private static async Task CompileAsync(string script, string output, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("bash", [script, output]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new BenchException("bash did not start");
        var printed = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0) throw new BenchException($"the kernels can't be compiled: {errors}{await printed}");
    }
}
