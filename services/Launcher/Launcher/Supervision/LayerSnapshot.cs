using System.Globalization;
using WasmEngine.Launcher.Core;
using WasmEngine.Platform;

namespace WasmEngine.Launcher.Supervision;

/// <summary>A layer at one moment.</summary>
internal sealed record LayerSnapshot(string Name, ProcessIdentity? Process, LayerState State, uint Restarts, string Detail)
{
    /// <summary>Milliseconds since the process started; 0 when none runs.</summary>
    internal long UptimeMs => Process is { } process ? UptimeMsOf(process) : 0;

    /// <summary>Milliseconds since a process started; 0 if the kernel does not tell.</summary>
    internal static long UptimeMsOf(ProcessIdentity process)
    {
        if (process.StartTicks == 0) return 0;
        var sinceBoot = File.ReadAllText("/proc/uptime");
        var seconds = double.Parse(sinceBoot.AsSpan(0, sinceBoot.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        return Math.Max(0, (long)(seconds * 1000) - (long)process.StartTicks * 10); // USER_HZ is 100
    }
}
