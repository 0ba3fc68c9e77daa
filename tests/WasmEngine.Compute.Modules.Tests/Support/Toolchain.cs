using System.ComponentModel;
using System.Diagnostics;

namespace WasmEngine.Compute.Modules.Tests.Support;

/// <summary>The compilers of this machine; tests are skipped where one is missing.</summary>
internal static class Toolchain
{
    /// <summary>Compiles one source file to a module.</summary>
    public static async Task<byte[]> CompileAsync(string compiler, string extension, string source, params string[] arguments)
    {
        var directory = Directory.CreateTempSubdirectory("we-test-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "guest" + extension), source);
            var output = Path.Combine(directory.FullName, "guest.wasm");
            var start = new ProcessStartInfo(compiler, [.. arguments, "guest" + extension, "-o", output])
            {
                WorkingDirectory = directory.FullName,
                UseShellExecute = false,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var errors = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            if (process.ExitCode == 0) return await File.ReadAllBytesAsync(output);
            if (IsIncomplete(errors)) Assert.Skip($"{compiler} can't compile for WASI here: {errors}");
            throw new InvalidOperationException(errors);
        }
        catch (Win32Exception)
        {
            Assert.Skip($"there is no {compiler} here");
            throw;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static bool IsIncomplete(string errors) =>
        errors.Contains("stdio.h' file not found", StringComparison.Ordinal) || errors.Contains("cannot open", StringComparison.Ordinal)
        || errors.Contains("'algorithm' file not found", StringComparison.Ordinal) || errors.Contains("target may not be installed", StringComparison.Ordinal) || errors.Contains("unable to find library", StringComparison.Ordinal);
}
