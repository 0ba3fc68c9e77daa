using System.Globalization;
using System.Runtime.InteropServices;
using WasmEngine.Platform.Linux;

namespace WasmEngine.Platform;

/// <summary>Leaving the terminal that started a daemon.</summary>
public static class Daemon
{
    /// <summary>
    /// Starts a session of its own, so that closing the terminal ends nothing, and appends standard output and error to a
    /// file: what native code prints when it dies is kept there.
    /// </summary>
    public static void Detach(string outputPath)
    {
        _ = LibC.NewSession(); // fails only if we lead a group already, which serves the purpose too
        const int append = 0x400, writeOnly = 1;
        var output = LibC.Open(outputPath, writeOnly | append | LibC.OpenCreate, 0x180);
        if (output < 0) throw LibC.Failure("opening", outputPath);
        var nothing = LibC.Open("/dev/null", LibC.OpenReadOnly, 0);
        var terminals = new HashSet<string?>([LinkOf(1), LinkOf(2)]);
        if (LibC.Duplicate(nothing, 0) < 0 || LibC.Duplicate(output, 1) < 0 || LibC.Duplicate(output, 2) < 0)
            throw LibC.Failure("redirecting output", outputPath);
        RedirectCopies(terminals, output);
        _ = LibC.Close(output);
        _ = LibC.Close(nothing);
    }

    /// <summary>
    /// The runtime keeps copies of the standard streams. Left open they would keep a pipe's reader waiting for as long as the
    /// daemon lives; closing them would free numbers that the runtime still uses.
    /// </summary>
    private static void RedirectCopies(HashSet<string?> terminals, int output)
    {
        foreach (var entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            var descriptor = int.Parse(Path.GetFileName(entry), CultureInfo.InvariantCulture);
            if (descriptor > 2 && LinkOf(descriptor) is { } target && IsStream(target) && terminals.Contains(target))
                _ = LibC.Duplicate(output, descriptor, LibC.OpenCloseOnExec);
        }
    }

    private static bool IsStream(string target) => target.StartsWith("pipe:", StringComparison.Ordinal)
        || target.StartsWith("socket:", StringComparison.Ordinal)
        || target.StartsWith("/dev/pts/", StringComparison.Ordinal)
        || target.StartsWith("/dev/tty", StringComparison.Ordinal);

    private static string? LinkOf(int descriptor)
    {
        try
        {
            return new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget; // as it stands there: "pipe:[1234]" is no path
        }
        catch (IOException)
        {
            return null; // closed meanwhile
        }
    }
}
