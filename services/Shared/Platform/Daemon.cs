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
        if (LibC.Duplicate(nothing, 0) < 0 || LibC.Duplicate(output, 1) < 0 || LibC.Duplicate(output, 2) < 0)
            throw LibC.Failure("redirecting output", outputPath);
        _ = LibC.Close(output);
        _ = LibC.Close(nothing);
    }
}
